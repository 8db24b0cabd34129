import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sliceUsage } from './metering';
import { UsageSums, type SummedRun } from './usage-sums';

const place = { organisationId: 'o', poolId: 'p', gpuClass: 'h800' };
const at = (text: string): Date => new Date(text);
const run = fc
  .record({ start: fc.integer({ min: 1_700_000_000, max: 1_790_000_000 }), wall: fc.integer({ min: 0, max: 200_000 }), gpus: fc.integer({ min: 1, max: 512 }), part: fc.integer({ min: 0, max: 100 }) })
  .map(({ start, wall, gpus, part }): SummedRun => ({
    ...place, gpus, startAt: new Date(start * 1000), untilAt: new Date((start + wall) * 1000),
    elapsedSeconds: Math.floor((wall * part) / 100),
  }));

const total = (rows: readonly { mh: bigint }[]): bigint => rows.reduce((sum, { mh }) => sum + mh, 0n);

describe('sums of usage', () => {
  test('cut a run at the hours, and at the days and months of Shanghai', () => {
    const sums = new UsageSums();
    sums.add({ ...place, gpus: 2, startAt: at('2026-10-31T15:30:00Z'), untilAt: at('2026-10-31T17:00:00Z'), elapsedSeconds: 5400 }, 1n);
    const { hour, day, month } = sums.rows();
    const seconds = (text: string): number => at(text).getTime() / 1000;
    expect(hour.map((row) => [row.at, row.mh])).toEqual([
      [seconds('2026-10-31T15:00:00Z'), 1000n], [seconds('2026-10-31T16:00:00Z'), 2000n],
    ]);
    expect(day.map((row) => [row.at, row.mh])).toEqual([
      [seconds('2026-10-30T16:00:00Z'), 1000n], [seconds('2026-10-31T16:00:00Z'), 2000n],
    ]);
    expect(month.map((row) => [row.at, row.mh])).toEqual([
      [seconds('2026-09-30T16:00:00Z'), 1000n], [seconds('2026-10-31T16:00:00Z'), 2000n],
    ]);
  });

  test('are those of the runs exactly, at every grain', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
        const sums = new UsageSums();
        let expected = 0n;
        for (const one of runs) {
          sums.add(one, 1n);
          const record = { start: one.startAt, end: one.untilAt, gpus: one.gpus, elapsedSeconds: one.elapsedSeconds };
          expected += sliceUsage(record, { from: one.startAt, to: one.untilAt, now: one.untilAt })?.gpuMilliHours ?? 0n;
        }
        const { hour, day, month } = sums.rows();
        expect([total(hour), total(day), total(month)]).toEqual([expected, expected, expected]);
        expect(hour.every(({ mh }) => mh > 0n)).toBe(true);
      }),
    );
  });

  test('taken away again leave nothing', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 5 }), (runs) => {
        const sums = new UsageSums();
        for (const one of runs) sums.add(one, 1n);
        for (const one of runs.toReversed()) sums.add(one, -1n);
        expect(sums.rows()).toEqual({ hour: [], day: [], month: [] });
      }),
    );
  });
});
