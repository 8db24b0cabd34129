import type { LocalisedText } from '../locale';
import { fieldsOf } from './condition';
import { checkCondition } from './validate-condition';
import type { Condition, FieldType, FormDefinition } from './definition';
import { checkLimits } from './validate-limits';
import { isRecord } from './read-answer';

/** One thing wrong with a form definition; `path` leads to it, as in `sections.0.fields.2.visibleWhen.all.1`. */
export interface DefinitionProblem {
  readonly path: string;
  readonly code: DefinitionProblemCode;
  readonly message: LocalisedText;
}

export type DefinitionProblemCode =
  | 'missing'
  | 'wrongType'
  | 'unknownProperty'
  | 'badKey'
  | 'duplicateKey'
  | 'untranslated'
  | 'unknownType'
  | 'unknownField'
  | 'badCondition'
  | 'impossibleComparison'
  | 'cycle'
  | 'badPattern'
  | 'reversedLimits'
  | 'noOptions';

export type Report = (path: string, code: DefinitionProblemCode, zh: string, en: string) => void;

/** The record at a path as far as it was checked: any property may still be anything. */
export type Loose = Readonly<Record<string, unknown>>;

const KEY = /^[a-z][A-Za-z0-9]{0,63}$/;
const FORM_KEY = /^[a-z][a-z0-9-]{0,63}$/;

const BASE = ['key', 'type', 'label', 'help', 'placeholder', 'required', 'requiredWhen', 'visibleWhen'];
const PROPERTIES: Readonly<Record<FieldType, readonly string[]>> = {
  text: ['minCharacters', 'maxCharacters', 'pattern'],
  longText: ['minCharacters', 'maxCharacters', 'minWords', 'maxWords'],
  number: ['min', 'max', 'decimals'],
  integer: ['min', 'max'],
  money: ['min', 'max'],
  quantity: ['units', 'min', 'max'],
  date: ['min', 'max'],
  dateRange: ['min', 'max', 'maxDays'],
  month: ['min', 'max'],
  choice: ['options'],
  multiChoice: ['options', 'minChoices', 'maxChoices'],
  boolean: [],
  email: [],
  url: [],
  phone: [],
  country: [],
  province: [],
  organisationId: [],
  files: ['accept', 'maxSizeBytes', 'maxFiles'],
  consent: ['statement', 'version'],
  table: ['columns', 'minRows', 'maxRows'],
};

/**
 * Everything that is wrong with a form definition, from whatever source; empty means that `evaluateForm` and
 * `toJsonSchema` take it. Checks shapes, both languages, unique keys, limits, options, and that conditions name
 * existing fields, compare what can be compared, and never go round in a circle.
 */
export function validateDefinition(definition: unknown): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const report: Report = (path, code, zh, en) => problems.push({ path, code, message: { 'zh-CN': zh, en } });
  if (!isRecord(definition)) {
    report('', 'wrongType', '表单定义应为对象', 'A form definition is an object');
    return problems;
  }
  checkProperties(definition, '', ['key', 'version', 'title', 'sections'], report);
  if (typeof definition.key !== 'string' || !FORM_KEY.test(definition.key)) {
    report('key', 'badKey', '表单标识须以小写字母开头，只含小写字母、数字和连字符', 'Use small letters, digits and hyphens');
  }
  if (!Number.isSafeInteger(definition.version) || (definition.version as number) < 1) {
    report('version', 'wrongType', '版本号应为正整数', 'A version is a whole number from 1');
  }
  if (definition.title !== undefined) checkText(definition.title, 'title', report);
  checkSections(definition, report);
  if (problems.length === 0) reportCycles(definition as unknown as FormDefinition, report);
  return problems;
}

function checkSections(definition: Loose, report: Report): void {
  const sections = records(definition.sections, 'sections', report);
  if (sections.length === 0) report('sections', 'missing', '表单至少要有一个分节', 'A form needs at least one section');
  const fields = sections.flatMap(([section, path]) => records(section.fields, `${path}.fields`, report));
  const types = fieldTypes(fields);
  checkUnique(sections, 'key', report);
  checkUnique(fields, 'key', report);
  for (const [section, path] of sections) {
    checkProperties(section, path, ['key', 'title', 'help', 'visibleWhen', 'fields'], report);
    checkKey(section.key, `${path}.key`, report);
    checkText(section.title, `${path}.title`, report);
    if (section.help !== undefined) checkText(section.help, `${path}.help`, report);
    if (section.visibleWhen !== undefined) checkCondition(section.visibleWhen, `${path}.visibleWhen`, types, report);
  }
  for (const [field, path] of fields) checkField(field, path, types, report);
}

function checkField(field: Loose, path: string, types: ReadonlyMap<string, FieldType>, report: Report): void {
  checkKey(field.key, `${path}.key`, report);
  checkText(field.label, `${path}.label`, report);
  for (const name of ['help', 'placeholder']) {
    if (field[name] !== undefined) checkText(field[name], `${path}.${name}`, report);
  }
  if (field.required !== undefined && typeof field.required !== 'boolean') {
    report(`${path}.required`, 'wrongType', '应为 true 或 false', 'Must be true or false');
  }
  for (const name of ['visibleWhen', 'requiredWhen']) {
    if (field[name] !== undefined) checkCondition(field[name], `${path}.${name}`, types, report);
  }
  const { type } = field;
  if (typeof type !== 'string' || !Object.hasOwn(PROPERTIES, type)) {
    report(`${path}.type`, 'unknownType', `没有“${String(type)}”这种字段`, `There is no field type “${String(type)}”`);
    return;
  }
  checkProperties(field, path, [...BASE, ...PROPERTIES[type as FieldType]], report);
  checkLimits(field, path, report);
  if (type === 'choice' || type === 'multiChoice') checkOptions(field, path, report);
  if (type === 'consent') {
    checkText(field.statement, `${path}.statement`, report);
    if (typeof field.version !== 'string' || field.version === '') {
      report(`${path}.version`, 'missing', '须注明条款版本', 'Name the version of the statement');
    }
  }
  if (type === 'table') checkColumns(field, path, types, report);
}

