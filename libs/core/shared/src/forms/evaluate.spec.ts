import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answers, Condition, FieldDefinition, FormDefinition } from './definition';
import { evaluateForm, isShapeError } from './evaluate';

const text = (en: string) => ({ en, 'zh-CN': en });

function form(...fields: FieldDefinition[]): FormDefinition {
  return { key: 'f', version: 1, sections: [{ key: 's', title: text('S'), fields }] };
}

const codes = (definition: FormDefinition, answers: Answers, options = {}) =>
  evaluateForm(definition, answers, options).errors.map((error) => `${error.path}: ${error.code}`);

const application: FormDefinition = {
  key: 'tenancy-application',
  version: 3,
  sections: [
    {
      key: 'company',
      title: text('Company'),
      fields: [
        { key: 'name', type: 'text', label: text('Name'), required: true, maxCharacters: 60 },
        { key: 'registered', type: 'boolean', label: text('Registered in China'), required: true },
        {
          key: 'registrationId',
          type: 'organisationId',
          label: text('Credit code'),
          required: true,
          visibleWhen: { field: 'registered', equals: true },
        },
        {
          key: 'country',
          type: 'country',
          label: text('Country'),
          required: true,
          visibleWhen: { field: 'registered', equals: false },
        },
      ],
    },
    {
      key: 'filing',
      title: text('Model filing'),
      visibleWhen: { all: [{ field: 'registered', equals: true }, { field: 'registrationId', present: true }] },
      fields: [
        { key: 'filed', type: 'boolean', label: text('Filed'), required: true },
        {
          key: 'team',
          type: 'table',
          label: text('Team'),
          minRows: 1,
          required: true,
          columns: [
            { key: 'name', type: 'text', label: text('Name'), required: true },
            { key: 'role', type: 'choice', label: text('Role'), options: [{ value: 'cto', label: text('CTO') }] },
            {
              key: 'email',
              type: 'email',
              label: text('E-mail'),
              required: true,
              visibleWhen: { all: [{ field: 'role', equals: 'cto' }, { field: 'filed', equals: true }] },
            },
          ],
        },
      ],
    },
  ],
};

