import { describe, expect, it } from '@jest/globals';
import type { FieldDefinition, FileFacts } from './definition';
import { formErrorLine, formErrorText } from './error-text';
import { evaluateForm } from './evaluate';
import { toJsonSchema } from './json-schema';
import { COUNTRY_CODES, PROVINCES } from './places';
import { validateDefinition } from './validate-definition';

const text = (en: string, zh = en) => ({ en, 'zh-CN': zh });
const option = (value: string) => ({ value, label: text(value) });
const label = text('Label', '名称');
const files = new Map<string, FileFacts>([
  ['f1', { name: 'plan.pdf', mediaType: 'application/pdf', sizeBytes: 900 }],
  ['f2', { name: 'film.mp4', mediaType: 'video/mp4', sizeBytes: 1100 }],
  ['f3', { name: 'Deck.PPTX', mediaType: 'application/octet-stream', sizeBytes: 5_000_000 }],
]);

const base = { key: 'x', label };
const short: FieldDefinition = { ...base, type: 'text', minCharacters: 2, maxCharacters: 4 };
const coded: FieldDefinition = {
  ...base,
  type: 'text',
  pattern: { regex: '[A-Z]{2}|ok', message: text('Two capitals', '两个大写字母') },
};
const story: FieldDefinition = { ...base, type: 'longText', minWords: 3, maxWords: 5, maxCharacters: 30 };
const score: FieldDefinition = { ...base, type: 'number', min: 0, max: 10, decimals: 1 };
const heads: FieldDefinition = { ...base, type: 'integer', min: 1, max: 500 };
const price: FieldDefinition = { ...base, type: 'money', min: 100, max: 100_000_000 };
const hours: FieldDefinition = { ...base, type: 'quantity', units: ['gpu-mh:h800', 'gpu-mh:a800'], max: 5000 };
const day: FieldDefinition = { ...base, type: 'date', min: '2026-01-01', max: '2026-12-31' };
const stay: FieldDefinition = { ...base, type: 'dateRange', min: '2026-01-01', max: '2026-12-31', maxDays: 10 };
const month: FieldDefinition = { ...base, type: 'month', min: '2026-02' };
const one: FieldDefinition = { ...base, type: 'choice', options: [option('a'), option('b')] };
const some: FieldDefinition = {
  ...base,
  type: 'multiChoice',
  options: [option('a'), option('b'), option('c')],
  minChoices: 2,
  maxChoices: 2,
};
const papers: FieldDefinition = {
  ...base,
  type: 'files',
  accept: ['application/pdf', 'video/*', '.pptx'],
  maxSizeBytes: 1000,
  maxFiles: 2,
};
const consent: FieldDefinition = { ...base, type: 'consent', statement: text('I agree', '我同意'), version: '2' };
const people: FieldDefinition = {
  ...base,
  type: 'table',
  minRows: 1,
  maxRows: 2,
  columns: [{ key: 'n', type: 'text', label }],
};
const plain = (type: 'email' | 'url' | 'phone' | 'country' | 'province' | 'organisationId'): FieldDefinition => ({
  ...base,
  type,
});

const cases: readonly (readonly [FieldDefinition, unknown, string | undefined])[] = [
  [short, '梧桐', undefined],
  [short, '🌳🌳🌳🌳', undefined],
  [short, '梧', 'tooShort'],
  [short, 'wutong', 'tooLong'],
  [short, 12, 'wrongType'],
  [coded, 'AB', undefined],
  [coded, 'ABC', 'pattern'],
  [coded, 'ok\n', 'pattern'],
  [story, '大模型 GPT-4 ok', undefined],
  [story, 'two words', 'tooFewWords'],
  [story, '一二三四五六', 'tooManyWords'],
  [score, 9.5, undefined],
  [score, 0.1 + 0.2, 'tooManyDecimals'],
  [score, -1, 'tooSmall'],
  [score, 11, 'tooLarge'],
  [score, Number.NaN, 'wrongType'],
  [score, Infinity, 'wrongType'],
  [score, '9', 'wrongType'],
  [heads, 12, undefined],
  [heads, 1.5, 'wrongType'],
  [heads, 2 ** 53, 'wrongType'],
  [heads, 0, 'tooSmall'],
  [price, 100, undefined],
  [price, 99, 'moneyTooSmall'],
  [price, 100_000_001, 'moneyTooLarge'],
  [hours, { amount: 5000, unit: 'gpu-mh:h800' }, undefined],
  [hours, { amount: 5001, unit: 'gpu-mh:h800' }, 'tooLarge'],
  [hours, { amount: 1, unit: 'CNY' }, 'unitNotAllowed'],
  [hours, { amount: 1.5, unit: 'gpu-mh:h800' }, 'wrongType'],
  [hours, 5, 'wrongType'],
  [day, '2026-02-28', undefined],
  [day, '2026-02-29', 'invalidDate'],
  [day, '2026-13-01', 'invalidDate'],
  [day, '23/11/2026', 'invalidDate'],
  [day, '2025-12-31', 'tooEarly'],
  [day, '2027-01-01', 'tooLate'],
  [stay, { start: '2026-03-01', end: '2026-03-10' }, undefined],
  [stay, { start: '2026-03-01', end: '2026-03-11' }, 'rangeTooLong'],
  [stay, { start: '2026-03-02', end: '2026-03-01' }, 'rangeReversed'],
  [stay, { start: '2026-03-02' }, 'rangeIncomplete'],
  [stay, { start: '2026-03-02', end: 'soon' }, 'invalidDate'],
  [stay, { start: '2026-12-31', end: '2027-01-01' }, 'tooLate'],
  [stay, 'today', 'wrongType'],
  [month, '2026-11', undefined],
  [month, '2026-13', 'invalidMonth'],
  [month, '2026-01', 'tooEarly'],
  [one, 'a', undefined],
  [one, 'z', 'notAnOption'],
  [some, ['a', 'c'], undefined],
  [some, ['a'], 'tooFewChoices'],
  [some, ['a', 'b', 'c'], 'tooManyChoices'],
  [some, ['a', 'a'], 'duplicate'],
  [some, ['a', 'z'], 'notAnOption'],
  [some, 'a', 'wrongType'],
  [papers, ['f1'], undefined],
  [papers, ['f2'], 'fileTooLarge'],
  [papers, ['f9'], 'unknownFile'],
  [papers, ['f1', 'f1'], 'duplicate'],
  [papers, ['f1', 'f2', 'f3'], 'tooManyFiles'],
  [consent, { accepted: true, version: '2' }, undefined],
  [consent, { accepted: true, version: '1' }, 'consentOutdated'],
  [consent, { accepted: 'yes', version: '2' }, 'wrongType'],
  [people, [{ n: 'a' }], undefined],
  [people, [{}, {}, {}], 'tooManyRows'],
  [people, 'many', 'wrongType'],
  [plain('email'), 'li.ming@mail.example.com', undefined],
  [plain('email'), '李明@例子.中国', undefined],
  [plain('email'), 'li@localhost', 'invalidEmail'],
  [plain('email'), 'a b@example.com', 'invalidEmail'],
  [plain('url'), 'https://example.com/a?b=c#d', undefined],
  [plain('url'), 'http://例子.中国:8080', undefined],
  [plain('url'), 'javascript:alert(1)', 'invalidUrl'],
  [plain('url'), 'https://user@example.com', 'invalidUrl'],
  [plain('phone'), '138 0000 0000', undefined],
  [plain('phone'), '021-6888 0000', undefined],
  [plain('phone'), '400-820-0000', undefined],
  [plain('phone'), '+44 (20) 7946 0000', undefined],
  [plain('phone'), '12345', 'invalidPhone'],
  [plain('country'), 'SG', undefined],
  [plain('country'), 'XX', 'invalidCountry'],
  [plain('province'), '31', undefined],
  [plain('province'), 'toString', 'invalidProvince'],
  [plain('organisationId'), '91330100799655058B', undefined],
  [plain('organisationId'), '91330100799655058C', 'organisationIdCheck'],
  [plain('organisationId'), '913301007996550581B', 'organisationIdShape'],
  [plain('organisationId'), '91330100799655o58b', 'organisationIdShape'],
];

