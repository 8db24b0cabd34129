import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyFunding, stackingOrder, type FundedCharge, type FundingShare, type Stacked } from './stacking';

const GIVEN = new Date('2026-01-05T02:00:00Z');

function source(id: string, facts: Partial<Stacked> = {}): Stacked {
  return {
    id, kind: 'voucher', lastMonth: '2026-12', givenAt: GIVEN, sharePercent: 100, monthCapFen: null, gpuClasses: [], poolIds: [],
    amountFen: 100n, usedFen: 0n, lapsedFen: 0n, clawedBackFen: 0n, ...facts,
  };
}
const charge = (amountFen: bigint, poolId: string | null = 'p1', gpuClass: string | null = 'h800'): FundedCharge => ({ poolId, gpuClass, amountFen });
const paid = (shares: readonly FundingShare[]): Record<string, bigint> => {
  const sums: Record<string, bigint> = {};
  for (const { sourceId, amountFen } of shares) sums[sourceId] = (sums[sourceId] ?? 0n) + amountFen;
  return sums;
};

describe('sources pay', () => {
  test('vouchers before subsidies before cash, and what ends first before what ends later', () => {
    const sources = [
      source('cash', { kind: 'cash', lastMonth: null }), source('late', { lastMonth: '2027-03' }), source('soon', { lastMonth: '2026-11' }),
      source('subsidy', { kind: 'subsidy', lastMonth: '2026-11' }),
    ];
    expect(sources.toSorted(stackingOrder).map(({ id }) => id)).toEqual(['soon', 'late', 'subsidy', 'cash']);
    expect(paid(applyFunding([charge(250n)], sources))).toEqual({ soon: 100n, late: 100n, subsidy: 50n });
  });

  test.each<[string, Partial<Stacked>, bigint]>([
    ['at most their share of each charge, rounded down', { sharePercent: 30 }, 29n],
    ['at most their cap for the month', { monthCapFen: 40n }, 40n],
    ['at most what is left of them', { usedFen: 60n, lapsedFen: 10n, clawedBackFen: 5n }, 25n],
    ['only for their GPU classes', { gpuClasses: ['a800'] }, 0n],
    ['only in their pools', { poolIds: ['p2'] }, 0n],
  ])('%s', (_, terms, amount) => {
    expect(paid(applyFunding([charge(99n)], [source('one', terms)]))['one'] ?? 0n).toBe(amount);
  });

  test('nothing for a free month', () => {
    expect(applyFunding([charge(0n)], [source('one')])).toEqual([]);
  });

  test('elsewhere, where that lets a later source pay too', () => {
    const shares = applyFunding([charge(100n, 'p1'), charge(100n, 'p2')], [
      source('soon', { lastMonth: '2026-10' }), source('only p1', { poolIds: ['p1'] }),
    ]);
    expect(shares).toEqual([
      { sourceId: 'soon', poolId: 'p2', gpuClass: 'h800', amountFen: 100n },
      { sourceId: 'only p1', poolId: 'p1', gpuClass: 'h800', amountFen: 100n },
    ]);
  });

  test('less by what corrections take off, in proportion', () => {
    const shares = applyFunding([charge(300n, 'p1'), charge(100n, 'p2'), charge(-100n, null, null)], [
      source('p1', { poolIds: ['p1'], amountFen: 900n }), source('p2', { poolIds: ['p2'], amountFen: 900n }),
    ]);
    expect(paid(shares)).toEqual({ p1: 225n, p2: 75n });
  });

  test('back the way it came when a month comes to less than nothing, and never more than they paid', () => {
    const sources = [source('soon', { lastMonth: '2026-10', usedFen: 70n }), source('late', { usedFen: 50n })];
    expect(paid(applyFunding([charge(-80n)], sources))).toEqual({ late: -50n, soon: -30n });
    expect(paid(applyFunding([charge(-500n)], sources))).toEqual({ late: -50n, soon: -70n });
  });
});

const pools = fc.constantFrom('p1', 'p2', 'p3');
const classes = fc.constantFrom('h800', 'a800');
const charges = fc.array(fc.record({ poolId: pools, gpuClass: classes, amountFen: fc.bigInt({ min: 0n, max: 400n }) }), { maxLength: 6 });
const sources = fc
  .array(
    fc.record({
      kind: fc.constantFrom('voucher', 'subsidy', 'cash'), lastMonth: fc.constantFrom('2026-10', '2026-11', '2027-02'),
      sharePercent: fc.integer({ min: 1, max: 100 }), monthCapFen: fc.option(fc.bigInt({ min: 1n, max: 300n })),
      gpuClasses: fc.uniqueArray(classes, { maxLength: 1 }), poolIds: fc.uniqueArray(pools, { maxLength: 2 }),
      amountFen: fc.bigInt({ min: 1n, max: 500n }),
    }),
    { maxLength: 5 },
  )
  .map((all) => all.map((facts, nth) => source(`s${nth}`, facts)));

