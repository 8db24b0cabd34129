import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { chromium, freePort } from '@wutong/core-testing';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { ENGLISH, fill, PASSWORD, press, sees, signIn, story } from './chapters';

const launcher = join(import.meta.dirname, '../../apps/wutong/bin/wutong.mjs');
const EMAIL = 'min@centre.example';
/** The link that a start prints while the centre is empty, to the end of its line. */
const SET_UP = /http\S+\/set-up\?token=\S{20,}(?=\s)/;

/** A copy of Wutong as a person starts it in a terminal, with a folder and a port of its own. */
class Copy {
  readonly home = mkdtempSync(join(tmpdir(), 'wutong-copy-'));
  text = '';
  private child: ChildProcess | null = null;

  constructor(readonly port: number) {}

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Settles when it has printed this; gives everything that it printed. */
  async start(until: RegExp): Promise<string> {
    this.text = '';
    const child = spawn(process.execPath, [launcher, 'start', '--empty'], {
      env: { ...process.env, WUTONG_LANG: 'en', WUTONG_HOME: this.home, PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      const heard = (text: Buffer): void => {
        this.text += String(text);
        if (until.test(this.text)) resolve();
      };
      child.stdout.on('data', heard);
      child.stderr.on('data', heard);
      child.once('exit', () => reject(new Error(`It ended instead of starting:\n${this.text}`)));
    });
    return this.text;
  }

  /** Ctrl-C; gives the exit code. */
  async stop(): Promise<number | null> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    return gone;
  }

  /** The processes of this copy that still run: those whose command or environment names its folder. */
  processes(): string[] {
    const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\n').filter((line) => line.includes(this.home) && !line.includes('ps axeww'));
  }
}

let one: Copy;
let other: Copy;
let browser: Browser;
let page: Page;

/** The copy at which the next window is opened. */
let at: Copy;
const { chapter, window } = story('start', () => ({
  tab: async () => (await browser.newContext({ baseURL: at.url, locale: 'en', timezoneId: 'Asia/Shanghai' })).newPage(),
  picture: async (shown, name) => void (await shown.screenshot({ path: join('tests/output/screens', `${name}.png`) })),
  finish: () => browser.close(),
}));
const windowOf = (copy: Copy, whose: string): Promise<Page> => {
  at = copy;
  return window(whose);
};

beforeAll(async () => {
  one = new Copy(await freePort());
  other = new Copy(await freePort());
  browser = await playwright.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await Promise.all([browser.close(), one.stop(), other.stop()]);
  for (const { home } of [one, other]) rmSync(home, { recursive: true, force: true });
}, 60_000);

chapter('an empty centre offers no demo, and tells its visitor how it is set up', async () => {
  await one.start(SET_UP);
  page = await windowOf(one, 'administrator');
  await page.goto('/');
  await sees(page, 'This centre is still empty');
  expect(await page.getByText('Look around the demo centre').count()).toBe(0);
});

chapter('whoever has the link from the terminal becomes the first administrator', async () => {
  const { pathname, search } = new URL(SET_UP.exec(one.text)?.[0] ?? '');
  await page.goto(pathname + search);
  await fill(page, 'Centre’s name in English', 'Riverside Model Centre');
  await fill(page, 'Your name', 'Min Yao');
  await fill(page, 'E-mail address', EMAIL);
  await fill(page, 'Password', PASSWORD);
  await press(page, 'Open the centre');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Roles' }).waitFor();
  await page.goto(pathname + search);
  await fill(page, 'Centre’s name in English', 'Another Centre');
  await fill(page, 'Your name', 'Somebody Else');
  await fill(page, 'E-mail address', 'else@centre.example');
  await fill(page, 'Password', PASSWORD);
  await press(page, 'Open the centre');
  await sees(page, 'The set-up link is printed when the program starts.');
});

chapter('a second copy runs beside it with people of its own', async () => {
  await other.start(SET_UP);
  const elsewhere = await windowOf(other, 'other-copy');
  await elsewhere.goto('/sign-in');
  await sees(elsewhere, 'This centre is still empty');
  await fill(elsewhere, ENGLISH.email, EMAIL);
  await fill(elsewhere, ENGLISH.password, PASSWORD);
  await press(elsewhere, ENGLISH.button);
  await sees(elsewhere, 'E-mail address or password is not right.');
  expect(await other.stop()).toBe(0);
  await page.goto('/admin/roles');
  await page.getByRole('heading', { level: 1 }).waitFor();
});

chapter('Ctrl-C ends every process, and starting again finds everything as it was', async () => {
  expect(await one.stop()).toBe(0);
  for (let waited = 0; one.processes().length > 0 && waited < 5000; waited += 100) await pause(100);
  expect(one.processes()).toEqual([]);
  expect(await one.start(/Wutong is running/)).not.toContain('set-up');
  page = await windowOf(one, 'administrator');
  await signIn(page, ENGLISH, EMAIL);
  await page.goto('/organisation');
  await sees(page, 'Riverside Model Centre', 'Min Yao');
});
