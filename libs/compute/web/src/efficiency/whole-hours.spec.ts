import { expect, test } from '@jest/globals';
import { wholeHours } from './whole-hours';

const H = 3600;

test('hours without any GPU held are gaps of the line, not zero', () => {
  expect(wholeHours([0, H, 4 * H], [50, 0, null])).toEqual([
    { at: 0, percent: 50 }, { at: H, percent: 0 }, { at: 2 * H, percent: null }, { at: 3 * H, percent: null }, { at: 4 * H, percent: null },
  ]);
});

test('a long window is shown by means of several hours, of those that were read', () => {
  const at = Array.from({ length: 168 }, (_, n) => n * H);
  const points = wholeHours(at, at.map((_, n) => (n % 2 === 0 ? 80 : n === 1 ? null : 40)));
  expect(points).toHaveLength(84);
  expect(points.slice(0, 2)).toEqual([{ at: 0, percent: 80 }, { at: 2 * H, percent: 60 }]);
});

test('nothing is shown as nothing', () => {
  expect(wholeHours([], [])).toEqual([]);
});
