import { describe, expect, test } from '@jest/globals';
import { monthStart, newsOf, outlookOf, type UsedOn } from './budget-outlook';

/** The 21st, ten in the morning in Shanghai: 9 days and 14 hours are left of the month. */
const now = new Date('2026-11-21T02:00:00Z');
const day = (n: number): Date => new Date(Date.UTC(2026, 10, n) - 8 * 3_600_000);
const daily = (amount: bigint, from = 1, to = 20): UsedOn[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ at: day(from + index), amount }));

describe('where a budget stands', () => {
  test('is what was used since the first of the month in Shanghai, and what the pace adds to its end', () => {
    const outlook = outlookOf(1000n, [{ at: day(0), amount: 500n }, ...daily(40n)], now);
    expect(monthStart(now)).toEqual(day(1));
    expect(outlook).toMatchObject({ used: 800n, usedPercent: 80 });
    expect(outlook.expectedPercent).toBeCloseTo(80 + 4 * (9 + 14 / 24), 6);
    expect(outlook.lowPercent).toBe(outlook.highPercent);
    expect(outlook.reachedAt!.getTime() - now.getTime()).toBeCloseTo(5 * 86_400_000, -3);
  });

  test.each([
    ['nothing is used', [], null],
    ['the pace does not reach it this month', daily(10n), null],
    ['it is used up already', daily(60n), null],
  ])('names no day when %s', (_, days, reachedAt) => {
    expect(outlookOf(1000n, days as UsedOn[], now).reachedAt).toBe(reachedAt);
  });

  test('has a band when days differ', () => {
    const { lowPercent, expectedPercent, highPercent } = outlookOf(1000n, daily(40n).filter((__, index) => index % 2 === 0), now);
    expect(lowPercent).toBeLessThan(expectedPercent);
    expect(highPercent).toBeGreaterThan(expectedPercent);
  });
});

describe('what is told of it', () => {
  const budget = { thresholds: [50, 80, 100], warnsAhead: true };
  const outlook = (usedPercent: number, expectedPercent: number) =>
    ({ used: 0n, usedPercent, expectedPercent, lowPercent: 0, highPercent: 0, reachedAt: null });
  test.each([
    [49.9, 90, [], []],
    [50, 90, [], [50]],
    [50, 120, [], [0, 50]],
    [60, 120, [50], [0]],
    [60, 120, [0, 50], []],
    [101, 150, [0, 50], [80, 100]],
    [101, 150, [], [50, 80, 100]],
  ])('at %d %%, going to %d %%, when %j is told already: %j', (used, expected, told, news) => {
    expect(newsOf(budget, outlook(used, expected), new Set(told))).toEqual(news);
  });
  test('nothing ahead where that was not wanted', () => {
    expect(newsOf({ ...budget, warnsAhead: false }, outlook(10, 200), new Set())).toEqual([]);
  });
});
