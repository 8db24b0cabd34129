import { expect, test } from '@jest/globals';
import { TERMS, termsAt, type Terms } from './terms';

const version = (name: string, since: string): Terms => ({ version: name, since: new Date(since), text: { en: name, 'zh-CN': name } });
const all = [version('first', '2026-01-01T00:00:00+08:00'), version('second', '2026-07-01T00:00:00+08:00')] as const;

test.each([
  ['2025-03-01T00:00:00+08:00', 'first'], ['2026-06-30T23:59:59.999+08:00', 'first'], ['2026-07-01T00:00:00+08:00', 'second'],
  ['2027-01-01T00:00:00+08:00', 'second'],
])('at %s the terms are the %s', (at, name) => {
  expect(termsAt(new Date(at), [...all]).version).toBe(name);
});

test('versions are in the order of their days, each of its own name', () => {
  expect(TERMS.map(({ since }) => since.getTime())).toEqual(TERMS.map(({ since }) => since.getTime()).sort((a, b) => a - b));
  expect(new Set(TERMS.map(({ version: name }) => name)).size).toBe(TERMS.length);
});
