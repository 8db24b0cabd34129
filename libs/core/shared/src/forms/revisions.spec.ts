import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormDefinition } from './definition';
import { diffAnswers, mergeAnswers, sameAnswer } from './revisions';

const label = { en: 'x', 'zh-CN': 'x' };
const definition: FormDefinition = {
  key: 'f',
  version: 1,
  sections: [
    { key: 's1', title: label, fields: [{ key: 'a', type: 'text', label }, { key: 'b', type: 'text', label }] },
    { key: 's2', title: label, fields: [{ key: 'c', type: 'dateRange', label }] },
  ],
};
const answers = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.constantFrom<unknown>('x', 'y', 1, ['p'], { start: '1', end: '2' }, [{ n: 1 }]),
  { noNullPrototype: true },
);

describe('what a revision changed', () => {
  it('is listed by section, with the answers before and after', () => {
    const before = { a: 'old', c: { start: '2026-01-01', end: '2026-01-02' } };
    const after = { a: 'new', b: 'more', c: { end: '2026-01-02', start: '2026-01-01' } };
    expect(diffAnswers(definition, before, after)).toEqual([
      {
        section: 's1',
        changes: [
          { field: 'a', kind: 'changed', before: 'old', after: 'new' },
          { field: 'b', kind: 'added', after: 'more' },
        ],
      },
    ]);
    expect(diffAnswers(definition, after, {}).map(({ section }) => section)).toEqual(['s1', 's2']);
  });

  it('is nothing between the same answers, and the same fields in both directions', () => {
    fc.assert(
      fc.property(answers, answers, (before, after) => {
        const fields = (changes: ReturnType<typeof diffAnswers>) =>
          changes.flatMap((section) => section.changes.map((change) => change.field));
        expect(diffAnswers(definition, before, before)).toEqual([]);
        expect(fields(diffAnswers(definition, before, after))).toEqual(fields(diffAnswers(definition, after, before)));
      }),
    );
  });
});

describe('two people editing at once', () => {
  it('keep both edits when they touched different fields', () => {
    const merged = mergeAnswers({ a: '1', b: '2' }, { a: 'mine', b: '2' }, { a: '1', c: 'theirs' });
    expect(merged).toEqual({ answers: { a: 'mine', c: 'theirs' }, conflicts: [] });
  });

  it('are told of a field that both changed differently, and the stored answer stands', () => {
    const merged = mergeAnswers({ a: '1' }, { a: 'mine' }, { a: 'theirs' });
    expect(merged.answers).toEqual({ a: 'theirs' });
    expect(merged.conflicts).toEqual([{ field: 'a', base: '1', mine: 'mine', theirs: 'theirs' }]);
  });

  it('conflict in neither direction when only one edited, and in both when both did', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, mine, theirs) => {
        expect(mergeAnswers(base, mine, base)).toEqual({ answers: mine, conflicts: [] });
        expect(mergeAnswers(base, base, theirs)).toEqual({ answers: theirs, conflicts: [] });
        expect(mergeAnswers(base, mine, mine)).toEqual({ answers: mine, conflicts: [] });
        const [one, other] = [mergeAnswers(base, mine, theirs), mergeAnswers(base, theirs, mine)];
        expect(one.conflicts.map(({ field }) => field)).toEqual(other.conflicts.map(({ field }) => field));
        if (one.conflicts.length === 0) expect(sameAnswer(one.answers, other.answers)).toBe(true);
      }),
    );
  });
});
