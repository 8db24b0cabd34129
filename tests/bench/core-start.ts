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
      { figure: 'start-demo-centre', value: first.demoSeconds, unit: 's', goal: { atMost: 30 } },
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
  /** What loading the demo centre took, as the start itself tells; NaN where it is there already. */
  readonly demoSeconds: number;
  /** API and worker together, after the first pages were served and five seconds more. */
  readonly megabytes: number;
  readonly stopSeconds: number;
}

async function oneStart(home: string): Promise<Start> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [launcher, 'start'], {
    env: { ...process.env, WUTONG_LANG: 'en', WUTONG_HOME: home, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = await printed(child, 'Wutong is running');
  const seconds = (performance.now() - began) / 1000;
  const demoSeconds = Number(/Loading the demo centre ✓ ([\d.]+) s/.exec(text)?.[1]);
  await firstPages(`http://127.0.0.1:${port}`);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const megabytes = residentOfServers(child.pid ?? 0);
  const asked = performance.now();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
  return { seconds, demoSeconds, megabytes, stopSeconds: (performance.now() - asked) / 1000 };
}

/** Gives what it wrote until these words came. */
function printed(child: ChildProcess, words: string): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: unknown): void => {
      text += String(chunk);
      if (text.includes(words)) resolve(text);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The start ended early:\n${text}`)));
  });
}

/** What some visitors ask for who are not signed in yet: the page, its scripts, the first question to the API. */
async function firstPages(origin: string): Promise<void> {
  const page = await (await fetch(origin)).text();
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  const body = JSON.stringify({ query: '{ __typename }' });
  for (let visitor = 0; visitor < 20; visitor++) {
    await Promise.all(files.map(async (path) => (await fetch(`${origin}${path}`)).arrayBuffer()));
    const headers = { 'content-type': 'application/json' };
    await (await fetch(`${origin}/graphql`, { method: 'POST', headers, body })).text();
  }
}

function residentOfServers(launcherPid: number): number {
  const pids = execFileSync('pgrep', ['-P', String(launcherPid), '-f', '(api|worker).js'], { encoding: 'utf8' });
  const kilobytes = pids
    .trim()
    .split('\n')
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}
