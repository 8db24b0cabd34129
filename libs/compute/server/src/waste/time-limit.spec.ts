import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { limitAdvice, sensibleLimit, type LimitedJobs } from './time-limit';

const HOUR = 3600;
/** Twenty jobs that ask for two days; half of them need less than nine hours, 95 of 100 less than eleven. */
const month = (more: Partial<LimitedJobs> = {}): LimitedJobs => ({
  jobs: 20, timeouts: 0, askedSeconds: 48 * HOUR, usedPercent: 18, p95Seconds: 11 * HOUR - 60, longestSeconds: 14 * HOUR, ...more,
});

describe('a time limit', () => {
  test.each<[string, Partial<LimitedJobs>, ReturnType<typeof limitAdvice>]>([
    ['far above what nearly all jobs need is to be shorter', {}, { step: 'shorter', seconds: 11 * HOUR }],
    ['of which half of the jobs use half is well chosen', { usedPercent: 50 }, null],
    ['that a few long jobs need stays', { p95Seconds: 40 * HOUR }, null],
    ['is not judged by nine jobs', { jobs: 9 }, null],
    ['is judged by ten', { jobs: 10 }, { step: 'shorter', seconds: 11 * HOUR }],
    ['at which jobs are lost is never to be shorter', { timeouts: 3 }, { step: 'longer', seconds: null }],
    ['at which two jobs were lost is bad luck', { timeouts: 2, usedPercent: 70 }, null],
    ['at which 3 of 100 jobs were lost is bad luck', { jobs: 97, timeouts: 3, usedPercent: 70 }, null],
    ['at which every job is lost is too short', { jobs: 0, timeouts: 3, askedSeconds: null, usedPercent: null, p95Seconds: null, longestSeconds: null }, { step: 'longer', seconds: null }],
  ])('%s', (_, more, advice) => {
    expect(limitAdvice(month(more))).toEqual(advice);
  });

  test('that is advised holds 95 of 100 jobs, is less than what is asked for, and is a round number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 24 * HOUR }), fc.integer({ min: 60, max: 30 * 24 * HOUR }), (p95Seconds, askedSeconds) => {
        const advice = limitAdvice(month({ p95Seconds, askedSeconds }));
        if (advice === null || advice.step !== 'shorter') return;
        expect(advice.seconds).toBeGreaterThanOrEqual(p95Seconds);
        expect(advice.seconds).toBeLessThan(askedSeconds);
        expect(advice.seconds % 600).toBe(0);
      }),
    );
  });

  test.each([
    [1, 600], [600, 600], [601, 1200], [HOUR, HOUR], [HOUR + 1, 1.5 * HOUR], [6 * HOUR + 1, 7 * HOUR], [23.5 * HOUR, 24 * HOUR], [25 * HOUR, 30 * HOUR],
  ])('of %i seconds is rounded up to %i', (seconds, limit) => {
    expect(sensibleLimit(seconds)).toBe(limit);
  });
});
