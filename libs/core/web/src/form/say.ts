import { useLingui } from '@lingui/react';
import type { LocalisedText } from '@wutong/core-shared';

/** Picks the viewer's language of a text that comes in both. */
export function useSay(): (text: LocalisedText | undefined) => string {
  const { i18n } = useLingui();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  return (text) => text?.[locale] ?? '';
}