/** The most that these sources could pay in any way: the least cut of the network, found by looking at every one. */
function most(of: readonly FundedCharge[], by: readonly Stacked[]): bigint {
  const places = new Map<string, FundedCharge>();
  for (const one of of) {
    const key = `${one.poolId} ${one.gpuClass}`;
    places.set(key, { ...one, amountFen: one.amountFen + (places.get(key)?.amountFen ?? 0n) });
  }
  const good = (one: Stacked, { poolId, gpuClass }: FundedCharge) =>
    (one.poolIds.length === 0 || one.poolIds.includes(poolId!)) && (one.gpuClasses.length === 0 || one.gpuClasses.includes(gpuClass!));
  let least: bigint | null = null;
  for (let cut = 0; cut < 2 ** by.length; cut++) {
    const isCut = (nth: number) => Math.floor(cut / 2 ** nth) % 2 === 1;
    let sum = by.reduce((all, one, nth) => {
      const own = one.monthCapFen !== null && one.monthCapFen < one.amountFen ? one.monthCapFen : one.amountFen;
      return isCut(nth) ? all + own : all;
    }, 0n);
    for (const place of places.values()) {
      const through = by.reduce(
        (all, one, nth) => (!isCut(nth) && good(one, place) ? all + (place.amountFen * BigInt(one.sharePercent)) / 100n : all), 0n,
      );
      sum += through < place.amountFen ? through : place.amountFen;
    }
    if (least === null || sum < least) least = sum;
  }
  return least ?? 0n;
}

describe('whatever is charged and given', () => {
  test('no charge is paid twice, no cap, share, balance, class or pool is passed', () => {
    fc.assert(
      fc.property(charges, sources, (of, by) => {
        const shares = applyFunding(of, by);
        const total = (list: readonly { amountFen: bigint }[]) => list.reduce((sum, { amountFen }) => sum + amountFen, 0n);
        for (const place of shares) {
          const same = (one: { poolId: string | null; gpuClass: string | null }) => one.poolId === place.poolId && one.gpuClass === place.gpuClass;
          const due = total(of.filter(same));
          const { sharePercent, gpuClasses, poolIds } = by.find(({ id }) => id === place.sourceId)!;
          expect(place.amountFen).toBeGreaterThan(0n);
          expect(place.amountFen * 100n).toBeLessThanOrEqual(due * BigInt(sharePercent));
          expect(total(shares.filter(same))).toBeLessThanOrEqual(due);
          expect(gpuClasses.length === 0 || gpuClasses.includes(place.gpuClass!)).toBe(true);
          expect(poolIds.length === 0 || poolIds.includes(place.poolId!)).toBe(true);
        }
        for (const [id, amount] of Object.entries(paid(shares))) {
          const one = by.find((candidate) => candidate.id === id)!;
          expect(amount).toBeLessThanOrEqual(one.amountFen);
          if (one.monthCapFen !== null) expect(amount).toBeLessThanOrEqual(one.monthCapFen);
        }
      }),
    );
  });

  test('the order in which things are told does not matter', () => {
    const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
    fc.assert(
      fc.property(fc.tuple(charges, sources).chain(([of, by]) => fc.tuple(fc.constant([of, by] as const), shuffled(of), shuffled(by))),
        ([[of, by], otherOf, otherBy]) => {
          expect(applyFunding(otherOf, otherBy)).toEqual(applyFunding(of, by));
        }),
    );
  });

  test('the sources that end first are used as far as any order could use them: nothing lapses that could have been used', () => {
    fc.assert(
      fc.property(charges, sources, (of, by) => {
        const amounts = paid(applyFunding(of, by));
        const inOrder = by.toSorted(stackingOrder);
        inOrder.forEach((_, last) => {
          const first = inOrder.slice(0, last + 1);
          expect(first.reduce((sum, { id }) => sum + (amounts[id] ?? 0n), 0n)).toBe(most(of, first));
        });
      }),
    );
  });
});
