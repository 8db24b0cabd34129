import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toJsonSchema } from './json-schema';
import { validateDefinition } from './validate-definition';

const label = { en: 'x', 'zh-CN': '某' };
const form = (...fields: unknown[]) => ({ key: 'f', version: 1, sections: [{ key: 's', title: label, fields }] });
const problems = (definition: unknown) => validateDefinition(definition).map(({ path, code }) => `${path} ${code}`);
const at = 'sections.0.fields.0';
const field = (more: object) => form({ key: 'a', type: 'text', label, ...more });

describe('a form definition', () => {
  it.each<[string, unknown, string[]]>([
    ['that is no object', 'x', [' wrongType']],
    ['without sections', { key: 'f', version: 1, sections: [] }, ['sections missing']],
    ['with a bad key and version', { ...form(), key: 'F x', version: 0 }, ['key badKey', 'version wrongType']],
    ['with a property that does not exist', { ...form(), pages: 1 }, ['pages unknownProperty']],
    ['with two fields of one key', form({ key: 'a', type: 'text', label }, { key: 'a', type: 'url', label }), [
      'sections.0.fields.1.key duplicateKey',
    ]],
    ['with a key that is not safe', form({ key: '__proto__', type: 'text', label }), [`${at}.key badKey`]],
    ['in one language', field({ label: { en: 'x' } }), [`${at}.label untranslated`]],
    ['with an unknown type', field({ type: 'colour' }), [`${at}.type unknownType`]],
    ['with a property of another type', field({ options: [] }), [`${at}.options unknownProperty`]],
    ['with limits the wrong way round', field({ minCharacters: 5, maxCharacters: 4 }), [
      `${at}.maxCharacters reversedLimits`,
    ]],
    ['with a day that does not exist', field({ type: 'date', max: '2026-02-30' }), [`${at}.max wrongType`]],
    ['with a pattern that does not parse', field({ pattern: { regex: '(', message: label } }), [
      `${at}.pattern.regex badPattern`,
    ]],
    ['with a choice of nothing', field({ type: 'choice', options: [] }), [`${at}.options noOptions`]],
    ['with a quantity without units', field({ type: 'quantity' }), [`${at}.units wrongType`]],
    ['with a condition on nothing', field({ visibleWhen: { field: 'b', present: true } }), [
      `${at}.visibleWhen.field unknownField`,
    ]],
    ['with a broken condition', field({ requiredWhen: { all: [{ xor: [] }] } }), [
      `${at}.requiredWhen.all.0 badCondition`,
    ]],
    ['with a comparison that can never hold', field({ requiredWhen: { field: 'a', gt: 3 } }), [
      `${at}.requiredWhen.gt impossibleComparison`,
    ]],
    ['with a table in a table', field({ type: 'table', columns: [{ key: 'b', type: 'table', label, columns: [] }] }), [
      `${at}.columns.0.type unknownType`,
    ]],
  ])('%s is refused, with the place named', (_, definition, expected) => {
    expect(problems(definition)).toEqual(expected);
  });

  it('whose conditions go round in a circle is refused, with the circle shown', () => {
    const circle = form(
      { key: 'a', type: 'text', label, visibleWhen: { not: { field: 'b', present: true } } },
      { key: 'b', type: 'text', label, visibleWhen: { any: [{ field: 'c', equals: 'x' }] } },
      { key: 'c', type: 'text', label, visibleWhen: { field: 'a', equals: 'x' } },
    );
    const [problem, ...others] = validateDefinition(circle);
    expect(problem?.message.en).toContain('a → b → c → a');
    expect(others).toEqual([]);
    expect(problems(field({ visibleWhen: { field: 'a', present: true } }))).toEqual(['sections cycle']);
  });

  it('whose section depends on a field inside it is refused', () => {
    const inside = form({ key: 'a', type: 'text', label });
    const sections = [{ ...inside.sections[0], visibleWhen: { field: 'a', present: true } }];
    expect(problems({ ...inside, sections })).toEqual(['sections cycle']);
  });

  it('may be anything at all without the check failing', () => {
    fc.assert(fc.property(fc.jsonValue(), (anything) => void validateDefinition(anything)));
    fc.assert(fc.property(fc.jsonValue(), (anything) => void validateDefinition(form(anything))));
    fc.assert(fc.property(fc.jsonValue(), (anything) => void validateDefinition(field({ visibleWhen: anything }))));
  });
});

describe('the JSON Schema of a form', () => {
  it('forbids what is hidden and demands what is visible and required', () => {
    const definition = {
      key: 'f',
      version: 2,
      sections: [
        {
          key: 's',
          title: label,
          fields: [
            { key: 'age', type: 'integer' as const, label, required: true, min: 0 },
            {
              key: 'note',
              type: 'text' as const,
              label,
              required: true,
              maxCharacters: 9,
              visibleWhen: { field: 'age', gt: 17 },
            },
          ],
        },
      ],
    };
    expect(toJsonSchema(definition)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:wutong:form:f:2',
      type: 'object',
      properties: {
        age: { title: 'x', type: 'integer', minimum: 0 },
        note: { title: 'x', type: 'string', maxLength: 9 },
      },
      additionalProperties: false,
      required: ['age'],
      allOf: [
        {
          if: { required: ['age'], properties: { age: { exclusiveMinimum: 17 } } },
          then: { required: ['note'] },
          else: { properties: { note: false } },
        },
      ],
    });
  });
});