function checkColumns(table: Loose, path: string, types: ReadonlyMap<string, FieldType>, report: Report): void {
  const columns = records(table.columns, `${path}.columns`, report);
  if (columns.length === 0) report(`${path}.columns`, 'missing', '表格至少要有一列', 'A table needs at least one column');
  checkUnique(columns, 'key', report);
  const inRow = new Map([...types, ...fieldTypes(columns)]);
  for (const [column, at] of columns) {
    if (column.type === 'table') report(`${at}.type`, 'unknownType', '表格内不能再放表格', 'A table cannot hold a table');
    else checkField(column, at, inRow, report);
  }
}

function checkOptions(field: Loose, path: string, report: Report): void {
  const options = records(field.options, `${path}.options`, report);
  if (options.length === 0) report(`${path}.options`, 'noOptions', '至少要有一个选项', 'Give at least one option');
  checkUnique(options, 'value', report);
  for (const [option, at] of options) {
    checkProperties(option, at, ['value', 'label', 'help'], report);
    if (typeof option.value !== 'string' || option.value === '') {
      report(`${at}.value`, 'missing', '选项须有非空的值', 'An option needs a value');
    }
    checkText(option.label, `${at}.label`, report);
    if (option.help !== undefined) checkText(option.help, `${at}.help`, report);
  }
}

/** Circles among the visibilities of fields; within a table also among its columns. */
function reportCycles(definition: FormDefinition, report: Report): void {
  const needs = new Map<string, readonly string[]>();
  const ask = (...conditions: (Condition | undefined)[]) => conditions.flatMap(fieldsOf);
  for (const [s, section] of definition.sections.entries()) {
    for (const [f, field] of section.fields.entries()) {
      needs.set(field.key, ask(section.visibleWhen, field.visibleWhen));
      if (field.type !== 'table') continue;
      const columns = new Map(field.columns.map((column) => [column.key, ask(column.visibleWhen)]));
      reportCircle(columns, `sections.${s}.fields.${f}.columns`, report);
    }
  }
  reportCircle(needs, 'sections', report);
}

function reportCircle(needs: ReadonlyMap<string, readonly string[]>, path: string, report: Report): void {
  const done = new Set<string>();
  const visit = (key: string, trail: readonly string[]): boolean => {
    if (trail.includes(key)) {
      const circle = [...trail.slice(trail.indexOf(key)), key].join(' → ');
      report(path, 'cycle', `显示条件循环引用：${circle}`, `Conditions go round in a circle: ${circle}`);
      return true;
    }
    if (done.has(key)) return false;
    const found = (needs.get(key) ?? []).some((next) => visit(next, [...trail, key]));
    done.add(key);
    return found;
  };
  [...needs.keys()].some((key) => visit(key, []));
}

function fieldTypes(fields: readonly (readonly [Loose, string])[]): ReadonlyMap<string, FieldType> {
  return new Map(fields.map(([{ key, type }]) => [String(key), type as FieldType]));
}

function records(value: unknown, path: string, report: Report): readonly (readonly [Loose, string])[] {
  if (!Array.isArray(value)) {
    report(path, 'wrongType', '应为列表', 'Must be a list');
    return [];
  }
  return value.flatMap((item: unknown, i): (readonly [Loose, string])[] => {
    if (isRecord(item)) return [[item, `${path}.${i}`]];
    report(`${path}.${i}`, 'wrongType', '应为对象', 'Must be an object');
    return [];
  });
}

function checkUnique(items: readonly (readonly [Loose, string])[], property: string, report: Report): void {
  const seen = new Set<unknown>();
  for (const [item, path] of items) {
    const value = item[property];
    if (value !== undefined && seen.has(value)) {
      report(`${path}.${property}`, 'duplicateKey', `“${String(value)}”重复`, `“${String(value)}” is there twice`);
    }
    seen.add(value);
  }
}

function checkKey(key: unknown, path: string, report: Report): void {
  if (typeof key === 'string' && KEY.test(key)) return;
  report(path, 'badKey', '标识须以小写字母开头，只含字母和数字', 'Use letters and digits, beginning with a small letter');
}

function checkText(text: unknown, path: string, report: Report): void {
  const complete = isRecord(text) && ['zh-CN', 'en'].every((locale) => {
    const words = text[locale];
    return typeof words === 'string' && words.trim() !== '';
  });
  if (!complete) report(path, 'untranslated', '须同时提供中文和英文', 'Give the text in Chinese and in English');
}

function checkProperties(item: Loose, path: string, known: readonly string[], report: Report): void {
  for (const name of Object.keys(item).filter((key) => !known.includes(key))) {
    const at = path === '' ? name : `${path}.${name}`;
    report(at, 'unknownProperty', `没有“${name}”这个属性`, `There is no property “${name}” here`);
  }
}