describe('evaluating a form', () => {
  it('asks for what is visible and required, in the order of the form', () => {
    const { errors, progress, visible, visibleSections } = evaluateForm(application, {});
    expect(errors.map((error) => [error.section, error.field, error.code])).toEqual([
      ['company', 'name', 'required'],
      ['company', 'registered', 'required'],
    ]);
    expect([...visible]).toEqual(['name', 'registered']);
    expect([...visibleSections]).toEqual(['company']);
    expect(progress).toEqual([{ section: 'company', required: 2, filled: 0, complete: false }]);
  });

  it('counts a no as an answer, and shows what depends on it', () => {
    const { visible, answers, progress } = evaluateForm(application, { name: '梧桐', registered: false, country: 'SG' });
    expect([...visible]).toEqual(['name', 'registered', 'country']);
    expect(answers).toEqual({ name: '梧桐', registered: false, country: 'SG' });
    expect(progress).toEqual([{ section: 'company', required: 3, filled: 3, complete: true }]);
  });

  it('drops the answers of hidden fields and of what hangs on them, however deep', () => {
    const { answers, errors } = evaluateForm(application, {
      name: '梧桐',
      registered: false,
      country: 'SG',
      registrationId: '91330100799655058B',
      filed: true,
      team: [{ name: '李明', role: 'cto', email: 'not an address' }],
    });
    expect(answers).toEqual({ name: '梧桐', registered: false, country: 'SG' });
    expect(errors).toEqual([]);
  });

  it('names the row and the column of an error in a table', () => {
    const evaluation = evaluateForm(application, {
      name: '梧桐',
      registered: true,
      registrationId: '91330100799655058B',
      filed: true,
      team: [{ name: '李明', role: 'cto', email: 'x' }, { role: 'cfo' }, 7, { name: '王芳', note: 'hm' }],
    });
    expect(evaluation.errors.map(({ field, path, code }) => `${field} ${path} ${code}`)).toEqual([
      'team team.0.email invalidEmail',
      'team team.1.name required',
      'team team.1.role notAnOption',
      'team team.2 wrongType',
      'team team.2.name required',
      'team team.3.note unknownField',
    ]);
    expect(evaluation.visible.has('team.0.email')).toBe(true);
    expect(evaluation.visible.has('team.1.email')).toBe(false);
    expect(evaluation.answers.team).toEqual([
      { name: '李明', role: 'cto', email: 'x' },
      { role: 'cfo' },
      {},
      { name: '王芳' },
    ]);
  });

  it('reports unknown fields and never keeps them', () => {
    const given = JSON.parse('{"zzz":1,"__proto__":{"name":"x"},"constructor":2}') as Answers;
    expect(codes(form({ key: 'name', type: 'text', label: text('Name') }), given)).toEqual([
      '__proto__: unknownField',
      'constructor: unknownField',
      'zzz: unknownField',
    ]);
    expect(evaluateForm(application, given).answers).toEqual({});
  });

  it('refuses answers of another shape than the field has, and says so', () => {
    const evaluation = evaluateForm(application, { name: { first: 'x' }, registered: 'yes' });
    expect(evaluation.errors.map((error) => [error.path, error.code, isShapeError(error)])).toEqual([
      ['name', 'wrongType', true],
      ['registered', 'wrongType', true],
    ]);
    expect(evaluation.answers).toEqual({});
  });

  it('refuses text that a database cannot hold', () => {
    const one = form({ key: 'name', type: 'text', label: text('Name') });
    expect(codes(one, { name: 'a\0b' })).toEqual(['name: badCharacters']);
    expect(codes(one, { name: 'a\ud800b' })).toEqual(['name: badCharacters']);
    expect(codes(one, { name: '梧桐🌳' })).toEqual([]);
  });

  it('sees only rows in a table, whatever was sent', () => {
    const columns = [{ key: 'x', type: 'text' as const, label: text('x') }];
    const hidden = form(
      { key: 'rows', type: 'table', label: text('R'), columns },
      { key: 'a', type: 'text', label: text('A'), visibleWhen: { field: 'rows', contains: 'x' } },
    );
    expect([...evaluateForm(hidden, { rows: ['x'] }).visible]).toEqual(['rows', 'rows.0.x']);
  });

  it('requires one of two when each is required in the absence of the other', () => {
    const either = form(
      { key: 'email', type: 'email', label: text('E'), requiredWhen: { field: 'phone', present: false } },
      { key: 'phone', type: 'phone', label: text('P'), requiredWhen: { field: 'email', present: false } },
    );
    expect(codes(either, {})).toEqual(['email: required', 'phone: required']);
    expect(codes(either, { phone: '+86 138 0000 0000' })).toEqual([]);
  });

  it('stops at conditions that go round in a circle', () => {
    const circle = form(
      { key: 'a', type: 'text', label: text('A'), visibleWhen: { field: 'b', present: true } },
      { key: 'b', type: 'text', label: text('B'), visibleWhen: { field: 'a', present: true } },
    );
    expect(() => evaluateForm(circle, { a: 'x', b: 'y' })).toThrow('depends on itself');
  });
});

