import type { Condition } from './definition';

/**
 * Whether a condition holds. `answer` gives the answer of a visible field or `undefined`; see `Condition` for what each
 * comparison means.
 */
export function holds(condition: Condition, answer: (field: string) => unknown): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, answer));
  if ('any' in condition) return condition.any.some((part) => holds(part, answer));
  if ('not' in condition) return !holds(condition.not, answer);
  const value = answer(condition.field);
  if ('present' in condition) return isAnswered(value) === condition.present;
  if (!isAnswered(value)) return false;
  const scalar = toScalar(value);
  if ('equals' in condition) return scalar === condition.equals;
  if ('in' in condition) return condition.in.some((wanted) => scalar === wanted);
  if ('contains' in condition) {
    if (Array.isArray(value)) return value.includes(condition.contains);
    return typeof value === 'string' && value.includes(String(condition.contains));
  }
  return 'gt' in condition ? precedes(condition.gt, scalar) : precedes(scalar, condition.lt);
}

/** The fields a condition asks about, each once. */
export function fieldsOf(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  if ('all' in condition) return [...new Set(condition.all.flatMap(fieldsOf))];
  if ('any' in condition) return [...new Set(condition.any.flatMap(fieldsOf))];
  if ('not' in condition) return fieldsOf(condition.not);
  return [condition.field];
}

/** Whether something was answered: blank text, empty lists, empty ranges and a consent not given are no answers. */
export function isAnswered(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isFilled(value);
  if (Array.isArray(value)) return value.length > 0;
  if ('accepted' in value) return value.accepted !== false && isFilled(value.accepted);
  if ('amount' in value) return isFilled(value.amount);
  return Object.values(value).some(isFilled);
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return value !== undefined && value !== null;
}

function toScalar(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('accepted' in value) return value.accepted;
  if ('amount' in value) return value.amount;
  return undefined;
}

function precedes(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return typeof left === 'string' && typeof right === 'string' && left < right;
}
