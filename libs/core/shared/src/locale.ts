/** The two languages in which everything a person reads exists. */
export type Locale = 'zh-CN' | 'en';

export const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

/** One text in both languages. */
export type LocalisedText = Readonly<Record<Locale, string>>;