describe('whatever the form and the answers', () => {
  // Fields refer only to earlier ones, so no circle can arise.
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  const condition = (before: string[]): fc.Arbitrary<Condition> => {
    const field = fc.constantFrom(...before);
    const leaf = fc.oneof(
      fc.record({ field, equals: fc.constantFrom<string | boolean | number>('x', true, 1) }),
      fc.record({ field, present: fc.boolean() }),
      fc.record({ field, in: fc.constantFrom(['x'], ['y', 'x']) }),
      fc.record({ field, gt: fc.integer({ min: -1, max: 2 }) }),
      fc.record({ field, contains: fc.constantFrom('x', 'y') }),
    ) as fc.Arbitrary<Condition>;
    return fc.oneof(
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }).map((all) => ({ all })) },
      { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }).map((any) => ({ any })) },
      { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
    );
  };
  const option = (value: string) => ({ value, label: text(value) });
  const field = (key: string, before: string[]): fc.Arbitrary<FieldDefinition> => {
    const visibleWhen = before.length === 0 ? fc.constant(undefined) : fc.option(condition(before), { nil: undefined });
    return fc
      .record({
        type: fc.constantFrom('text', 'boolean', 'integer', 'multiChoice', 'table'),
        required: fc.boolean(),
        visibleWhen,
      })
      .map(({ type, ...rest }) => {
        const base = { key, label: text(key), ...rest };
        if (type === 'multiChoice') return { ...base, type, options: [option('x'), option('y')] } as FieldDefinition;
        if (type === 'table') {
          const columns = [{ key: 'x', type: 'text', label: text('x'), required: true }];
          return { ...base, type, columns } as FieldDefinition;
        }
        return { ...base, type } as FieldDefinition;
      });
  };
  const definition = fc
    .tuple(...keys.map((key, i) => field(key, keys.slice(0, i))))
    .map((fields): FormDefinition => ({
      key: 'f',
      version: 1,
      sections: [
        { key: 's1', title: text('1'), fields: fields.slice(0, 3) },
        { key: 's2', title: text('2'), fields: fields.slice(3), visibleWhen: { not: { field: 'a', equals: 'x' } } },
      ],
    }));
  const value = fc.oneof(
    fc.constantFrom<unknown>('x', 'y', '', '  ', true, false, 0, 1, 2, null, undefined, [], ['x'], ['x', 'y']),
    fc.array(fc.record({ x: fc.constantFrom('', 'q'), z: fc.boolean() }, { requiredKeys: [] }), { maxLength: 2 }),
    fc.jsonValue(),
  );
  const answers = fc.dictionary(fc.constantFrom(...keys, 'unknown', '__proto__'), value, { noNullPrototype: true });

  it('a hidden field is never required, never wrong and never kept', () => {
    fc.assert(
      fc.property(definition, answers, (def, given) => {
        const { visible, required, errors, answers: kept } = evaluateForm(def, given);
        for (const path of required) expect(visible.has(path)).toBe(true);
        for (const key of Object.keys(kept)) expect(visible.has(key)).toBe(true);
        for (const error of errors) {
          if (error.code !== 'unknownField') expect(visible.has(error.field)).toBe(true);
        }
      }),
    );
  });

  it('evaluating what was kept keeps it, shows the same and asks for the same', () => {
    fc.assert(
      fc.property(definition, answers, (def, given) => {
        const first = evaluateForm(def, given);
        const second = evaluateForm(def, first.answers);
        expect(second.answers).toEqual(first.answers);
        expect(second.visible).toEqual(first.visible);
        expect(second.required).toEqual(first.required);
        expect(second.errors.some(isShapeError)).toBe(false);
        if (!first.errors.some(isShapeError)) expect(second).toEqual(first);
      }),
    );
  });

  it('the order of the answers makes no difference', () => {
    fc.assert(
      fc.property(definition, answers, (def, given) => {
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(evaluateForm(def, turned)).toEqual(evaluateForm(def, given));
      }),
    );
  });

  it('a section is complete exactly when nothing in it is wrong, and then all it requires is filled', () => {
    fc.assert(
      fc.property(definition, answers, (def, given) => {
        const { progress, errors } = evaluateForm(def, given);
        for (const { section, complete, filled, required } of progress) {
          expect(complete).toBe(errors.every((error) => error.section !== section));
          expect(filled).toBeLessThanOrEqual(required);
          if (complete) expect(filled).toBe(required);
        }
      }),
    );
  });
});
