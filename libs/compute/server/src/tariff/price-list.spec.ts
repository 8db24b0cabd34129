import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PriceList, type DatedPrice } from './price-list';

const at = (text: string): number => Date.parse(text) / 1000;
const price = (validFrom: string, fen: bigint, poolId = 'p'): DatedPrice => ({
  poolId, validFrom: new Date(validFrom), fenPerGpuHour: fen,
});

describe('the price of an hour', () => {
  const list = new PriceList(
    [price('2026-03-01T00:00:00Z', 900n), price('2026-04-01T00:00:00Z', 950n), price('2026-04-01T00:00:00Z', 930n), price('2026-01-01T00:00:00Z', 1n, 'q')],
    [price('2026-02-01T10:30:00Z', 500n), price('2026-03-15T00:00:00Z', 550n)],
  );
  test.each([
    ['2026-02-01T10:00:00Z', null, null, 'before any price there is none, also in the hour in which the first begins'],
    ['2026-02-01T11:00:00Z', 500n, 500n, 'before the first tariff the supplier’s price passes through'],
    ['2026-02-28T23:00:00Z', 500n, 500n, 'up to the last hour'],
    ['2026-03-01T00:00:00Z', 500n, 900n, 'then the tariff is charged'],
    ['2026-03-15T00:00:00Z', 550n, 900n, 'whatever the supplier asks meanwhile'],
    ['2026-04-01T00:00:00Z', 550n, 930n, 'of two tariffs for one hour the one set last counts'],
    ['2030-01-01T00:00:00Z', 550n, 930n, 'and the last ones hold on'],
  ])('at %s is %s and %s: %s', (hour, cost, charge, _) => {
    expect(list.at('p', at(hour))).toMatchObject({ cost, charge });
  });

  test('is that of its own pool', () => {
    expect(list.at('q', at('2026-02-01T00:00:00Z'))).toMatchObject({ cost: null, charge: 1n });
    expect(list.at('r', at('2026-02-01T00:00:00Z'))).toEqual({ cost: null, charge: null });
  });

  test('of the past stays when later prices are added', () => {
    const dated = fc.record({
      poolId: fc.constantFrom('p', 'q'), fenPerGpuHour: fc.bigInt(0n, 9n),
      validFrom: fc.integer({ min: 0, max: 100 * 3600 }).map((seconds) => new Date(seconds * 1000)),
    });
    fc.assert(
      fc.property(fc.array(dated), fc.array(dated), fc.array(dated), fc.array(dated), fc.nat(100), (tariffs, costs, moreTariffs, moreCosts, now) => {
        const later = (prices: DatedPrice[]) => prices.filter(({ validFrom }) => validFrom.getTime() > now * 3_600_000);
        const before = new PriceList(tariffs, costs);
        const after = new PriceList([...tariffs, ...later(moreTariffs)], [...costs, ...later(moreCosts)]);
        for (let hour = 0; hour <= now; hour++) {
          const [a, b] = [before.at('p', hour * 3600), after.at('p', hour * 3600)];
          expect([b.cost, b.charge]).toEqual([a.cost, a.charge]);
        }
      }),
    );
  });
});
