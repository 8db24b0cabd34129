import { describe, expect, it } from '@jest/globals';
import { PACE_DAYS, paceOf, usedAhead } from './pace';

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A year of a team's use: busy on working days, little at weekends, some idle days, levels that change now and then. */
function year(seed: number): number[] {
  const next = numbers(seed);
  let level = 100 + 400 * next();
  return Array.from({ length: 365 }, (_, day) => {
    if (next() < 0.02) level = 100 + 400 * next();
    const weekday = day % 7 < 5 ? 1 : 0.3;
    return next() < 0.1 ? 0 : level * weekday * (0.6 + 0.8 * next());
  });
}

/** What each way of forecasting says of the next days, and what came, at many moments of many years. */
function trials(ahead: number) {
  const found: { pace: number; lastDay: number; allSoFar: number; came: number; isInBand: boolean }[] = [];
  for (let seed = 1; seed <= 30; seed += 1) {
    const days = year(seed);
    for (let at = 60; at + ahead < days.length; at += 11) {
      const band = usedAhead(paceOf(days.slice(at - PACE_DAYS, at)), ahead);
      const came = days.slice(at, at + ahead).reduce((sum, used) => sum + used, 0);
      const mean = days.slice(0, at).reduce((sum, used) => sum + used, 0) / at;
      found.push({ pace: band.expected, lastDay: (days[at - 1] ?? 0) * ahead, allSoFar: mean * ahead, came, isInBand: came >= band.low && came <= band.high });
    }
  }
  return found;
}

describe('the pace of the last two weeks', () => {
  it.each([7, 14, 21])('foretells the next %i days better than the last day does, and better than all days before', (ahead) => {
    const all = trials(ahead);
    const error = (by: 'pace' | 'lastDay' | 'allSoFar') => all.reduce((sum, trial) => sum + Math.abs(trial[by] - trial.came), 0);
    expect(error('pace')).toBeLessThan(0.6 * error('lastDay'));
    expect(error('pace')).toBeLessThan(error('allSoFar'));
  });

  it.each([7, 14, 21])('has a band that holds about 4 of 5 sums of %i days', (ahead) => {
    const all = trials(ahead);
    const share = all.filter(({ isInBand }) => isInBand).length / all.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.95);
  });

  it('is exact, without a band, when every day is alike, and is not taken from fewer days', () => {
    const pace = paceOf(Array<number>(PACE_DAYS).fill(10));
    expect(usedAhead(pace, 5)).toEqual({ low: 50, expected: 50, high: 50 });
    expect(() => paceOf([1, 2, 3])).toThrow(RangeError);
  });
});
