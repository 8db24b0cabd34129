import { expect, test } from '@jest/globals';
import { int4s, int8s, plain, texts } from './columns';

test('arrays are written as PostgreSQL reads them, whatever stands in them', () => {
  expect(texts([])).toBe('{}');
  expect(texts(['a', 'b,c', '{}', 'NULL', ''])).toBe('{"a","b,c","{}","NULL",""}');
  expect(texts(['say "no"', String.raw`a\b`])).toBe(String.raw`{"say \"no\"","a\\b"}`);
  expect(plain([1, 12345678901234567890n, true])).toBe('{1,12345678901234567890,true}');
});

test('numbers in binary form that the type does not hold are refused, not cut', () => {
  expect(() => int4s([2 ** 31])).toThrow(RangeError);
  expect(() => int4s([0.5])).toThrow(RangeError);
  expect(() => int8s([2n ** 63n])).toThrow(RangeError);
});
