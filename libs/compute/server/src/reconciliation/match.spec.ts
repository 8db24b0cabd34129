import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchBills, type BilledSum, type MatchInput, type MeterDay, type Tolerance } from './match';

const FEN = 1180n;
const UFEN = 1_000_000n;
const tolerance: Tolerance = { absoluteFen: 100n, basisPoints: 10 };

const metered = (day: number, hours: number, more: Partial<MeterDay> = {}): MeterDay => {
  const gpuMh = BigInt(hours * 1000);
  return { poolId: 'p', day: dayOf(day), gpuMh, costUfen: gpuMh * FEN * 1000n, chargeUfen: gpuMh * 1400n * 1000n, utcMh: gpuMh, ...more };
};
const billed = (day: number, hours: number | null, fen = FEN, more: Partial<BilledSum> = {}): BilledSum => ({
  poolId: 'p', matchKind: 'sku', matchKey: 'h800', category: 'usage', firstDay: dayOf(day), lastDay: dayOf(day),
  gpuMh: hours === null ? null : BigInt(hours * 1000), amountUfen: BigInt((hours ?? 0) * 1000) * fen * 1000n, taxUfen: 0n, lines: 1, ...more,
});
const dayOf = (day: number): string => `2026-10-${String(day).padStart(2, '0')}`;
const run = (meter: MeterDay[], bills: BilledSum[]): ReturnType<typeof matchBills> => matchBills(input(meter, bills));
const input = (meter: readonly MeterDay[], bills: readonly BilledSum[]): MatchInput => ({
  firstDay: '2026-10-01', lastDay: '2026-10-31', meter, billed: bills, fenPerGpuHour: () => FEN, tolerance,
});

describe('why a day differs', () => {
  test.each<[string, MeterDay[], BilledSum[], string[], boolean]>([
    ['nothing does', [metered(1, 100)], [billed(1, 100)], [], true],
    ['another price than the contract’s', [metered(1, 100)], [billed(1, 100, 1320n)], ['price'], false],
    ['more hours than were metered', [metered(1, 100)], [billed(1, 130)], ['quantity'], false],
    ['fewer hours than were metered', [metered(1, 100)], [billed(1, 80)], ['quantity'], false],
    ['both', [metered(1, 100)], [billed(1, 130, 1320n)], ['price', 'quantity'], false],
    ['both, one making up for the other', [metered(1, 100)], [billed(1, 200, 590n)], ['price', 'quantity'], true],
    ['days counted in UTC', [metered(1, 100, { utcMh: 140_000n })], [billed(1, 140)], ['time_zone'], false],
    ['billed, and the meter has no such pool', [], [billed(1, 10)], ['never_metered'], false],
    ['metered and not billed', [metered(1, 10)], [], ['not_billed'], false],
    ['some fen', [metered(1, 100)], [billed(1, 100, FEN, { amountUfen: 118_000n * UFEN + 5n })], ['rounding'], true],
    ['an amount without a quantity', [metered(1, 100)], [billed(1, null, FEN, { amountUfen: 1n })], ['no_quantity'], false],
    ['a tenth of a per cent', [metered(1, 100_000)], [billed(1, 100_099)], ['rounding'], true],
  ])('%s', (_, meter, bills, causes, isWithin) => {
    const [row, ...rest] = run(meter, bills);
    expect(rest).toEqual([]);
    expect([row?.causes, row?.isWithin]).toEqual([causes, isWithin]);
  });

  test('the meter has nothing of one day of the month', () => {
    const rows = run([metered(1, 100)], [billed(1, 100), billed(2, 50)]);
    expect(rows.map(({ firstDay, causes }) => [firstDay, causes])).toEqual([['2026-10-01', []], ['2026-10-02', ['missing_meter']]]);
  });

  test('quantity and price make up the difference', () => {
    const [row] = run([metered(1, 100)], [billed(1, 130, 1320n)]);
    expect(row?.quantityUfen).toBe(30n * FEN * UFEN);
    expect(row!.billedUfen - row!.meteredUfen - row!.quantityUfen).toBe(130n * (1320n - FEN) * UFEN);
  });
});

test('a line for the whole month is compared with the month; weeks that touch stay together, days apart do not', () => {
  const meter = [1, 2, 9, 20].map((day) => metered(day, 10));
  expect(run(meter, [billed(1, 40, FEN, { lastDay: '2026-10-31' })]).map(({ firstDay, lastDay, isWithin }) => [firstDay, lastDay, isWithin]))
    .toEqual([['2026-10-01', '2026-10-31', true]]);
  const weeks = run(meter, [billed(1, 20, FEN, { lastDay: dayOf(9) }), billed(9, 10, FEN, { lastDay: dayOf(15) }), billed(20, 10)]);
  expect(weeks.map(({ firstDay, lastDay, isWithin }) => [firstDay, lastDay, isWithin]))
    .toEqual([[dayOf(1), dayOf(15), true], [dayOf(20), dayOf(20), true]]);
});

