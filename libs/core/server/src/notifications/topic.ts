import type { Locale } from '../context/ctx';
import type { Say } from '../errors/app-error';

/** How a person wants the mails of a topic: at once, gathered once a day, or not at all. */
export type MailMode = 'immediate' | 'daily' | 'off';
export const MAIL_MODES: readonly MailMode[] = ['immediate', 'daily', 'off'];

/** Writes values the way the reader reads them. */
export interface Formatter {
  /** A day: 23 November 2026, 2026年11月23日. */
  date(at: Date): string;
  /** A day and a time in the reader's zone. */
  time(at: Date): string;
}

export type Words<P> = Readonly<Record<Locale, (params: P, format: Formatter) => string>>;

export interface Subject {
  readonly type: string;
  readonly id: string;
  /** Whose it is; people with a conflict of interest in that organisation are told nothing. */
  readonly organisationId: string | null;
}

export interface TopicDefinition<P> {
  /** What it is called among a person's settings: “Steps of an application”. */
  readonly label: Say;
  /** One line, no full stop; also the mail's subject. */
  readonly title: Words<P>;
  /** One to three sentences: what happened and what to do now. */
  readonly body: Words<P>;
  /** Path in the portal where the reader goes on. */
  readonly link?: (params: P, subject: Subject | null) => string;
  /** Unless the person chose otherwise; `immediate` when not said. */
  readonly mail?: MailMode;
  /** Cannot be turned off: what a person must be told. */
  readonly always?: true;
}

export interface Topic<P> extends TopicDefinition<P> {
  readonly name: string;
}

const catalogue = new Map<string, Topic<never>>();

/**
 * Adds a topic to the catalogue; a slice does so once, where its events are handled. `P` is plain data, ids and scalars
 * (dates and bigints allowed), kept with each notification and put into words when somebody reads it.
 */
export function defineTopic<P extends object>(name: string, definition: TopicDefinition<P>): Topic<P> {
  if (catalogue.has(name)) throw new Error(`The topic ${name} is defined twice`);
  const topic = { ...definition, name };
  catalogue.set(name, topic);
  return topic;
}

/** Null for a topic of former times. */
export function topicNamed(name: string): Topic<Record<string, unknown>> | null {
  return (catalogue.get(name) as Topic<Record<string, unknown>> | undefined) ?? null;
}

export function allTopics(): Topic<never>[] {
  return [...catalogue.values()];
}

export function formatter(locale: Locale, timeZone: string): Formatter {
  const tag = locale === 'en' ? 'en-GB' : 'zh-CN';
  return {
    date: (at) => new Intl.DateTimeFormat(tag, { timeZone, dateStyle: 'long' }).format(at),
    time: (at) => new Intl.DateTimeFormat(tag, { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(at),
  };
}
