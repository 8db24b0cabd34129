import { describe, expect, it } from '@jest/globals';
import { countText } from './count-text';

describe('counting text', () => {
  it.each([
    ['', 0, 0],
    ['   ', 3, 0],
    ['大模型', 3, 3],
    ['GPT-4大模型', 8, 4],
    ["don't stop", 10, 2],
    ['训练了 1,000 小时。', 13, 7],
    ['🌳', 1, 0],
    ['a\r\nb', 3, 2],
    ['cafe\u0301', 4, 1],
  ])('%j has %i characters and %i words', (text, characters, words) => {
    expect(countText(text)).toEqual({ characters, words });
  });
});
