import { expect, test } from '@jest/globals';
import { plain, texts } from './columns';

test('arrays are written as PostgreSQL reads them, whatever stands in them', () => {
  expect(texts([])).toBe('{}');
  expect(texts(['a', 'b,c', '{}', 'NULL', ''])).toBe('{"a","b,c","{}","NULL",""}');
  expect(texts(['say "no"', String.raw`a\b`])).toBe(String.raw`{"say \"no\"","a\\b"}`);
  expect(plain([1, 12345678901234567890n, true])).toBe('{1,12345678901234567890,true}');
});
