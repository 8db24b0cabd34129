import fc from 'fast-check';
import { parseWorld } from './parse-world';
import type { World, WorldInput } from './world';

/**
 * Random worlds for the property tests. `plain` ones have what the fairness theorems speak of: one priority class, one
 * request per tenant, no guarantees and no rules. `mixed` ones have everything except the rules that flows cannot
 * express; `ruled` ones have those too.
 */
export type Kind = 'plain' | 'mixed' | 'ruled';

const classes = ['h800', 'a800', '910b'];
const regions = ['east', 'north'];

/** Runs per property: 200 in `npm test`, 2,000 and more with WUTONG_LONG=1. */
export const runs = process.env.WUTONG_LONG === '1' ? 2_000 : 200;

export function worlds(
  kind: Kind,
  size: { tenants?: number; pools?: number; months?: number } = {},
): fc.Arbitrary<World> {
  const months = size.months ?? 3;
  const month = fc.integer({ min: 1, max: months }).map((at) => `2027-0${at}`);
  const window = fc.tuple(month, month).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
  const plain = kind === 'plain';
  const pool = fc.record({
    gpuClass: fc.constantFrom(...classes),
    region: fc.constantFrom(...regions),
    dataRules: fc.subarray(['level-3']),
    extra: fc.array(fc.record({ month, hours: fc.integer({ min: 0, max: 120 }) }), { minLength: 1, maxLength: months }),
    price: fc.integer({ min: 1, max: 6 }),
    later: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    prepaid: fc.array(fc.record({ month, hours: fc.integer({ min: 0, max: 80 }) }), { maxLength: plain ? 0 : 1 }),
  });
  const tenant = fc.record(
    {
      scorePercent: fc.integer({ min: 20, max: 300 }),
      budgetFen: kind === 'ruled' ? fc.integer({ min: 0, max: 800 }) : fc.constant(undefined),
    },
    { requiredKeys: ['scorePercent'] },
  );
  const request = fc.record({
    gpuClasses: fc.oneof(fc.subarray(classes, { minLength: 1 }), fc.constant(classes)),
    regions: fc.option(fc.subarray(regions, { minLength: 1 }), { nil: undefined }),
    dataRules: fc.constantFrom<string[]>([], [], ['level-3']),
    window,
    hours: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 100, max: 800 })),
    priority: plain ? fc.constant(5) : fc.constantFrom(1, 5, 5),
    rank: plain ? fc.constant(1) : fc.constantFrom(1, 1, 2),
    guaranteed: plain ? fc.constant(0) : fc.constantFrom(0, 0, 0, 20, 50),
    onePool: kind === 'ruled' ? fc.boolean() : fc.constant(false),
    atLeast: kind === 'ruled' ? fc.constantFrom(0, 0, 50, 100) : fc.constant(0),
  });
  const count = size.tenants ?? 6;
  return fc
    .record({
      quantumHours: fc.constantFrom(1, 2, 8),
      pools: fc.array(pool, { minLength: 1, maxLength: size.pools ?? 4, size: 'max' }),
      tenants: fc.array(tenant, { minLength: 1, maxLength: count, size: 'max' }),
      requests: fc.array(fc.tuple(request, fc.nat()), {
        minLength: 1,
        maxLength: plain ? count : count * 2,
        size: 'max',
      }),
    })
    .map((drawn): World => {
      const input: WorldInput = {
        format: 'wutong-world/1',
        cycle: { id: 'random', from: '2027-01', to: `2027-0${months}` },
        quantumHours: drawn.quantumHours,
        normalisation: [{ version: '1', from: '2026-01', factors: { h800: 2, a800: 1, '910b': 0.8 } }],
        suppliers: [{ id: 's' }],
        pools: drawn.pools.map(({ price, later, prepaid, ...rest }, at) => ({
          ...rest,
          id: `pool-${at}`,
          supplier: 's',
          capacity: [],
          prices: [
            { from: '2027-01', fenPerGpuHour: price },
            ...(later === undefined ? [] : [{ from: '2027-02', fenPerGpuHour: later }]),
          ],
          takeOrPay: prepaid,
        })),
        tenants: drawn.tenants.map((rest, at) => ({ ...rest, id: `tenant-${at}` })),
        requests: drawn.requests
          .slice(0, plain ? drawn.tenants.length : undefined)
          .map(([{ window: span, guaranteed, atLeast, ...rest }, owner], at) => ({
            ...rest,
            ...span,
            id: `request-${at}`,
            tenant: `tenant-${plain ? at : owner % drawn.tenants.length}`,
            guaranteedHours: Math.min(guaranteed, rest.hours),
            atLeastHours: Math.min(atLeast, rest.hours),
          })),
      };
      return parseWorld(input);
    });
}
