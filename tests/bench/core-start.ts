import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@wutong/core-testing';
import { type Figure, median } from './figure';

const launcher = join(process.cwd(), 'apps/wutong/bin/wutong.mjs');
const WARM_ROUNDS = 3;

/** `npm start` as a newcomer meets it: from nothing to the first page, again when all is there, and its memory. */
export async function benches(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'wutong-bench-'));
  try {
    const first = await oneStart(home);
    const warm: Start[] = [];
    for (let round = 0; round < WARM_ROUNDS; round++) warm.push(await oneStart(home));
    return [
      { figure: 'start-first-ever', value: first.seconds, unit: 's', goal: { atMost: 60 } },
      { figure: 'start-warm', value: median(warm.map(({ seconds }) => seconds)), unit: 's', goal: { atMost: 8 } },
      { figure: 'resident', value: median(warm.map(({ megabytes }) => megabytes)), unit: 'MB', goal: { atMost: 450 } },
      { figure: 'stop', value: median(warm.map(({ stopSeconds }) => stopSeconds)), unit: 's', goal: { atMost: 5 } },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Start {
  /** From the command to the first page. */
  readonly seconds: number;
  /** API and worker together, five seconds later. */
  readonly megabytes: number;
  readonly stopSeconds: number;
}

async function oneStart(home: string): Promise<Start> {
  const began = performance.now();
  const child = spawn(process.execPath, [launcher, 'start'], {
    env: { ...process.env, WUTONG_LANG: 'en', WUTONG_HOME: home, PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await printed(child, 'Wutong is running');
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const megabytes = residentOfServers(child.pid ?? 0);
  const asked = performance.now();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
  return { seconds, megabytes, stopSeconds: (performance.now() - asked) / 1000 };
}

function printed(child: ChildProcess, words: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: unknown): void => {
      text += String(chunk);
      if (text.includes(words)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The start ended early:\n${text}`)));
  });
}

function residentOfServers(launcherPid: number): number {
  const pids = execFileSync('pgrep', ['-P', String(launcherPid), '-f', '(api|worker).js'], { encoding: 'utf8' });
  const kilobytes = pids
    .trim()
    .split('\n')
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}
