import type { Locale } from '../context/ctx';
import { paramsOf, subjectOf, type NotificationRow } from './notifications';
import type { Reader } from './people';
import { formatter, topicNamed } from './topic';

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

interface Item {
  readonly title: string;
  readonly body: string;
  readonly link: string | null;
}

/** One letter of these notifications, in the reader's language; null when there is nothing to say. */
export function digestOf(
  rows: readonly NotificationRow[], reader: Reader, address: (path: string) => string,
): Letter | null {
  const format = formatter(reader.locale, reader.timeZone);
  const items = rows.flatMap((row): Item[] => {
    const topic = topicNamed(row.topic);
    if (!topic) return [];
    const params = paramsOf(row);
    const path = topic.link?.(params, subjectOf(row)) ?? null;
    return [
      {
        title: topic.title[reader.locale](params, format),
        body: topic.body[reader.locale](params, format),
        link: path === null ? null : address(path),
      },
    ];
  });
  const [only] = items;
  if (!only) return null;
  const words = WORDS[reader.locale];
  const parts = items.length === 1 ? [paragraph(only, false)] : items.map((item) => paragraph(item, true));
  return {
    subject: items.length === 1 ? only.title : words.many(items.length),
    body: [words.hello(reader.name), ...parts, words.settings(address('/account/notifications'))].join('\n\n'),
  };
}

function paragraph({ title, body, link }: Item, titled: boolean): string {
  return [...(titled ? [title] : []), body, ...(link === null ? [] : [link])].join('\n');
}

const WORDS: Readonly<Record<Locale, {
  hello: (name: string) => string; many: (count: number) => string; settings: (link: string) => string;
}>> = {
  en: {
    hello: (name) => `Dear ${name},`,
    many: (count) => `${count} new notifications from Wutong`,
    settings: (link) => `Choose which mails you get: ${link}`,
  },
  'zh-CN': {
    hello: (name) => `${name}，您好：`,
    many: (count) => `梧桐：您有 ${count} 条新通知`,
    settings: (link) => `选择接收哪些邮件：${link}`,
  },
};
