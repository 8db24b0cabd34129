import type { Condition, FieldDefinition, LocalisedText, Option } from '@wutong/core-shared';
import type { Purpose } from '../request/request-words';

/** The kinds of question that a request can answer, the usual ones first. */
export const KINDS = ['text', 'longText', 'integer', 'number', 'choice', 'multiChoice', 'boolean', 'date', 'month', 'money', 'url'] as const;
export type Kind = (typeof KINDS)[number];

export type Need = 'optional' | 'always' | 'from';

/** A question as an author thinks of it. */
export interface Question {
  /** Absent on a new one, which gets it from its English label. */
  readonly key?: string;
  readonly kind: Kind;
  readonly label: LocalisedText;
  readonly help: LocalisedText;
  /** For which purposes it is asked; empty for all. */
  readonly purposes: readonly Purpose[];
  readonly need: Need;
  /** GPU-hours from which an answer is needed. */
  readonly fromHours: number | null;
  readonly options: readonly { readonly value?: string; readonly label: LocalisedText }[];
}

const NO_TEXT: LocalisedText = { en: '', 'zh-CN': '' };
export const NEW_QUESTION: Question = {
  kind: 'text', label: NO_TEXT, help: NO_TEXT, purposes: [], need: 'optional', fromHours: 10_000, options: [{ label: NO_TEXT }, { label: NO_TEXT }],
};

/** A stored question as an author thinks of it; null where it depends on more than a purpose and a size, as an interface can make it. */
export function toQuestion(field: FieldDefinition): Question | null {
  const { key, type, label, help = NO_TEXT, visibleWhen, requiredWhen, required } = field;
  const kind = KINDS.find((one) => one === type);
  const purposes = visibleWhen === undefined ? [] : purposesOf(visibleWhen);
  const fromHours = requiredWhen === undefined ? null : hoursOf(requiredWhen);
  if (!kind || !purposes || (requiredWhen !== undefined && fromHours === null)) return null;
  const need = required ? 'always' : requiredWhen === undefined ? 'optional' : 'from';
  const options = 'options' in field ? field.options.map(({ value, label }) => ({ value, label })) : NEW_QUESTION.options;
  return { key, kind, label, help, purposes, need, fromHours: fromHours ?? NEW_QUESTION.fromHours, options };
}

function purposesOf(condition: Condition): Purpose[] | null {
  return 'in' in condition && condition.field === 'purposeKind' ? (condition.in as Purpose[]) : null;
}

function hoursOf(condition: Condition): number | null {
  return 'gt' in condition && condition.field === 'gpuHours' && typeof condition.gt === 'number' ? condition.gt + 1 : null;
}

/**
 * The question as it is stored. What an author does not see here (limits, a pattern) stays as it was in `before` while
 * the kind stays; keys of questions and values of options stay for good, since answers are kept by them.
 */
export function toField(question: Question, before: FieldDefinition | undefined, taken: ReadonlySet<string>): FieldDefinition {
  const { kind, label, help, purposes, need, fromHours } = question;
  const { visibleWhen: _, requiredWhen: __, required: ___, help: ____, ...kept } = before?.type === kind ? before : ({} as Partial<FieldDefinition>);
  const field = {
    ...kept,
    key: question.key ?? newKey(label.en, taken),
    type: kind,
    label,
    ...(help.en || help['zh-CN'] ? { help } : {}),
    ...(purposes.length > 0 ? { visibleWhen: { field: 'purposeKind', in: purposes } } : {}),
    ...(need === 'always' ? { required: true } : {}),
    ...(need === 'from' && fromHours !== null ? { requiredWhen: { field: 'gpuHours', gt: fromHours - 1 } } : {}),
    ...(hasOptions(kind) ? { options: toOptions(question.options) } : {}),
  };
  return field as FieldDefinition;
}

export const hasOptions = (kind: Kind): boolean => kind === 'choice' || kind === 'multiChoice';

function toOptions(options: Question['options']): Option[] {
  const taken = new Set(options.flatMap(({ value }) => value ?? []));
  return options.map(({ value, label }) => {
    const mine = value ?? newKey(label.en, taken);
    taken.add(mine);
    return { value: mine, label };
  });
}

/** A key from the first words of an English text, unlike those that are taken: `tokensToTrain2`. */
export function newKey(text: string, taken: ReadonlySet<string>): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g)?.slice(0, 4) ?? [];
  const joined = words.map((word, place) => (place === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const base = /^[a-z]/.test(joined) ? joined.slice(0, 40) : `q${joined.slice(0, 40)}`;
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}${n}`;
    if (!taken.has(key)) return key;
  }
}

export interface Changes<Item> {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  readonly changed: readonly Item[];
  /** The same ones in another order. */
  readonly isMoved: boolean;
}

/** What a version has made different from the one before it. */
export function changesBetween<Item extends { readonly key: string }>(before: readonly Item[], after: readonly Item[]): Changes<Item> {
  const old = new Map(before.map((field) => [field.key, field]));
  const now = new Map(after.map((field) => [field.key, field]));
  const same = (field: Item) => JSON.stringify(ordered(old.get(field.key))) === JSON.stringify(ordered(field));
  const common = (fields: readonly Item[]) => fields.map(({ key }) => key).filter((key) => old.has(key) && now.has(key)).join();
  return {
    added: after.filter(({ key }) => !old.has(key)),
    removed: before.filter(({ key }) => !now.has(key)),
    changed: after.filter((field) => old.has(field.key) && !same(field)),
    isMoved: common(before) !== common(after),
  };
}

/** With properties in one order at every depth: PostgreSQL keeps them in an order of its own. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, ordered(part)]));
}
