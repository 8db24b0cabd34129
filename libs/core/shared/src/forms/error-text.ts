import type { Locale, LocalisedText } from '../locale';
import { formatFen } from '../units/money';
import type { FormDefinition, FormError, FormErrorCode } from './definition';

type Words = Readonly<Record<Locale, (params: FormError['params']) => string>>;

/** What is missing, by the kind of answer expected; everything else is "entered". */
const MISSING: Readonly<Record<string, LocalisedText>> = {
  choice: { 'zh-CN': '请选择一项', en: 'Choose one' },
  multiChoice: { 'zh-CN': '请至少选择一项', en: 'Choose at least one' },
  boolean: { 'zh-CN': '请选择“是”或“否”', en: 'Choose yes or no' },
  country: { 'zh-CN': '请选择国家或地区', en: 'Choose a country or region' },
  province: { 'zh-CN': '请选择省份', en: 'Choose a province' },
  date: { 'zh-CN': '请选择日期', en: 'Choose a date' },
  dateRange: { 'zh-CN': '请选择起止日期', en: 'Choose a start and an end date' },
  month: { 'zh-CN': '请选择月份', en: 'Choose a month' },
  files: { 'zh-CN': '请上传文件', en: 'Upload a file' },
  table: { 'zh-CN': '请至少填写一行', en: 'Add at least one row' },
  consent: { 'zh-CN': '请阅读并勾选同意', en: 'Read the statement and tick the box to agree' },
};

/** What kind of answer was expected where another came. */
const EXPECTED: Readonly<Record<string, LocalisedText>> = {
  number: { 'zh-CN': '请输入数字', en: 'Enter a number' },
  integer: { 'zh-CN': '请输入整数', en: 'Enter a whole number' },
  money: { 'zh-CN': '请输入金额，精确到分', en: 'Enter an amount in yuan with at most two decimals' },
  quantity: { 'zh-CN': '请输入数量和单位', en: 'Enter an amount and its unit' },
  ...MISSING,
};

