import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { RunningApp } from '../app/start-app';
import type { Visitor } from '../app/visitor';
import { chromium } from './chromium';

export interface TabOptions {
  locale?: 'zh-CN' | 'en';
  theme?: 'light' | 'dark';
  /** Whose session the tab has. */
  as?: Visitor;
  viewport?: { width: number; height: number };
}

export interface Journey {
  /** A new window with storage of its own. Its page's script errors fail the journey at `finish`. */
  tab(options?: TabOptions): Promise<Page>;
  /** Saves a picture of the page under tests/output/screens. */
  picture(page: Page, name: string): Promise<void>;
  /** Closes the browser; throws when a page logged an error or an uncaught exception. */
  finish(): Promise<void>;
}

const screens = join(import.meta.dirname, '../../../../../tests/output/screens');

/** A real browser at the running portal. */
export async function journey(app: RunningApp): Promise<Journey> {
  // Loaded here, as most specs that import this library open no browser.
  const { chromium: playwright } = await import('playwright-core');
  const args = ['--no-sandbox', '--disable-gpu'];
  const browser = await playwright.launch({ executablePath: chromium(), args });
  const faults: string[] = [];
  const open = async ({ locale = 'en', theme = 'light', as, viewport }: TabOptions): Promise<BrowserContext> => {
    const context = await browser.newContext({
      baseURL: app.url,
      locale,
      timezoneId: 'Asia/Shanghai',
      colorScheme: theme,
      reducedMotion: 'reduce',
      viewport: viewport ?? { width: 1440, height: 900 },
    });
    if (as) await context.addCookies(as.browserCookies());
    return context;
  };
  return {
    tab: async (options = {}) => {
      const page = await (await open(options)).newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
      });
      return page;
    },
    picture: async (page, name) => {
      mkdirSync(screens, { recursive: true });
      await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true });
    },
    finish: async () => {
      await browser.close();
      if (faults.length > 0) throw new Error(`The browser complained:\n${faults.join('\n')}`);
    },
  };
}
