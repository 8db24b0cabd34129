import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { activityOf, type HeldHour } from './activity';

const RULES = { idlePercent: 5, idleHours: 3, idleSharePercent: 60 };
const T0 = 1_764_295_200;
const five = (percent: number | null): (number | null)[] => new Array<number | null>(12).fill(percent);
const hour = (n: number, util: readonly (number | null)[], heldSeconds = 3600): HeldHour => ({ at: T0 + n * 3600, seen: 4095, heldSeconds, util });
const hours = (...utils: (number | null)[][]): HeldHour[] => utils.map((util, n) => hour(n, util));
const H = 3600;

describe('idleness', () => {
  test.each<[string, HeldHour[], { wasted: number; longest: number }]>([
    ['of a job that works is none', hours(five(80), five(90), five(70), five(80)), { wasted: 0, longest: 0 }],
    ['of two hours between work is not yet waste', hours(five(80), five(0), five(0), five(80), five(80)), { wasted: 0, longest: 2 * H }],
    ['of four hours on end is', hours(five(80), five(0), five(0), five(0), five(0), five(80), five(80), five(80)), { wasted: 4 * H, longest: 4 * H }],
    [
      'hidden by a burst every two hours is seen by its share', hours([99, ...five(0).slice(1)], five(0), [99, ...five(0).slice(1)], five(0)),
      { wasted: 46 * 300, longest: 23 * 300 },
    ],
    ['hidden by a mean of 25 % is seen: three hours of work, nine of nothing', hours(...[100, 100, 100].map(five), ...new Array(9).fill(five(0))), { wasted: 9 * H, longest: 9 * H }],
    ['of a short job is none: it was not held long', hours(five(0)), { wasted: 0, longest: H }],
    ['does not reach across a long gap', [...hours(five(0), five(0)), hour(5, five(0)), ...[6, 7, 8].map((n) => hour(n, five(50)))], { wasted: 0, longest: 2 * H }],
    ['goes on across a short one', hours(five(0), [...five(0).slice(2), null, null], five(0), five(0), ...new Array(4).fill(five(60))), { wasted: 46 * 300, longest: 46 * 300 }],
    ['of what was never read is not known', hours(five(null), five(null), five(null), five(null)), { wasted: 0, longest: 0 }],
    ['just at the threshold is none', hours(five(5), five(5), five(5), five(5)), { wasted: 0, longest: 0 }],
  ])('%s', (_, track, { wasted, longest }) => {
    const activity = activityOf(track, RULES);
    expect([Math.round(activity.wastedSeconds), activity.longestIdleSeconds]).toEqual([wasted, longest]);
  });

  test('of a seventh of a GPU is a seventh of the hours', () => {
    const track = [0, 1, 2, 3].map((n) => hour(n, five(0), 514));
    expect(activityOf(track, RULES)).toMatchObject({ wastedSeconds: expect.closeTo(2056, 3), longestIdleSeconds: 4 * H });
  });

  test('never exceeds what was read, nor that what was held', () => {
    const util = fc.array(fc.option(fc.nat(100)), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(util, { minLength: 1, maxLength: 20 }), (utils) => {
        const { heldSeconds, readSeconds, idleSeconds, wastedSeconds, workingPercent, neverWorked } = activityOf(hours(...utils), RULES);
        const most = 1e-6;
        expect(wastedSeconds).toBeLessThanOrEqual(idleSeconds + most);
        expect(idleSeconds).toBeLessThanOrEqual(readSeconds + most);
        expect(readSeconds).toBeLessThanOrEqual(heldSeconds + most);
        expect(workingPercent === null).toBe(readSeconds - idleSeconds < 1);
        expect(neverWorked).toBe(readSeconds > 0 && workingPercent === null);
      }),
    );
  });
});