const WORDS: Readonly<Record<FormErrorCode, Words>> = {
  required: {
    'zh-CN': ({ expected }) => MISSING[String(expected)]?.['zh-CN'] ?? '此项必填',
    en: ({ expected }) => MISSING[String(expected)]?.en ?? 'This is required',
  },
  wrongType: {
    'zh-CN': ({ expected }) => EXPECTED[String(expected)]?.['zh-CN'] ?? '填写的内容格式不对，请重新填写',
    en: ({ expected }) => EXPECTED[String(expected)]?.en ?? 'This answer has the wrong form; enter it again',
  },
  badCharacters: {
    'zh-CN': () => '含有无法保存的字符，请删除后重试',
    en: () => 'This contains characters that cannot be saved; remove them',
  },
  unknownField: { 'zh-CN': () => '表单中没有这一项', en: () => 'The form has no such field' },
  tooShort: {
    'zh-CN': ({ min, actual }) => `至少 ${min} 个字符，现有 ${actual} 个`,
    en: ({ min, actual }) => `Use at least ${count(min, 'character')}; there ${are(actual)} ${actual}`,
  },
  tooLong: {
    'zh-CN': ({ max, actual }) => `最多 ${max} 个字符，现有 ${actual} 个`,
    en: ({ max, actual }) => `Use at most ${count(max, 'character')}; there ${are(actual)} ${actual}`,
  },
  tooFewWords: {
    'zh-CN': ({ min, actual }) => `至少 ${min} 字，现有 ${actual} 字`,
    en: ({ min, actual }) => `Use at least ${count(min, 'word')}; there ${are(actual)} ${actual}`,
  },
  tooManyWords: {
    'zh-CN': ({ max, actual }) => `最多 ${max} 字，现有 ${actual} 字`,
    en: ({ max, actual }) => `Use at most ${count(max, 'word')}; there ${are(actual)} ${actual}`,
  },
  pattern: { 'zh-CN': ({ message }) => localised(message, 'zh-CN'), en: ({ message }) => localised(message, 'en') },
  tooSmall: { 'zh-CN': ({ min }) => `不能小于 ${min}`, en: ({ min }) => `Must be ${min} or more` },
  tooLarge: { 'zh-CN': ({ max }) => `不能大于 ${max}`, en: ({ max }) => `Must be ${max} or less` },
  moneyTooSmall: {
    'zh-CN': ({ min }) => `不能低于 ${yuan(min, 'zh-CN')}`,
    en: ({ min }) => `Must be ${yuan(min, 'en')} or more`,
  },
  moneyTooLarge: {
    'zh-CN': ({ max }) => `不能超过 ${yuan(max, 'zh-CN')}`,
    en: ({ max }) => `Must be ${yuan(max, 'en')} or less`,
  },
  tooManyDecimals: {
    'zh-CN': ({ decimals }) => (decimals === 0 ? '请输入整数' : `最多保留 ${decimals} 位小数`),
    en: ({ decimals }) => (decimals === 0 ? 'Enter a whole number' : `Use at most ${count(decimals, 'decimal place')}`),
  },
  invalidDate: {
    'zh-CN': () => '没有这一天，请按“年-月-日”填写，如 2026-11-23',
    en: () => 'There is no such day; write it as year-month-day, for example 2026-11-23',
  },
  invalidMonth: {
    'zh-CN': () => '请按“年-月”填写，如 2026-11',
    en: () => 'Write the month as year-month, for example 2026-11',
  },
  tooEarly: { 'zh-CN': ({ min }) => `不能早于 ${min}`, en: ({ min }) => `Must be ${min} or later` },
  tooLate: { 'zh-CN': ({ max }) => `不能晚于 ${max}`, en: ({ max }) => `Must be ${max} or earlier` },
  rangeReversed: { 'zh-CN': () => '结束日期早于开始日期', en: () => 'The end is before the start' },
  rangeIncomplete: { 'zh-CN': () => '请填写完整的起止日期', en: () => 'Enter both the start and the end' },
  rangeTooLong: {
    'zh-CN': ({ max, actual }) => `最长 ${max} 天，现为 ${actual} 天`,
    en: ({ max, actual }) => `May last at most ${count(max, 'day')}; this is ${actual}`,
  },
  notAnOption: {
    'zh-CN': ({ value }) => `“${value}”不在选项中，请重新选择`,
    en: ({ value }) => `“${value}” is not one of the options; choose again`,
  },
  duplicate: { 'zh-CN': ({ value }) => `“${value}”重复了`, en: ({ value }) => `“${value}” is there twice` },
  tooFewChoices: {
    'zh-CN': ({ min, actual }) => `至少选择 ${min} 项，已选 ${actual} 项`,
    en: ({ min, actual }) => `Choose at least ${min}; ${actual} chosen`,
  },
  tooManyChoices: {
    'zh-CN': ({ max, actual }) => `最多选择 ${max} 项，已选 ${actual} 项`,
    en: ({ max, actual }) => `Choose at most ${max}; ${actual} chosen`,
  },
  invalidEmail: {
    'zh-CN': () => '请输入有效的邮箱地址，如 name@example.com',
    en: () => 'Enter an e-mail address such as name@example.com',
  },
  invalidUrl: {
    'zh-CN': () => '请输入完整的网址，以 http:// 或 https:// 开头',
    en: () => 'Enter a full web address that starts with http:// or https://',
  },
  invalidPhone: {
    'zh-CN': () => '请输入手机号、带区号的固定电话，或以 + 开头的国际号码',
    en: () => 'Enter a mainland mobile or landline number, or an international number that starts with +',
  },
  invalidCountry: { 'zh-CN': () => '请从列表中选择国家或地区', en: () => 'Choose a country or region from the list' },
  invalidProvince: { 'zh-CN': () => '请从列表中选择省份', en: () => 'Choose a province from the list' },
  organisationIdShape: {
    'zh-CN': () => '统一社会信用代码为 18 位数字和大写字母（不含 I、O、S、V、Z）',
    en: () => 'A unified social credit code has 18 digits and capital letters (never I, O, S, V, Z)',
  },
  organisationIdCheck: {
    'zh-CN': () => '统一社会信用代码的校验位不符，请对照营业执照核对',
    en: () => 'The check character does not fit; compare the code with the business licence',
  },
  unitNotAllowed: {
    'zh-CN': ({ unit, allowed }) => `单位不能用“${unit}”，可用：${allowed}`,
    en: ({ unit, allowed }) => `The unit “${unit}” is not possible here; use ${allowed}`,
  },
  unknownFile: {
    'zh-CN': () => '文件不存在或尚未上传完成，请重新上传',
    en: () => 'The file does not exist or its upload did not finish; upload it again',
  },
  fileTooLarge: {
    'zh-CN': ({ file, max }) => `“${file}”太大，单个文件不能超过 ${bytes(max)}`,
    en: ({ file, max }) => `“${file}” is too large; a file may have at most ${bytes(max)}`,
  },
  fileType: {
    'zh-CN': ({ file, allowed }) => `“${file}”的类型不符，可上传：${allowed}`,
    en: ({ file, allowed }) => `“${file}” has another type than the allowed ones: ${allowed}`,
  },
  tooManyFiles: {
    'zh-CN': ({ max, actual }) => `最多上传 ${max} 个文件，现有 ${actual} 个`,
    en: ({ max, actual }) => `Upload at most ${count(max, 'file')}; there ${are(actual)} ${actual}`,
  },
  consentOutdated: {
    'zh-CN': () => '条款已更新，请重新阅读并勾选同意',
    en: () => 'The statement has changed; read it and agree again',
  },
  tooFewRows: {
    'zh-CN': ({ min, actual }) => `至少 ${min} 行，现有 ${actual} 行`,
    en: ({ min, actual }) => `Add at least ${count(min, 'row')}; there ${are(actual)} ${actual}`,
  },
  tooManyRows: {
    'zh-CN': ({ max, actual }) => `最多 ${max} 行，现有 ${actual} 行`,
    en: ({ max, actual }) => `Keep at most ${count(max, 'row')}; there ${are(actual)} ${actual}`,
  },
};

