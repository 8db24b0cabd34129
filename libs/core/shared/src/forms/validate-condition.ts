import type { FieldType } from './definition';
import type { Report } from './validate-definition';
import { isRecord } from './read-answer';

const DEEPEST = 16;
const TESTS = ['equals', 'in', 'contains', 'gt', 'lt', 'present'];

/** The kind of scalar that `equals`, `in`, `gt` and `lt` see of an answer; types left out have none. */
const SCALAR: Partial<Record<FieldType, 'string' | 'number' | 'boolean'>> = {
  text: 'string',
  longText: 'string',
  number: 'number',
  integer: 'number',
  money: 'number',
  quantity: 'number',
  date: 'string',
  month: 'string',
  choice: 'string',
  boolean: 'boolean',
  email: 'string',
  url: 'string',
  phone: 'string',
  country: 'string',
  province: 'string',
  organisationId: 'string',
  consent: 'boolean',
};
const ORDERED: readonly FieldType[] = ['number', 'integer', 'money', 'quantity', 'date', 'month'];
const CONTAINERS: readonly FieldType[] = ['multiChoice', 'files', 'text', 'longText', 'email', 'url'];

/** Reports what is wrong with a condition over fields of the given types. */
export function checkCondition(
  condition: unknown,
  path: string,
  types: ReadonlyMap<string, FieldType>,
  report: Report,
  depth = 0,
): void {
  if (!isRecord(condition) || depth > DEEPEST) {
    report(path, 'badCondition', '条件格式不对或嵌套过深', 'This is no condition, or nested too deeply');
    return;
  }
  const names = Object.keys(condition);
  if (names.length === 1 && (names[0] === 'all' || names[0] === 'any')) {
    const parts = condition[names[0]];
    if (Array.isArray(parts)) {
      parts.forEach((part, i) => checkCondition(part, `${path}.${names[0]}.${i}`, types, report, depth + 1));
      return;
    }
  } else if (names.length === 1 && names[0] === 'not') {
    checkCondition(condition.not, `${path}.not`, types, report, depth + 1);
    return;
  } else if (typeof condition.field === 'string' && names.length === 2) {
    const test = names.find((name) => TESTS.includes(name));
    if (test !== undefined) {
      checkComparison(condition.field, test, condition[test], path, types, report);
      return;
    }
  }
  const [zh, en] = ['条件须为 all、any、not 之一，或一个字段加一种比较', 'Use all, any, not, or one field with one test'];
  report(path, 'badCondition', zh, en);
}

function checkComparison(
  field: string,
  test: string,
  wanted: unknown,
  path: string,
  types: ReadonlyMap<string, FieldType>,
  report: Report,
): void {
  if (!types.has(field)) {
    report(`${path}.field`, 'unknownField', `没有字段“${field}”`, `There is no field “${field}”`);
    return;
  }
  const type = types.get(field) as FieldType;
  if (isPossible(type, test, wanted)) return;
  const [zh, en] = [`“${field}”不能这样比较`, `“${field}” cannot be compared in this way`];
  report(`${path}.${test}`, 'impossibleComparison', zh, en);
}

function isPossible(type: FieldType, test: string, wanted: unknown): boolean {
  if (test === 'present') return typeof wanted === 'boolean';
  if (test === 'contains') return CONTAINERS.includes(type) && typeof wanted === 'string';
  const scalar = SCALAR[type];
  if (scalar === undefined) return false;
  if (test === 'in') return Array.isArray(wanted) && wanted.every((item) => typeof item === scalar);
  return typeof wanted === scalar && (test === 'equals' || ORDERED.includes(type));
}
