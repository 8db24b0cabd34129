import { test } from '@jest/globals';
import type { Journey, TabOptions } from '@wutong/core-testing';
import type { Locator, Page } from 'playwright-core';

const MINUTES = 60_000;

export interface Story {
  /** A test that goes on where the one before ended. */
  chapter(title: string, work: () => Promise<void>): void;
  /** A window of its own for this person; its picture is kept when a chapter fails. */
  window(whose: string, options?: TabOptions): Promise<Page>;
}

/**
 * One long journey in several tests. Once a chapter fails, those after it have nothing to stand on: they say so and
 * are not tried. What everybody saw when it failed is kept in tests/output/screens.
 */
export function story(name: string, journey: () => Journey): Story {
  const windows = new Map<string, Page>();
  let broken: string | null = null;
  return {
    chapter: (title, work) =>
      test(title, async () => {
        if (broken) throw new Error(`Not tried, as this failed before: ${broken}`);
        try {
          await work();
        } catch (error) {
          broken = title;
          for (const [whose, page] of windows) await journey().picture(page, `failed-${name}-${whose}`);
          throw error;
        }
      }, 2 * MINUTES),
    window: async (whose, options) => {
      const page = await journey().tab(options);
      windows.set(whose, page);
      return page;
    },
  };
}

/** Waits until the page shows each of these texts; fails with the one that is missing. */
export async function sees(page: Page, ...texts: (string | RegExp)[]): Promise<void> {
  for (const text of texts) {
    const shown = page.getByText(text).filter({ visible: true }).first();
    await shown.waitFor().catch(async () => {
      const main = await page.getByRole('main').innerText().catch(() => '');
      throw new Error(`“${String(text)}” is not on ${page.url()}, which says:\n${main.slice(0, 1500)}`);
    });
  }
}

/** What a worker does meanwhile shows when the page is read again. */
export async function seesAfterReload(page: Page, path: string, text: string | RegExp): Promise<void> {
  for (let attempt = 0; attempt < 30; attempt++) {
    await page.goto(path, { waitUntil: 'networkidle' });
    if (await page.getByText(text).first().isVisible()) return;
  }
  await sees(page, text);
}

/** The words of the main buttons that a page offers, without those of the frame around it. */
export async function offers(page: Page, ...moves: string[]): Promise<string[]> {
  const shown = await page.getByRole('main').getByRole('button').allInnerTexts();
  const words = shown.map((text) => text.trim());
  return moves.filter((move) => words.includes(move));
}

/** Ticks boxes or chooses radio buttons, as a person does: by a click on their words. */
export async function choose(page: Page, group: string, ...options: string[]): Promise<void> {
  const field = page.getByRole('group', { name: group }).or(page.getByRole('radiogroup', { name: group })).last();
  for (const option of options) await field.getByText(startingWith(option)).first().click();
}

/** The control with this label; a required one has a star behind it. */
export function field(page: Page, label: string): Locator {
  return page.getByLabel(startingWith(label, '\\s*\\*?$')).and(page.locator('input, textarea'));
}

function startingWith(words: string, ending = ''): RegExp {
  return new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${ending}`);
}

/** Fills a line of text or a number by its label. */
export async function fill(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
}

/** Presses the button of this name. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Presses a button of the dialog that is open, and waits until it has closed. */
export async function confirm(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Signs in at the door by typing. */
export async function signIn(page: Page, words: { email: string; password: string; button: string }, email: string): Promise<void> {
  await page.goto('/sign-in');
  await fill(page, words.email, email);
  await fill(page, words.password, PASSWORD);
  await press(page, words.button);
  await page.getByRole('navigation').first().waitFor();
}

export const PASSWORD = '三只蓝色鲸鱼在唱歌啊';
export const CHINESE = { email: '邮箱', password: '密码', button: '登录' };
export const ENGLISH = { email: 'E-mail address', password: 'Password', button: 'Sign in' };