/** An error in words, to stand beside its field: what is wrong and what is expected. */
export function formErrorText(error: FormError, locale: Locale): string {
  return WORDS[error.code][locale](error.params);
}

/** An error in words that also say where: section, field, and in a table the row and the column. */
export function formErrorLine(definition: FormDefinition, error: FormError, locale: Locale): string {
  const section = definition.sections.find(({ key }) => key === error.section);
  const field = section?.fields.find(({ key }) => key === error.field);
  const [, row, columnKey] = error.path.split('.');
  const place = [section?.title[locale], field?.label[locale] ?? error.field];
  if (row !== undefined) place.push(locale === 'en' ? `row ${Number(row) + 1}` : `第 ${Number(row) + 1} 行`);
  if (columnKey !== undefined) {
    const column = field?.type === 'table' ? field.columns.find(({ key }) => key === columnKey) : undefined;
    place.push(column?.label[locale] ?? columnKey);
  }
  const where = place.filter((part) => part !== undefined).join(' › ');
  return `${where}${locale === 'en' ? ': ' : '：'}${formErrorText(error, locale)}`;
}

type Param = FormError['params'][string] | undefined;

function localised(param: Param, locale: Locale): string {
  return typeof param === 'object' ? param[locale] : String(param);
}

function yuan(param: Param, locale: Locale): string {
  return formatFen(BigInt(String(param)), locale);
}

function count(param: Param, noun: string): string {
  return `${String(param)} ${noun}${param === 1 ? '' : 's'}`;
}

function are(param: Param): string {
  return param === 1 ? 'is' : 'are';
}

function bytes(param: Param): string {
  const size = Number(param);
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log(size) / Math.log(1024)));
  return `${Number((size / 1024 ** step).toFixed(1))} ${units[step] ?? 'B'}`;
}
