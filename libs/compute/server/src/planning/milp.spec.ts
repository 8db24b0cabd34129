import { expect, test } from '@jest/globals';
import { planByMilp } from './milp';
import { parseWorld } from './parse-world';
import { planWorld } from './plan';
import type { World, WorldInput } from './world';

type RequestInput = Partial<WorldInput['requests'][number]> & { hours: number };

/** Pools of so many hours in one month, one tenant per request, quantum one hour. */
function worldOf(pools: readonly number[], requests: readonly RequestInput[], budgets: readonly number[] = []): World {
  return parseWorld({
    format: 'wutong-world/1',
    cycle: { id: 'c', from: '2027-01', to: '2027-01' },
    quantumHours: 1,
    normalisation: [{ version: '1', from: '2026-01', factors: { a800: 1 } }],
    suppliers: [{ id: 's' }],
    pools: pools.map((hours, at) => ({
      id: `pool-${at}`,
      supplier: 's',
      gpuClass: 'a800',
      region: 'shanghai',
      capacity: [],
      extra: [{ month: '2027-01', hours }],
      prices: [{ from: '2027-01', fenPerGpuHour: 100 + at }],
    })),
    tenants: requests.map((_, at) => ({
      id: `tenant-${at}`,
      ...(budgets[at] !== undefined && { budgetFen: budgets[at] }),
    })),
    requests: requests.map((request, at) => ({
      id: `request-${at}`,
      tenant: `tenant-${at}`,
      gpuClasses: ['a800'],
      from: '2027-01',
      to: '2027-01',
      ...request,
    })),
  });
}

const granted = (plan: { requests: readonly { grantedHours: number }[] }): number[] =>
  plan.requests.map(({ grantedHours }) => grantedHours);

test('all-or-nothing requests are chosen together, better than one at a time', async () => {
  const world = worldOf([10], [6, 5, 5].map((hours) => ({ hours, atLeastHours: hours })));
  const { plan, milp } = await planByMilp(world, { seconds: 10 });
  expect(milp).toMatchObject({ status: 'optimal', used: true, gap: 0 });
  expect(granted(plan)).toEqual([0, 5, 5]);
  expect(plan.requests[0]!.reason!.kind).toBe('atLeast');
});

test('one-pool requests are packed, and planning again changes nothing', async () => {
  const jobs = [6, 5, 5, 4].map((hours) => ({ hours, onePool: true, atLeastHours: hours }));
  const world = worldOf([10, 10], jobs);
  const { plan } = await planByMilp(world, { seconds: 10 });
  expect(granted(plan)).toEqual([6, 5, 5, 4]);
  const previous = plan.lines.map(({ request, pool, month, hours }) => ({ request, pool, month, hours }));
  const again = await planByMilp({ ...world, previous }, { seconds: 10 });
  expect(again.plan.planHash).toBe(plan.planHash);
});

test('budgets are kept whoever chooses', async () => {
  const world = worldOf([10, 10], [{ hours: 20 }, { hours: 20 }], [450]);
  const { plan } = await planByMilp(world, { seconds: 10 });
  expect(plan.tenants[0]!.costFen).toBeLessThanOrEqual(450);
  expect(granted(plan)).toEqual([4, 16]);
});

test('without rules, or without time, the quick plan stands', async () => {
  const plain = worldOf([10], [{ hours: 6 }, { hours: 8 }]);
  expect((await planByMilp(plain, { seconds: 10 })).plan).toEqual(planWorld(plain));
  const jobs = Array.from({ length: 40 }, (_, at) => ({ hours: 5 + ((at * 7) % 11), onePool: true, atLeastHours: 5 }));
  const hard = worldOf([23, 31, 37, 41, 29], jobs);
  const { plan, milp } = await planByMilp(hard, { seconds: 1e-6 });
  expect(milp.status).not.toBe('optimal');
  if (!milp.used) expect(plan).toEqual(planWorld(hard));
});
