import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort, Visitor } from '@wutong/core-testing';

const launcher = join(import.meta.dirname, '../../apps/wutong/bin/wutong.mjs');

/** `wutong …` as a person runs it, with what it printed so far. */
class Terminal {
  text = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], env: Record<string, string>) {
    this.child = spawn(process.execPath, [launcher, ...args], {
      env: { ...process.env, WUTONG_LANG: 'en', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.child;
    for (const stream of [stdout, stderr]) stream?.on('data', (text) => (this.text += String(text)));
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  /** Waits until this was printed; fails with everything that was printed instead. */
  async saw(text: string): Promise<void> {
    const alive = (): boolean => this.child.exitCode === null && this.child.signalCode === null;
    for (let waited = 0; !this.text.includes(text); waited += 50) {
      if (!alive() || waited > 90_000) throw new Error(`“${text}” was not printed, but:\n${this.text}`);
      await pause(50);
    }
  }
}

let home: string;
let port: string;
let terminal: Terminal | undefined;

const start = async (...args: string[]): Promise<Terminal> => {
  terminal = new Terminal(['start', '--empty', ...args], { WUTONG_HOME: home, PORT: port });
  await terminal.saw('Wutong is running');
  return terminal;
};
const page = (path: string): Promise<Response> => new Visitor(`http://localhost:${port}`).fetch(path);

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wutong-start-'));
  port = String(await freePort());
});
afterAll(async () => {
  terminal?.child.kill('SIGTERM');
  await terminal?.ended;
  rmSync(home, { recursive: true, force: true });
});

test('one command brings up an empty centre, and says where to set it up', async () => {
  const { text } = await start();
  expect(text).toContain(`http://localhost:${port}`);
  expect(text).toMatch(/\/set-up\?token=\S{20,}/);
  expect(await (await page('/')).text()).toContain('<!doctype html>');
}, 120_000);

test('a second start on the same port says so in one line and leaves the first alone', async () => {
  const second = new Terminal(['start'], { WUTONG_HOME: join(home, 'other'), PORT: port });
  expect(await second.ended).toBe(1);
  expect(second.text).toBe(`Port ${port} is in use. Choose another one: PORT=${Number(port) + 1} npm start\n`);
  expect((await page('/readyz')).status).toBe(200);
});

test('other commands work beside a running portal, on the same database', async () => {
  const admin = { WUTONG_ADMIN_EMAIL: 'min@example.cn', WUTONG_ADMIN_PASSWORD: '三只蓝色鲸鱼在唱歌啊' };
  const create = new Terminal(['admin', 'create'], { WUTONG_HOME: home, ...admin });
  expect([await create.ended, create.text]).toEqual([0, 'The administrator can sign in now.\n']);
  const visitor = new Visitor(`http://localhost:${port}`);
  await visitor.signIn(admin.WUTONG_ADMIN_EMAIL, admin.WUTONG_ADMIN_PASSWORD);
}, 60_000);

test('everything stops within seconds, and starting again finds it as it was without asking anew', async () => {
  const began = Date.now();
  terminal?.child.kill('SIGINT');
  expect(await terminal?.ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(10_000);
  const { text } = await start();
  expect(text).not.toContain('set-up');
  await new Visitor(`http://localhost:${port}`).signIn('min@example.cn', '三只蓝色鲸鱼在唱歌啊');
}, 120_000);

test('after the launcher was killed outright, nothing is left behind and the next start works', async () => {
  terminal?.child.kill('SIGKILL');
  await terminal?.ended;
  for (let waited = 0; await page('/').then(() => true, () => false); waited += 100) {
    if (waited > 15_000) throw new Error('The API outlived its launcher');
    await pause(100);
  }
  await start();
  expect((await page('/readyz')).status).toBe(200);
}, 120_000);
