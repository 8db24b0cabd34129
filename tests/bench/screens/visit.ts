import type { Browser, CDPSession } from 'playwright-core';

/** DevTools’ “Fast 4G” and a processor four times as slow: a phone of some years, or an office notebook on the move. */
const FAST_4G = { offline: false, latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 };
const SLOWER = 4;

export interface Visit {
  /** Largest contentful paint, ms after the navigation began. */
  readonly lcp: number;
  /** What long tasks took beyond 50 ms each, until the page was quiet. */
  readonly blocking: number;
  /** Cumulative layout shift. */
  readonly shift: number;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly url: string;
}

type Seen = { -readonly [What in keyof Visit]: Visit[What] };

/** One first visit, nothing cached, until the rows stand and the page is quiet. */
export async function visit(browser: Browser, url: string, cookies: Cookie[]): Promise<Visit> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ locale: 'en', timezoneId: 'Asia/Shanghai', viewport });
  try {
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.addInitScript(observe);
    const devtools: CDPSession = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', FAST_4G);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
    await page.locator('tbody tr').nth(20).waitFor({ timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1500);
    return { ...(await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)) };
  } finally {
    await context.close();
  }
}

/** Of the kinds of entry that are observed, all together. */
interface Entry {
  readonly startTime: number;
  readonly duration: number;
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** Runs in the page, before anything of it. */
function observe(): void {
  const seen: Seen = { lcp: 0, blocking: 0, shift: 0 };
  (globalThis as unknown as { seen: Seen }).seen = seen;
  const watch = (type: string, each: (entry: Entry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => each(entry as unknown as Entry))).observe({
      type, buffered: true,
    } as never);
  watch('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
  watch('longtask', (entry) => (seen.blocking += Math.max(0, entry.duration - 50)));
  watch('layout-shift', (entry) => (seen.shift += entry.hadRecentInput ? 0 : entry.value));
}
