import type { Messages } from '@lingui/core';
import type { LoadMessages } from '@wutong/core-web';

type Catalogue = { messages: Messages };

const chinese = import.meta.glob<Catalogue>([
  '../../../libs/*/web/src/locales/zh-CN.po',
  './locales/zh-CN.po',
]);
const english = import.meta.glob<Catalogue>(['../../../libs/*/web/src/locales/en.po', './locales/en.po']);

/** Gives all catalogues of one language, merged; the build puts them into one file a language. */
export const loadMessages: LoadMessages = async (locale) => {
  const loaders = Object.values(locale === 'en' ? english : chinese);
  const catalogues = await Promise.all(loaders.map((load) => load()));
  return Object.assign({}, ...catalogues.map((catalogue) => catalogue.messages)) as Messages;
};
