import type { LocalisedText } from '../locale';
import { countText } from './count-text';
import type {
  ColumnDefinition,
  FileFacts,
  FilesField,
  FormErrorCode,
  LongTextField,
  MoneyField,
  MultiChoiceField,
  NumberField,
  TextField,
} from './definition';
import { organisationIdProblem } from './organisation-id';
import { COUNTRY_CODES, PROVINCES } from './places';

export interface Fault {
  readonly code: FormErrorCode;
  readonly params: Readonly<Record<string, string | number | LocalisedText>>;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;
const URL_SHAPE = /^https?:\/\/[^\s/?#@:.]+(\.[^\s/?#@:.]+)+(:\d{1,5})?([/?#]\S*)?$/i;
const INTERNATIONAL_PHONE = /^\+[1-9]\d{6,14}$/;
const MAINLAND_PHONE = /^(1[3-9]\d{9}|0\d{9,11}|[48]00\d{7})$/;
const PHONE_PUNCTUATION = /[\s()（）-]/g;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DAY_MS = 86_400_000;

/** What is wrong with an answer that has its type's shape. `files` holds the facts of uploaded files, if known. */
export function checkAnswer(
  field: ColumnDefinition,
  value: unknown,
  files: ReadonlyMap<string, FileFacts> | undefined,
): readonly Fault[] {
  switch (field.type) {
    case 'text':
      return checkText(field, value as string);
    case 'longText':
      return checkLongText(field, value as string);
    case 'number':
    case 'integer':
    case 'money':
      return checkNumber(field, value as number);
    case 'quantity': {
      const { amount, unit } = value as { amount: number; unit: string };
      if (!field.units.includes(unit)) return fault('unitNotAllowed', { unit, allowed: field.units.join(', ') });
      return limits(amount, field.min, field.max, 'tooSmall', 'tooLarge');
    }
    case 'date':
      if (dayNumber(value as string) === undefined) return fault('invalidDate');
      return limits(value as string, field.min, field.max, 'tooEarly', 'tooLate');
    case 'month':
      if (!MONTH.test(value as string)) return fault('invalidMonth');
      return limits(value as string, field.min, field.max, 'tooEarly', 'tooLate');
    case 'dateRange':
      return checkRange(field, value as { start?: string; end?: string });
    case 'choice':
      return unless(field.options.some((option) => option.value === value), 'notAnOption', { value: value as string });
    case 'multiChoice':
      return checkChoices(field, value as readonly string[]);
    case 'boolean':
      return [];
    case 'email':
      return unless((value as string).length <= 254 && EMAIL.test(value as string), 'invalidEmail');
    case 'url':
      return unless((value as string).length <= 2048 && URL_SHAPE.test(value as string), 'invalidUrl');
    case 'phone': {
      const digits = (value as string).replace(PHONE_PUNCTUATION, '');
      return unless(INTERNATIONAL_PHONE.test(digits) || MAINLAND_PHONE.test(digits), 'invalidPhone');
    }
    case 'country':
      return unless(COUNTRY_CODES.includes(value as string), 'invalidCountry');
    case 'province':
      return unless(Object.hasOwn(PROVINCES, value as string), 'invalidProvince');
    case 'organisationId': {
      const problem = organisationIdProblem(value as string);
      if (problem === undefined) return [];
      return fault(problem === 'shape' ? 'organisationIdShape' : 'organisationIdCheck');
    }
    case 'files':
      return checkFiles(field, value as readonly string[], files);
    case 'consent':
      return unless((value as { version: string }).version === field.version, 'consentOutdated');
  }
}

/** Days since 1970-01-01 of a calendar day `YYYY-MM-DD`; `undefined` when there is no such day. */
export function dayNumber(day: string): number | undefined {
  const match = DAY.exec(day);
  if (match === null) return undefined;
  const instant = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(instant).toISOString().slice(0, 10) === day ? instant / DAY_MS : undefined;
}

function checkText(field: TextField, value: string): readonly Fault[] {
  const { characters } = countText(value);
  const length = checkLength(field, characters);
  // A text that is too long is not matched: the pattern's cost stays bounded.
  if (length.length > 0 || field.pattern === undefined) return length;
  const { regex, message } = field.pattern;
  return unless(new RegExp(`^(?:${regex})$`, 'u').test(value), 'pattern', { message });
}

function checkLongText(field: LongTextField, value: string): readonly Fault[] {
  const { characters, words } = countText(value);
  const faults = [...checkLength(field, characters)];
  if (field.minWords !== undefined && words < field.minWords) {
    faults.push(...fault('tooFewWords', { min: field.minWords, actual: words }));
  }
  if (field.maxWords !== undefined && words > field.maxWords) {
    faults.push(...fault('tooManyWords', { max: field.maxWords, actual: words }));
  }
  return faults;
}

function checkLength(field: TextField | LongTextField, actual: number): readonly Fault[] {
  const { minCharacters: min, maxCharacters: max } = field;
  if (min !== undefined && actual < min) return fault('tooShort', { min, actual });
  return max !== undefined && actual > max ? fault('tooLong', { max, actual }) : [];
}

function checkNumber(field: NumberField | MoneyField | { type: 'integer' }, value: number): readonly Fault[] {
  const { min, max } = field as NumberField;
  if (field.type === 'money') return limits(value, min, max, 'moneyTooSmall', 'moneyTooLarge');
  const faults = [...limits(value, min, max, 'tooSmall', 'tooLarge')];
  if (field.type === 'number' && field.decimals !== undefined && Number(value.toFixed(field.decimals)) !== value) {
    faults.push(...fault('tooManyDecimals', { decimals: field.decimals }));
  }
  return faults;
}

function checkRange(
  field: { min?: string; max?: string; maxDays?: number },
  range: { start?: string; end?: string },
): readonly Fault[] {
  if (range.start === undefined || range.end === undefined) return fault('rangeIncomplete');
  const start = dayNumber(range.start);
  const end = dayNumber(range.end);
  if (start === undefined || end === undefined) return fault('invalidDate');
  if (end < start) return fault('rangeReversed');
  if (field.maxDays !== undefined && end - start + 1 > field.maxDays) {
    return fault('rangeTooLong', { max: field.maxDays, actual: end - start + 1 });
  }
  return [
    ...limits(range.start, field.min, undefined, 'tooEarly', 'tooLate'),
    ...limits(range.end, undefined, field.max, 'tooEarly', 'tooLate'),
  ];
}

function checkChoices(field: MultiChoiceField, chosen: readonly string[]): readonly Fault[] {
  const options = new Set(field.options.map((option) => option.value));
  const unknown = chosen.find((value) => !options.has(value));
  if (unknown !== undefined) return fault('notAnOption', { value: unknown });
  const repeated = firstRepeated(chosen);
  if (repeated !== undefined) return fault('duplicate', { value: repeated });
  const { minChoices: min, maxChoices: max } = field;
  if (min !== undefined && chosen.length < min) return fault('tooFewChoices', { min, actual: chosen.length });
  return max !== undefined && chosen.length > max ? fault('tooManyChoices', { max, actual: chosen.length }) : [];
}

function checkFiles(
  field: FilesField,
  ids: readonly string[],
  files: ReadonlyMap<string, FileFacts> | undefined,
): readonly Fault[] {
  const repeated = firstRepeated(ids);
  if (repeated !== undefined) return fault('duplicate', { value: files?.get(repeated)?.name ?? repeated });
  if (field.maxFiles !== undefined && ids.length > field.maxFiles) {
    return fault('tooManyFiles', { max: field.maxFiles, actual: ids.length });
  }
  if (files === undefined) return [];
  return ids.flatMap((id) => {
    const file = files.get(id);
    if (file === undefined) return fault('unknownFile', { file: id });
    if (field.maxSizeBytes !== undefined && file.sizeBytes > field.maxSizeBytes) {
      return fault('fileTooLarge', { file: file.name, max: field.maxSizeBytes, actual: file.sizeBytes });
    }
    if (field.accept === undefined || field.accept.some((accepted) => isAccepted(file, accepted))) return [];
    return fault('fileType', { file: file.name, allowed: field.accept.join(', ') });
  });
}

function isAccepted(file: FileFacts, accepted: string): boolean {
  if (accepted.startsWith('.')) return file.name.toLowerCase().endsWith(accepted.toLowerCase());
  if (accepted.endsWith('/*')) return file.mediaType.startsWith(accepted.slice(0, -1));
  return file.mediaType === accepted;
}

function limits<T extends number | string>(
  value: T,
  min: T | undefined,
  max: T | undefined,
  below: FormErrorCode,
  above: FormErrorCode,
): readonly Fault[] {
  if (min !== undefined && value < min) return fault(below, { min, actual: value });
  return max !== undefined && value > max ? fault(above, { max, actual: value }) : [];
}

function firstRepeated(items: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return items.find((item) => seen.size === seen.add(item).size);
}

function unless(fine: boolean, code: FormErrorCode, params: Fault['params'] = {}): readonly Fault[] {
  return fine ? [] : fault(code, params);
}

function fault(code: FormErrorCode, params: Fault['params'] = {}): readonly Fault[] {
  return [{ code, params }];
}