describe('one answer', () => {
  it.each(cases)('%o answered %o: %s', (field, value, expected) => {
    const definition = { key: 'f', version: 1, sections: [{ key: 's', title: text('S', '节'), fields: [field] }] };
    expect(validateDefinition(definition)).toEqual([]);
    const { errors } = evaluateForm(definition, { x: value }, { files });
    expect(errors.map((error) => error.code)).toEqual(expected === undefined ? [] : [expected]);
    for (const error of errors) {
      for (const words of [formErrorText(error, 'zh-CN'), formErrorText(error, 'en')]) {
        expect(words).not.toMatch(/undefined|NaN|\[object/);
      }
    }
    expect(toJsonSchema(definition)).toMatchObject({ additionalProperties: false });
  });

  it('accepts a file by media type, by group of types or by its ending in any case', () => {
    const field = { ...papers, maxSizeBytes: undefined, maxFiles: undefined } as FieldDefinition;
    const definition = { key: 'f', version: 1, sections: [{ key: 's', title: label, fields: [field] }] };
    expect(evaluateForm(definition, { x: ['f1', 'f2', 'f3'] }, { files }).errors).toEqual([]);
    const strict = { ...definition, sections: [{ key: 's', title: label, fields: [{ ...field, accept: ['.doc'] }] }] };
    expect(evaluateForm(strict as typeof definition, { x: ['f1'] }, { files }).errors[0]?.code).toBe('fileType');
  });

  it('is placed in words for a message far from its field', () => {
    const columns = [{ key: 'mail', type: 'email' as const, label: text('E-mail', '邮箱'), required: true }];
    const team: FieldDefinition = { key: 'team', type: 'table', label: text('Team', '团队'), columns };
    const definition = { key: 'f', version: 1, sections: [{ key: 's', title: text('Company', '公司'), fields: [team] }] };
    const [first, second] = evaluateForm(definition, { team: [{}], nope: 1 }).errors;
    expect(formErrorLine(definition, first!, 'zh-CN')).toBe('公司 › 团队 › 第 1 行 › 邮箱：此项必填');
    expect(formErrorLine(definition, first!, 'en')).toBe('Company › Team › row 1 › E-mail: This is required');
    expect(formErrorLine(definition, second!, 'en')).toBe('nope: The form has no such field');
  });

  it('speaks of money in yuan and of sizes in the usual units', () => {
    const at = { section: 's', field: 'x', path: 'x' };
    const money = { ...at, code: 'moneyTooLarge', params: { max: 100_000_000 } } as const;
    expect(formErrorText(money, 'zh-CN')).toBe('不能超过 ¥1,000,000.00');
    const size = { ...at, code: 'fileTooLarge', params: { file: 'a.pdf', max: 20 * 1024 * 1024 } } as const;
    expect(formErrorText(size, 'en')).toBe('“a.pdf” is too large; a file may have at most 20 MB');
  });

  it('knows the 249 countries and regions and the 34 divisions of China', () => {
    expect(new Set(COUNTRY_CODES).size).toBe(249);
    const names = new Intl.DisplayNames('zh-CN', { type: 'region' });
    expect(COUNTRY_CODES.filter((code) => names.of(code) === code)).toEqual([]);
    expect(Object.keys(PROVINCES)).toHaveLength(34);
  });
});
