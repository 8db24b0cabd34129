import { expect, test } from '@jest/globals';
import { periodAt } from './reporting-period';

test.each([
  ['2026-01-01T00:00:00+08:00', '2026Q1'],
  ['2026-03-31T23:59:59+08:00', '2026Q1'],
  ['2026-04-01T00:00:00+08:00', '2026Q2'],
  ['2026-11-23T10:00:00+08:00', '2026Q4'],
])('a tenant’s report of %s is for %s', (moment, key) => {
  expect(periodAt(new Date(moment), false).key).toBe(key);
});

test('a quarter’s report is due fifteen working days after it, over the national holiday', () => {
  // 1 to 7 October 2026 are free, 10 October is worked instead: the fifteenth working day is the 26th.
  expect(periodAt(new Date('2026-08-01T00:00:00Z'), false).dueAt.toISOString()).toBe('2026-10-27T15:59:59.999Z');
});

test('alumni report once a year', () => {
  const { key, dueAt } = periodAt(new Date('2026-08-01T00:00:00Z'), true);
  expect(key).toBe('2026');
  expect(dueAt.getTime()).toBeGreaterThan(Date.parse('2027-01-15T00:00:00Z'));
});
