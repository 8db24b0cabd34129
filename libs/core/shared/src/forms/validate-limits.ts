import { dayNumber } from './check-answer';
import { isRecord } from './read-answer';
import type { Loose, Report } from './validate-definition';

const COUNTS = [
  'minCharacters',
  'maxCharacters',
  'minWords',
  'maxWords',
  'decimals',
  'maxDays',
  'minChoices',
  'maxChoices',
  'maxSizeBytes',
  'maxFiles',
  'minRows',
  'maxRows',
];
const PAIRS = [
  ['min', 'max'],
  ['minCharacters', 'maxCharacters'],
  ['minWords', 'maxWords'],
  ['minChoices', 'maxChoices'],
  ['minRows', 'maxRows'],
] as const;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Reports limits of a field that are none: of another type, the wrong way round, or a pattern that does not parse. */
export function checkLimits(field: Loose, path: string, report: Report): void {
  for (const name of COUNTS) {
    const value = field[name];
    if (value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)) continue;
    report(`${path}.${name}`, 'wrongType', '应为非负整数', 'Must be a whole number from 0');
  }
  for (const name of ['min', 'max']) {
    if (field[name] !== undefined && !isLimit(field.type, field[name])) {
      report(`${path}.${name}`, 'wrongType', '与字段类型不符', 'Does not fit the type of the field');
    }
  }
  for (const [low, high] of PAIRS) {
    const [min, max] = [field[low], field[high]];
    const reversed = typeof min === 'number' ? typeof max === 'number' && min > max : isLater(min, max);
    if (reversed) report(`${path}.${high}`, 'reversedLimits', '上限小于下限', 'The upper limit is below the lower');
  }
  if (field.pattern !== undefined) checkPattern(field.pattern, `${path}.pattern`, report);
  for (const [name, needed] of [['units', field.type === 'quantity'], ['accept', false]] as const) {
    const list = field[name];
    if (list === undefined && !needed) continue;
    const isText = (item: unknown) => typeof item === 'string' && item !== '';
    if (Array.isArray(list) && list.length > 0 && list.every(isText)) continue;
    report(`${path}.${name}`, 'wrongType', '应为非空的文本列表', 'Must be a list of texts, not empty');
  }
}

function isLimit(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'month':
      return typeof value === 'string' && MONTH.test(value);
    case 'date':
    case 'dateRange':
      return typeof value === 'string' && dayNumber(value) !== undefined;
    default:
      return Number.isSafeInteger(value);
  }
}

function isLater(min: unknown, max: unknown): boolean {
  return typeof min === 'string' && typeof max === 'string' && min > max;
}

function checkPattern(pattern: unknown, path: string, report: Report): void {
  if (!isRecord(pattern) || typeof pattern.regex !== 'string' || !isRecord(pattern.message)) {
    report(path, 'badPattern', '须有 regex 和 message', 'Give regex and message');
    return;
  }
  if (typeof pattern.message['zh-CN'] !== 'string' || typeof pattern.message.en !== 'string') {
    report(`${path}.message`, 'untranslated', '须同时提供中文和英文', 'Give the text in Chinese and in English');
  }
  try {
    new RegExp(`^(?:${pattern.regex})$`, 'u');
  } catch {
    report(`${path}.regex`, 'badPattern', '正则表达式有误', 'The regular expression does not parse');
  }
}
