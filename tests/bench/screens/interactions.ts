import type { Browser, Page } from 'playwright-core';
import { median } from '../figure';
import type { Cookie } from './visit';

const ROUNDS = 5;
const SLOWER = 4;
const ROWS = 1000;

/** One thing that somebody does on a page; how long until it shows is measured in the page. */
interface Deed {
  /** Brings the page to where the deed begins; not measured. */
  before?: (page: Page) => Promise<unknown>;
  act: (page: Page) => Promise<unknown>;
  /** The event that begins it. */
  on: 'click' | 'keydown';
  /** Runs in the page at each frame: whether it shows. */
  shows: string;
}

export interface Deeds {
  readonly url: string;
  readonly ready: string;
  /** Until there are as many rows as there shall be. */
  fill?: (page: Page) => Promise<unknown>;
  readonly deeds: Readonly<Record<string, Deed>>;
}

/**
 * How long each deed takes from its event to the frame that shows it, ms, on a processor four times as slow and with
 * everything fetched: page by page in turn, the first round not counted; medians.
 */
export async function interactions(
  browser: Browser,
  pages: Readonly<Record<string, Deeds>>,
  cookies: (url: string) => Cookie[],
): Promise<Record<string, Record<string, number>>> {
  const context = await browser.newContext({ locale: 'en', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } });
  try {
    const open = new Map<string, Page>();
    for (const [name, { url, ready, fill }] of Object.entries(pages)) {
      // Of the whole origin: a cookie for the page's path does not reach the API.
      await context.addCookies(cookies(new URL(url).origin));
      const page = await context.newPage();
      await page.goto(url);
      await page.locator(ready).first().waitFor({ timeout: 60_000 });
      await fill?.(page);
      const devtools = await context.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
      open.set(name, page);
    }
    const taken: Record<string, Record<string, number[]>> = {};
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, { deeds }] of Object.entries(pages)) {
        const page = open.get(name)!;
        await page.bringToFront();
        for (const [deed, what] of Object.entries(deeds)) {
          const ms = await time(page, what);
          if (round > 0) ((taken[name] ??= {})[deed] ??= []).push(ms);
        }
      }
    }
    return Object.fromEntries(
      Object.entries(taken).map(([name, deeds]) => [
        name,
        Object.fromEntries(Object.entries(deeds).map(([deed, values]) => [deed, Math.round(median(values))])),
      ]),
    );
  } finally {
    await context.close();
  }
}

async function time(page: Page, { before, act, on, shows }: Deed): Promise<number> {
  await before?.(page);
  await page.waitForTimeout(400);
  await page.evaluate(stopwatch(on, shows));
  await act(page);
  return page.evaluate('taken');
}

/** Script that makes `taken` a promise of the ms from the next such event to the end of the frame that shows the outcome. */
const stopwatch = (event: string, shows: string): string => `void (taken = new Promise((resolve) => {
  const begin = ({ timeStamp }) => {
    const look = () => requestAnimationFrame(() => {
      if (${shows}) setTimeout(() => resolve(performance.now() - timeStamp));
      else look();
    });
    look();
  };
  document.addEventListener('${event}', begin, { capture: true, once: true });
}))`;

const key = (selector: string, shows: string): Deed => ({
  before: async (page) => {
    await page.locator(selector).fill('');
    await page.waitForTimeout(600);
  },
  act: (page) => page.keyboard.press('e'),
  on: 'keydown',
  shows,
});

/** The list pattern of the portal with 1,000 rows that it sorts itself; WUTONG_GALLERY builds it. */
export const ourList = (origin: string): Deeds => ({
  url: `${origin}/gallery/list`,
  ready: 'tbody tr[data-row]',
  async fill(page) {
    for (let rows = 100; rows < ROWS; rows += 100) {
      await page.getByRole('button', { name: 'Load more' }).click();
      await page.getByText(new RegExp(`^${rows + 100} shown`)).waitFor();
    }
  },
  deeds: {
    sort: {
      act: (page) => page.locator('thead button').first().click(),
      before: (page) => page.evaluate(`globalThis.topRow = document.querySelector('tr[data-row]').dataset.row`),
      on: 'click',
      shows: `document.querySelector('tr[data-row]').dataset.row !== topRow`,
    },
    key: key('main input[type=search]', `document.querySelector('main input[type=search]').value === 'e'`),
    menu: {
      before: async (page) => {
        await page.keyboard.press('Escape');
        await page.locator('main input[type=search]').fill('');
        await page.locator('[data-row-menu]').nth(3).hover();
      },
      act: (page) => page.locator('[data-row-menu]').nth(3).click(),
      on: 'click',
      shows: `document.querySelector('[role=menuitem]') !== null`,
    },
    theme: {
      before: async (page) => {
        await page.keyboard.press('Escape');
        await page.evaluate(`document.documentElement.classList.remove('dark')`);
        await page.getByRole('button', { name: /Your account/ }).click();
      },
      act: (page) => page.getByRole('menuitem', { name: 'Dark' }).click(),
      on: 'click',
      shows: `document.documentElement.classList.contains('dark') && document.querySelector('[role=menu]') === null`,
    },
  },
});

/** The form with dates and numbers that opens a round of admission: fetched when it is first opened. */
export const ourForm = (origin: string): Deeds => ({
  url: `${origin}/tenancy/applications`,
  ready: 'tbody tr[data-row]',
  deeds: {
    form: {
      before: (page) => page.keyboard.press('Escape'),
      act: (page) => page.getByRole('button', { name: 'Open a round' }).click(),
      on: 'click',
      shows: `document.querySelector('[role=dialog] [role=spinbutton]') !== null`,
    },
  },
});

/** The plain page with as many rows, all drawn. */
export const plainList = (origin: string): Deeds => ({
  url: `${origin}/tenancy/tenants?rows=${ROWS}`,
  ready: 'tbody tr',
  deeds: {
    sort: {
      before: (page) => page.evaluate(`globalThis.topRow = document.querySelector('tbody a').href`),
      act: (page) => page.locator('thead button').first().click(),
      on: 'click',
      shows: `document.querySelector('tbody a').href !== topRow`,
    },
    key: key('input[type=search]', `document.querySelector('input[type=search]').value === 'e'`),
    menu: {
      before: (page) => page.evaluate(`document.querySelector('details[open]')?.removeAttribute('open')`),
      act: (page) => page.locator('summary').nth(3).click(),
      on: 'click',
      shows: `document.querySelector('details[open]') !== null`,
    },
  },
});
