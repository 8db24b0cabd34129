import { isAnswered } from './condition';
import type { ColumnDefinition } from './definition';

/** An answer brought into its canonical shape, or why it has none. Blank answers have no value and no problem. */
export interface ReadAnswer {
  readonly value?: unknown;
  readonly problem?: 'wrongType' | 'badCharacters';
}

const BLANK: ReadAnswer = {};
const WRONG: ReadAnswer = { problem: 'wrongType' };

/** Reads one answer by its field's type. Extra properties fall away; what cannot be stored is refused. */
export function readAnswer(field: ColumnDefinition, raw: unknown): ReadAnswer {
  if (!isAnswered(raw)) return BLANK;
  switch (field.type) {
    case 'number':
      return typeof raw === 'number' && Number.isFinite(raw) ? { value: raw } : WRONG;
    case 'integer':
    case 'money':
      return Number.isSafeInteger(raw) ? { value: raw } : WRONG;
    case 'boolean':
      return typeof raw === 'boolean' ? { value: raw } : WRONG;
    case 'quantity':
      return isRecord(raw) && Number.isSafeInteger(raw.amount) && typeof raw.unit === 'string'
        ? { value: { amount: raw.amount, unit: raw.unit } }
        : WRONG;
    case 'dateRange':
      return readRange(raw);
    case 'consent':
      return isRecord(raw) && raw.accepted === true && typeof raw.version === 'string'
        ? { value: { accepted: true, version: raw.version } }
        : WRONG;
    case 'multiChoice':
    case 'files':
      return Array.isArray(raw) && raw.every((item) => typeof item === 'string') ? readStrings(raw) : WRONG;
    case 'text':
    case 'longText':
    case 'date':
    case 'month':
    case 'choice':
    case 'email':
    case 'url':
    case 'phone':
    case 'country':
    case 'province':
    case 'organisationId':
      return typeof raw === 'string' ? readStrings([raw], raw) : WRONG;
  }
}

/** A plain record with keys of its own: not a list, not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readRange(raw: unknown): ReadAnswer {
  if (!isRecord(raw)) return WRONG;
  const range: { start?: string; end?: string } = {};
  for (const end of ['start', 'end'] as const) {
    const day = raw[end];
    if (!isAnswered(day)) continue;
    if (typeof day !== 'string') return WRONG;
    range[end] = day;
  }
  return { value: range };
}

/** A database's text holds neither NUL nor half a surrogate pair. */
function readStrings(items: readonly string[], value: unknown = items): ReadAnswer {
  const storable = items.every((item) => !item.includes('\0') && item.isWellFormed());
  return storable ? { value } : { problem: 'badCharacters' };
}
