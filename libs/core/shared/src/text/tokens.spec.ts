import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highlight, placedTerms, tokenise, toTsQuery } from './tokens';

describe('the terms of a text', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['，。！', []],
    ['模', ['模']],
    ['大模型', ['大', '模', '大模', '型', '模型']],
    ['GPT4大模型', ['gpt4', '大', '模', '大模', '型', '模型']],
    ['ＧＰＴ４', ['gpt4']],
    ['Café Zürich', ['cafe', 'zurich']],
    ['don’t stop-now', ['don', 't', 'stop', 'now']],
    ['上海，徐汇', ['上', '海', '上海', '徐', '汇', '徐汇']],
    ['ﾃﾞｰﾀ', ['デ', 'ー', 'デー', 'タ', 'ータ']],
    ['𠮷野家', ['𠮷', '野', '𠮷野', '家', '野家']],
    ['算力 算力', ['算', '力', '算力']],
    ['हिन्दी한국어', ['हिन्दी한국어']],
  ])('%j are %j', (text, terms) => {
    expect(tokenise(text)).toEqual(terms);
  });

  const piece = fc.constantFrom('大', '模', '型', '徐汇', 'GPT', 'é', 'e\u0301', '4', ' ', '，', 'Ｚ', 'が', '🌳', 'İ');
  const mixed = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(piece).map((pieces) => pieces.join('')));

  it('are never longer than an index takes', () => {
    expect(tokenise(`a${'b'.repeat(9999)}`)).toEqual([`a${'b'.repeat(63)}`]);
    expect(tokenise('𝼀'.repeat(9999))).toEqual(['𝼀'.repeat(32)]);
    expect(highlight('x'.repeat(9999), 'x'.repeat(9998))).toEqual([{ start: 0, end: 64 }]);
  });

  it('are found again by themselves, whatever the text', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const terms = tokenise(text);
        for (const term of terms) expect(tokenise(term)).toContain(term);
        expect(tokenise(terms.join(' '))).toEqual(expect.arrayContaining([...terms]));
      }),
    );
  });

  it('of any part of a Chinese text are terms of the whole', () => {
    const chinese = fc.string({ unit: fc.constantFrom(...'上海大模型创新中心算力'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(chinese, fc.nat(12), fc.nat(12), (text, from, length) => {
        const whole = tokenise(text);
        for (const term of tokenise(text.slice(from, from + length))) expect(whole).toContain(term);
      }),
    );
  });

  it('do not depend on width, case or the way accents are written', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const wide = text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
        expect(tokenise(wide)).toEqual(tokenise(text));
        expect(tokenise(text.normalize('NFC'))).toEqual(tokenise(text.normalize('NFD')));
      }),
    );
  });
});

it('the places of terms count words and characters; a pair stands where its first character does', () => {
  const placed = placedTerms('GPT4大模型 大模').map(({ term, place }) => `${term}@${place}`);
  expect(placed).toEqual(['gpt4@0', '大@1', '模@2', '大模@1', '型@3', '模型@2', '大@4', '模@5', '大模@4']);
});

describe('a question to the search', () => {
  it.each([
    ['大模型', "'大模' & '模型'"],
    ['型', "'型'"],
    ['Mini 大模型 mini', "'mini':* & '大模' & '模型'"],
    ["'; drop table", "'drop':* & 'table':*"],
    ['&|!()', ''],
  ])('%j is %j', (query, tsquery) => {
    expect(toTsQuery(query)).toBe(tsquery);
  });
});

describe('marking what was found', () => {
  const marked = (text: string, query: string) =>
    highlight(text, query).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['上海大模型创新中心', '大模型', ['大模型']],
    ['大型模型', '大模型', ['模型']],
    ['MiniMax 与 minicpm', 'mini', ['Mini', 'mini']],
    ['Le CAFE\u0301 ＣＡＦＥ', 'café', ['CAFE\u0301', 'ＣＡＦＥ']],
    ['minimum', 'max', []],
    ['模型的模', '模', ['模', '模']],
    ['算力', '', []],
  ])('in %j for %j marks %j', (text, query, found) => {
    expect(marked(text, query)).toEqual(found);
  });

  it('always gives ranges in order that cut no character in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', maxLength: 3 }), (text, query) => {
        let before = -1;
        for (const { start, end } of highlight(text, query || text)) {
          expect(start).toBeGreaterThan(before);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).isWellFormed()).toBe(text.isWellFormed());
          before = end;
        }
        expect(before).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
