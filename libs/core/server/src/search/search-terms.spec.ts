import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tsQueryOf, tsVectorOf } from './search-terms';

describe('what somebody types', () => {
  it.each([
    ['大模型', `'大模' & '模型'`],
    ['型', `'型'`],
    ['GPT4大模型', `'gpt4':* & '大模' & '模型'`],
    ['「大模型GPT」', `('大模' <1> '模型' <2> 'gpt')`],
    ['medical imag', `'medical':* & 'imag':*`],
    ['上海 机器人', `'上海' & '机器' & '器人'`],
    ['"large language model"', `('large' <1> 'language' <1> 'model')`],
    ['“模型训练” GPU', `('模型' <1> '型训' <1> '训练') & 'gpu':*`],
    ['算力 算力', `'算力'`],
    [`'; drop table x --`, `'drop':* & 'table':* & 'x':*`],
    ['！？ &|()', null],
    ['', null],
  ])('%j asks for %s', (typed, query) => {
    expect(tsQueryOf(typed)).toBe(query);
  });
});

describe('what is kept of a text', () => {
  it('is every term with its places and the weight of its part, no phrase running across parts', () => {
    expect(tsVectorOf([{ weight: 'A', text: '大模型' }, { weight: 'C', text: 'GPT 型' }])).toBe(
      `'大':1A '模':2A '大模':1A '型':3A,14C '模型':2A 'gpt':13C`,
    );
  });

  it('stays within what PostgreSQL can hold, however long the text', () => {
    const vector = tsVectorOf([
      { weight: 'A', text: '算'.repeat(50_000) },
      { weight: 'D', text: '题外' },
    ]);
    expect(vector.length).toBeLessThan(10_000);
    expect(tsVectorOf([{ weight: 'D', text: 'w'.repeat(3000) }])).toMatch(/^'w{1,500}':1D$/);
  });

  it('never holds a quote or a backslash outside of those around its terms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const vector = tsVectorOf([{ weight: 'B', text }]);
        expect(vector).toMatch(/^('[^'\\]+':\d+B(,\d+B)*( |$))*$/u);
        expect(tsQueryOf(text) ?? `'x'`).toMatch(/^[^\\]*$/u);
      }),
    );
  });
});
