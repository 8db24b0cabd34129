import { expect, it } from '@jest/globals';
import { excerptOf } from './search-excerpt';

const marked = (text: string, typed: string): string[] => {
  const excerpt = excerptOf(text, typed);
  return excerpt.marks.map(({ start, end }) => excerpt.text.slice(start, end));
};

it('a short text is shown whole, with what was asked for marked', () => {
  expect(excerptOf('面向医疗影像的大模型', '大模型')).toEqual({ text: '面向医疗影像的大模型', marks: [{ start: 7, end: 10 }] });
});

it('a long text is shown around the first place that answers', () => {
  const text = `${'前'.repeat(500)}大模型${'后'.repeat(500)}`;
  const excerpt = excerptOf(text, '大模型');
  expect(excerpt.text).toMatch(/^…前{30}大模型后+…$/u);
  expect(marked(text, '大模型')).toEqual(['大模型']);
});

it('a text without an answer is shown from its beginning', () => {
  expect(excerptOf('字'.repeat(300), 'x')).toEqual({ text: `${'字'.repeat(120)}…`, marks: [] });
});

it('no character is cut in half', () => {
  const text = `${'𠮷'.repeat(200)}大模型${'𠮷'.repeat(200)}`;
  expect(excerptOf(text, '大模型').text.isWellFormed()).toBe(true);
  expect(excerptOf(`x${text}`, '大模型').text.isWellFormed()).toBe(true);
});
