import { useLingui } from '@lingui/react';

/** Picks the name in the viewer's language of something that has one in each. */
export function useName(): (thing: { nameZh: string; nameEn: string }) => string {
  const { i18n } = useLingui();
  const isEnglish = i18n.locale === 'en';
  return ({ nameZh, nameEn }) => (isEnglish ? nameEn || nameZh : nameZh || nameEn);
}
