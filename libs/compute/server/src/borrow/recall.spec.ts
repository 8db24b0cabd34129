import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recalls, type Idle, type Loan } from './recall';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-28T00:00:00Z');
const at = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);
const NOTICE = 2 * HOUR;
const loan = (id: string, gpus: number, startsAt: number, returnsAt: number): Loan => ({ id, gpus, startsAt: at(startsAt), returnsAt: at(returnsAt) });

test.each<[string, [number, number][], Loan[], [string, number][]]>([
  ['nothing is wanted', [[0, 8]], [loan('a', 8, -1, 48)], []],
  ['all are wanted tomorrow: they come back then', [[0, 8], [24, 0]], [loan('a', 8, -1, 48)], [['a', 24]]],
  ['they are wanted within the notice: the notice is kept', [[0, 8], [1, 0]], [loan('a', 8, -1, 48)], [['a', 2]]],
  ['they are wanted after the loan anyway', [[0, 8], [48, 0]], [loan('a', 8, -1, 48)], []],
  ['who came last gives back first', [[0, 8], [24, 4]], [loan('a', 4, -5, 48), loan('b', 4, -1, 48)], [['b', 24]]],
  ['one loan is not split: whoever came last gives back whole', [[0, 8], [24, 5]], [loan('a', 4, -5, 48), loan('b', 4, -1, 48)], [['b', 24]]],
  ['less and less is idle', [[0, 8], [24, 4], [30, 0]], [loan('a', 4, -5, 48), loan('b', 4, -1, 48)], [['a', 30], ['b', 24]]],
  ['a dip within the notice that is over before it ends', [[0, 8], [1, 0], [1.5, 8]], [loan('a', 8, -1, 48)], [['a', 2]]],
])('%s', (_, idle, loans, expected) => {
  const found = recalls(idle.map(([hours, gpus]) => ({ at: at(hours), gpus })), loans, NOW, NOTICE);
  expect(found.map(({ id, returnsAt }) => [id, (returnsAt.getTime() - NOW.getTime()) / HOUR])).toEqual(expected);
});

test('after the notice no more is lent than is idle, nobody is recalled while who came later could do, and recalling again changes nothing', () => {
  const idleOverTime = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: -4, max: 20 })), { maxLength: 8 })
    .chain((rows) => fc.integer({ min: 0, max: 20 }).map((first): Idle[] =>
      [[0, first] as const, ...rows.toSorted((a, b) => a[0] - b[0])].map(([hours, gpus]) => ({ at: at(hours), gpus }))));
  const loans = fc.array(fc.record({ gpus: fc.integer({ min: 1, max: 8 }), started: fc.integer({ min: -48, max: 0 }), ends: fc.integer({ min: 1, max: 72 }) }), { maxLength: 6 })
    .map((rows) => rows.map(({ gpus, started, ends }, n) => loan(`l${n}`, gpus, started, ends)));
  fc.assert(fc.property(idleOverTime, loans, (idle, given) => {
    const found = recalls(idle, given, NOW, NOTICE);
    const after = given.map((one) => ({ ...one, ...found.find(({ id }) => id === one.id) }));
    const lentAt = (some: readonly Loan[], moment: number) =>
      some.filter(({ returnsAt }) => returnsAt.getTime() > moment).reduce((sum, { gpus }) => sum + gpus, 0);
    for (const { at: moment, gpus } of idle) {
      const judged = Math.max(moment.getTime(), NOW.getTime() + NOTICE);
      expect(lentAt(after, judged)).toBeLessThanOrEqual(Math.max(0, gpus));
    }
    for (const { id, returnsAt } of found) {
      expect(returnsAt.getTime()).toBeGreaterThanOrEqual(NOW.getTime() + NOTICE);
      // Were it and those before it left where they were, it would have been too much at the moment for which it was recalled.
      const own = given.find((before) => before.id === id)!;
      const isNoLater = (one: Loan) => one.startsAt < own.startsAt || (one.startsAt.getTime() === own.startsAt.getTime() && one.id <= id);
      const left = after.map((one) => (isNoLater(one) ? given.find((before) => before.id === one.id)! : one));
      const tooMuch = idle.some(({ at: moment, gpus }) => {
        const judged = Math.max(moment.getTime(), NOW.getTime() + NOTICE);
        return judged >= returnsAt.getTime() && lentAt(left, judged) > Math.max(0, gpus);
      });
      expect(tooMuch).toBe(true);
    }
    expect(recalls(idle, after, NOW, NOTICE)).toEqual([]);
  }), { numRuns: 500 });
});
