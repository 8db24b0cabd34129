import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextPull, pullWindows } from './pull-windows';

const at = (hours: number): Date => new Date(Date.parse('2026-11-01T00:00:00Z') + hours * 3_600_000);

test('a first pull begins where it was told to, a later one six hours before the last ended', () => {
  expect(pullWindows(at(0), true, at(2))).toEqual([{ from: at(0), to: at(2) }]);
  expect(pullWindows(at(10), false, at(11))).toEqual([{ from: at(4), to: at(11) }]);
});

test('a long pause is read in windows of a day', () => {
  expect(pullWindows(at(6), false, at(50))).toEqual([{ from: at(0), to: at(24) }, { from: at(24), to: at(48) }, { from: at(48), to: at(50) }]);
});

test('there is never a gap, never more than a day at once, and pulls come to an end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (hours) => {
      let until = at(0);
      let rounds = 0;
      for (; until < at(hours); rounds += 1) {
        const windows = pullWindows(until, rounds === 0, at(hours));
        expect(windows[0]?.from.getTime()).toBeLessThanOrEqual(until.getTime());
        for (const [i, { from, to }] of windows.entries()) {
          expect(to.getTime() - from.getTime()).toBeLessThanOrEqual(24 * 3_600_000);
          if (i > 0) expect(from).toEqual(windows[i - 1]?.to);
        }
        until = windows.at(-1)?.to ?? until;
      }
      expect(rounds).toBeLessThanOrEqual(hours / (30 * 24) + 2);
    }),
    { numRuns: 50 },
  );
});

test('failures are tried again at growing intervals, at most an hour apart', () => {
  const minutes = [0, 1, 2, 3, 4, 9].map((failures) => (nextPull(at(0), failures).getTime() - at(0).getTime()) / 60_000);
  expect(minutes).toEqual([5, 10, 20, 40, 60, 60]);
});