test('tax, credits, other months and what nobody knows stand by themselves', () => {
  const rows = run([metered(1, 1)], [
    billed(1, 1, FEN, { taxUfen: 7n }),
    billed(1, null, FEN, { category: 'tax', amountUfen: 5n, poolId: null }),
    billed(1, null, FEN, { category: 'credit', amountUfen: -9n }),
    billed(1, 2, FEN, { firstDay: '2026-09-03', lastDay: '2026-09-04', category: 'adjustment' }),
    billed(3, 4, FEN, { poolId: null, matchKind: 'resource', matchKey: 'i-1' }),
    billed(4, 4, FEN, { poolId: null, matchKind: 'resource', matchKey: 'i-1' }),
  ]);
  expect(rows.map(({ kind, matchKey, firstDay, lastDay, billedMh, billedUfen, causes, isWithin }) =>
    [kind, matchKey, firstDay, lastDay, billedMh, billedUfen, causes, isWithin])).toEqual([
    ['use', null, dayOf(1), dayOf(1), 1000n, FEN * UFEN, [], true],
    ['unmatched', 'i-1', dayOf(3), dayOf(4), 8000n, 8n * FEN * UFEN, ['unmatched'], false],
    ['outside', null, '2026-09-03', '2026-09-04', 2000n, 2n * FEN * UFEN, ['outside'], false],
    ['credit', null, dayOf(1), dayOf(1), null, -9n, ['credit'], true],
    ['tax', null, null, null, null, 12n, ['tax'], true],
  ]);
});

const mh = fc.bigInt({ min: 0n, max: 10n ** 9n });
const money = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const day = fc.integer({ min: 1, max: 31 });
const poolId = fc.constantFrom('a', 'b', 'c');
const meterArb = fc.uniqueArray(
  fc.record({ poolId, day: day.map(dayOf), gpuMh: mh, costUfen: mh, chargeUfen: mh, utcMh: mh }), { selector: (one) => `${one.poolId} ${one.day}`, maxLength: 40 },
);
const billedArb = fc.array(
  fc.tuple(fc.option(poolId), fc.constantFrom('resource' as const, 'sku' as const), fc.constantFrom('x', 'y'),
    fc.constantFrom('usage' as const, 'purchase' as const, 'tax' as const, 'credit' as const, 'adjustment' as const),
    day, fc.nat(12), fc.option(mh), money, money, fc.integer({ min: -40, max: 0 }))
    .map(([pool, matchKind, matchKey, category, first, span, gpuMh, amountUfen, taxUfen, back]): BilledSum => {
      const text = (offset: number) => new Date(Date.UTC(2026, 9, first + (back < -35 ? back : 0) + offset)).toISOString().slice(0, 10);
      return { poolId: pool, matchKind, matchKey, category, firstDay: text(0), lastDay: text(span), gpuMh, amountUfen, taxUfen, lines: 1 };
    }),
  { maxLength: 40 },
);
const sum = <T>(rows: readonly T[], of: (row: T) => bigint): bigint => rows.reduce((all, row) => all + of(row), 0n);

test('whatever the bill and the meter hold: nothing is lost or counted twice, and the order means nothing', () => {
  fc.assert(
    fc.property(meterArb, billedArb, fc.func(fc.nat()), (meter, bills, shuffle) => {
      const rows = run(meter, bills);
      expect(sum(rows, (row) => row.billedUfen - row.meteredUfen))
        .toBe(sum(bills, (one) => one.amountUfen + one.taxUfen) - sum(meter, (one) => one.costUfen));
      expect(sum(rows, (row) => row.billedMh ?? 0n)).toBe(sum(bills, (one) => one.gpuMh ?? 0n));
      expect(sum(rows, (row) => row.meteredMh)).toBe(sum(meter, (one) => one.gpuMh));
      expect(sum(rows, (row) => row.chargedUfen)).toBe(sum(meter, (one) => one.chargeUfen));
      expect(rows.reduce((all, row) => all + row.billLines, 0)).toBe(bills.length);
      for (const row of rows) if (!row.isWithin) expect(row.causes.length).toBeGreaterThan(0);
      const other = <T>(list: readonly T[]): T[] => [...list].sort((one, two) => shuffle(one) - shuffle(two));
      expect(run(other(meter), other(bills))).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});
