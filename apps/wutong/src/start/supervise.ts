import { type ChildProcess, spawn } from 'node:child_process';
import { say, tell } from '../terminal';

export interface Program {
  readonly name: string;
  readonly file: string;
  readonly nodeOptions: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A run that lasted this long counts as healthy: the next crash waits the shortest time again. */
const HEALTHY_MS = 30_000;
const LONGEST_WAIT_MS = 10_000;
/** What a process may take to finish its requests and jobs before it is ended. */
const PATIENCE_MS = 5_000;

/**
 * One child process that is kept running. It has a process group of its own, so that Ctrl-C reaches this process alone,
 * which ends things in order; and an IPC channel, by whose end it learns that this process is gone.
 */
export class Supervised {
  private child: ChildProcess | null = null;
  private failures = 0;
  private stopping = false;
  private restart: NodeJS.Timeout | undefined;

  constructor(private readonly program: Program) {}

  /** Settles when the process says that it is ready; rejects when it ends before it ever was. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.launch(resolve, (how) =>
        reject(new Error(say(`${this.program.name} did not start (${how}).`, `${this.program.name} 未能启动（${how}）。`))),
      );
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restart);
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await gone;
    clearTimeout(impatient);
  }

  private launch(ready: () => void, failed: (how: string) => void): void {
    const { file, nodeOptions, env } = this.program;
    const began = Date.now();
    let isReady = false;
    const child = spawn(process.execPath, [...nodeOptions, file], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env,
    });
    this.child = child;
    child.on('message', () => {
      isReady = true;
      ready();
    });
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      const how = signal ?? say(`exit code ${code}`, `退出码 ${code}`);
      if (!isReady && this.failures === 0) failed(how);
      else this.again(how, Date.now() - began);
    });
  }

  private again(how: string, livedMs: number): void {
    this.failures = livedMs > HEALTHY_MS ? 1 : this.failures + 1;
    const wait = Math.min(250 * 2 ** this.failures, LONGEST_WAIT_MS);
    const { name } = this.program;
    const seconds = wait / 1000;
    tell(say(`${name} ended (${how}); starting it again in ${seconds} s.`, `${name} 已退出（${how}），${seconds} 秒后重启。`));
    this.restart = setTimeout(() => {
      this.launch(
        () => tell(say(`${name} is back.`, `${name} 已恢复。`)),
        () => undefined,
      );
    }, wait);
  }
}
