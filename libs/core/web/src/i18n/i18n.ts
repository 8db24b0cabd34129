import { i18n, type Messages } from '@lingui/core';
import type { Locale } from '@wutong/core-shared';

export type LoadMessages = (locale: Locale) => Promise<Messages>;

let load: LoadMessages | undefined;

/** Says how the catalogues of a language are fetched, and puts the page's language in force. */
export async function startI18n(loadMessages: LoadMessages): Promise<void> {
  load = loadMessages;
  await setLocale(document.documentElement.lang === 'en' ? 'en' : 'zh-CN');
}

/** Changes the language at once, on this device; the viewer's profile is changed by its own page. */
export async function setLocale(locale: Locale): Promise<void> {
  if (!load) throw new Error('startI18n comes first');
  i18n.loadAndActivate({ locale, messages: await load(locale) });
  document.documentElement.lang = locale;
  remember('locale', locale);
}

/** Keeps a choice of this device. A browser that refuses storage forgets it at the next visit. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`wutong.${key}`, value);
  } catch {
    return;
  }
}

/** Reads a choice of this device. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`wutong.${key}`);
  } catch {
    return null;
  }
}
