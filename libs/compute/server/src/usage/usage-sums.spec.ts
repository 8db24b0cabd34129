import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PriceList } from '../tariff/price-list';
import type { Attributed } from './attribution';
import { gpuMilliHours } from './metering';
import { NO_GRANT, UsageSums, type SummedRun, type SumRow } from './usage-sums';

const place = { organisationId: 'o', grantId: null, poolId: 'p', gpuClass: 'h800' };
const at = (text: string): Date => new Date(text);
const seconds = (text: string): number => at(text).getTime() / 1000;
const price = (validFrom: Date, fenPerGpuHour: bigint) => ({ poolId: 'p', validFrom, fenPerGpuHour });
const run = fc
  .record({
    start: fc.integer({ min: 1_700_000_000, max: 1_700_900_000 }), wall: fc.integer({ min: 0, max: 200_000 }),
    gpus: fc.integer({ min: 1, max: 512 }), part: fc.integer({ min: 0, max: 100 }), grantId: fc.constantFrom(null, 'g', 'h'),
  })
  .map(({ start, wall, part, ...more }): SummedRun & Attributed => ({
    ...place, ...more, startAt: new Date(start * 1000), untilAt: new Date((start + wall) * 1000),
    elapsedSeconds: Math.floor((wall * part) / 100),
  }));
const priced = fc
  .array(fc.tuple(fc.integer({ min: 1_699_000_000, max: 1_701_000_000 }), fc.bigInt(0n, 3000n)), { maxLength: 6 })
  .map((list) => list.map(([from, fen]) => price(new Date(from * 1000), fen)));
const prices = fc.tuple(priced, priced).map(([tariffs, costs]) => new PriceList(tariffs, costs));

const total = (rows: readonly SumRow[]): [bigint, bigint, bigint] =>
  rows.reduce(([mh, cost, charge], row) => [mh + row.mh, cost + row.cost, charge + row.charge], [0n, 0n, 0n]);
const ordered = (sums: UsageSums) =>
  Object.values(sums.rows()).map((rows) => rows.sort((a, b) => a.at - b.at || ((a.grant ?? '') < (b.grant ?? '') ? -1 : 1)));

describe('sums of usage', () => {
  test('cut a run at the hours, and at the days and months of Shanghai, each hour at its price', () => {
    const sums = new UsageSums();
    const list = new PriceList([price(at('2026-10-31T16:00:00Z'), 900n)], [price(at('2026-10-01T00:00:00Z'), 500n)]);
    const whole = { ...place, gpus: 2, startAt: at('2026-10-31T15:30:00Z'), untilAt: at('2026-10-31T17:00:00Z'), elapsedSeconds: 5400 };
    expect(sums.add(place, whole, list, 1n)).toEqual({ costMfen: 1_500_000n, chargeMfen: 2_300_000n });
    const rows = sums.rows();
    const cells = (list: SumRow[]) => list.map((row) => [row.at, row.mh, row.cost, row.charge]);
    const [before, after] = [[1000n, 500_000n, 500_000n], [2000n, 1_000_000n, 1_800_000n]];
    expect(cells(rows.usage_hour)).toEqual([
      [seconds('2026-10-31T15:00:00Z'), ...before], [seconds('2026-10-31T16:00:00Z'), ...after],
    ]);
    const days = [[seconds('2026-10-30T16:00:00Z'), ...before], [seconds('2026-10-31T16:00:00Z'), ...after]];
    expect(cells(rows.usage_day)).toEqual(days);
    expect(cells(rows.usage_grant_day)).toEqual(days);
    expect(rows.usage_grant_day.every(({ grant }) => grant === NO_GRANT)).toBe(true);
    expect(cells(rows.usage_month)).toEqual([
      [seconds('2026-09-30T16:00:00Z'), ...before], [seconds('2026-10-31T16:00:00Z'), ...after],
    ]);
  });

  test('are those of the runs exactly, in every table, in hours and in money', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), prices, (runs, list) => {
        const sums = new UsageSums();
        let [mh, cost, charge] = [0n, 0n, 0n];
        for (const one of runs) {
          const { costMfen, chargeMfen } = sums.add(one, one, list, 1n);
          mh += gpuMilliHours(BigInt(one.gpus) * BigInt(one.elapsedSeconds));
          cost += costMfen;
          charge += chargeMfen;
        }
        for (const rows of Object.values(sums.rows())) expect(total(rows)).toEqual([mh, cost, charge]);
        for (const hour of sums.rows().usage_hour) {
          expect(hour.mh > 0n).toBe(true);
          expect(hour.cost).toBe(hour.mh * (list.at('p', hour.at).cost ?? 0n));
          expect(hour.charge).toBe(hour.mh * (list.at('p', hour.at).charge ?? 0n));
        }
      }),
    );
  });

  test('do not depend on the order of the runs', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 6 }), prices, (runs, list) => {
        const [one, other] = [new UsageSums(), new UsageSums()];
        for (const each of runs) one.add(each, each, list, 1n);
        for (const each of runs.toReversed()) other.add(each, each, list, 1n);
        expect(ordered(other)).toEqual(ordered(one));
      }),
    );
  });

  test('of a run that is read again are those of the last reading alone', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), prices, (readings, list) => {
        const [sums, last] = [new UsageSums(), new UsageSums()];
        for (const [i, reading] of readings.entries()) {
          if (i > 0) sums.add(readings[i - 1]!, readings[i - 1]!, list, -1n);
          sums.add(reading, reading, list, 1n);
        }
        last.add(readings.at(-1)!, readings.at(-1)!, list, 1n);
        expect(ordered(sums)).toEqual(ordered(last));
      }),
    );
  });
});
