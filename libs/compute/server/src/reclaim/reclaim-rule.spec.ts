import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gpusFor, idleOf, timeOutside, type GrantUse } from './reclaim-rule';

const DAY = 86_400_000;
const at = (day: number): Date => new Date(Date.UTC(2026, 10, 1) + day * DAY);
const rule = { atPercent: 50, minUsedPercent: 40, keepPercent: 150 };
/** 10 GPUs for 20 days: 4,800 hours, of which so many were used by the tenth day. */
const use = (usedHours: number, more: Partial<GrantUse> = {}): GrantUse => ({
  startsAt: at(0), endsAt: at(20), meteredUntil: at(10), grantedMh: 4_800_000n, usedMh: BigInt(usedHours) * 1000n,
  heldMh: BigInt(4800 - usedHours) * 1000n, blocked: [], ...more,
});

describe('at half of the window with less than 40 % used', () => {
  test.each([
    ['nothing was used: all of it lies idle', use(0), 4_800_000n],
    ['a tenth was used: half as much again as that pace needs stays', use(480), 4_320_000n - 720_000n],
    ['just under the share', use(1919), 2_881_000n - 2_878_500n],
  ])('%s', (_, used, idleMh) => {
    expect(idleOf(rule, used, at(10))).toEqual({ idleMh, usableMs: 10 * DAY });
  });

  test.each([
    ['enough was used', use(1920)],
    ['half of the window has not passed', use(0, { meteredUntil: at(9.9) })],
    ['a day of maintenance counts as no day', use(0, { blocked: [{ startsAt: at(3), endsAt: at(4) }] })],
    ['its use is not known until then', use(0, { meteredUntil: at(2) })],
    ['it has only just started', use(0, { startsAt: at(9.5), endsAt: at(29.5) })],
    ['it was never usable at all', use(0, { blocked: [{ startsAt: at(-1), endsAt: at(30) }] })],
  ])('nothing is asked back when %s', (_, used) => {
    expect(idleOf(rule, used, at(10))).toBeNull();
  });

  test('who uses faster is left more, and never more is asked than is held', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4800 }), fc.integer({ min: 0, max: 4800 }), fc.integer({ min: 0, max: 19 }), (a, b, day) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const [of, other] = [less, more].map((hours) => idleOf(rule, use(hours, { meteredUntil: at(day) }), at(day)));
        expect(of?.idleMh ?? 0n).toBeLessThanOrEqual(use(less).heldMh);
        expect(other?.idleMh ?? 0n).toBeLessThanOrEqual(of?.idleMh ?? 0n);
      }),
    );
  });
});

describe('of the GPUs', () => {
  const grant = { gpus: 10, startsAt: at(0), endsAt: at(20), grantedMh: 4_800_000n };
  test.each([[0n, 0], [1n, 1], [240_000n, 1], [720_000n, 3], [2_400_000n, 10], [4_800_000n, 10]])(
    'those stay that %i milli-hours need in the half of the window that is left: %i', (kept, gpus) => {
      expect(gpusFor(grant, kept, { startsAt: at(10), endsAt: at(20) })).toBe(gpus);
    },
  );
  test('none when the window is over', () => {
    expect(gpusFor(grant, 100n, { startsAt: at(20), endsAt: at(20) })).toBe(0);
  });
});

test('overlapping times are left out once', () => {
  const interval = fc.tuple(fc.integer({ min: -5, max: 25 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 8 }), (intervals) => {
      const blocked = intervals.map(([from, days]) => ({ startsAt: at(from), endsAt: at(from + days) }));
      const days = Array.from({ length: 20 }, (__, day) => day).filter((day) => !intervals.some(([from, length]) => day >= from && day < from + length));
      expect(timeOutside(blocked, { startsAt: at(0), endsAt: at(20) })).toBe(days.length * DAY);
    }),
  );
});
