import { type ChildProcess, spawn } from 'node:child_process';

/** One server process of the product, started as production starts it. */
export class RunningProcess {
  private child: ChildProcess | null = null;
  private said = '';

  constructor(
    private readonly file: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  get pid(): number {
    if (!this.child?.pid) throw new Error(`${this.file} does not run`);
    return this.child.pid;
  }

  /** What it wrote so far, of every start. */
  get output(): string {
    return this.said;
  }

  /** Settles when it says that it is ready; throws what it wrote when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [this.file], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.said += String(text)));
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`${this.file} ended (${signal ?? code}):\n${this.said}`)));
    });
  }

  /** Sends the signal and waits for the end; SIGKILL is the crash of a test. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
}
