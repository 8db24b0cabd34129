import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Allocation } from './allocate';
import { exampleWorld } from './example-world';
import { firstComeLines } from './first-come';
import { checkByHighs } from './highs-check';
import { HighsSolver } from './highs';
import { parseWorld } from './parse-world';
import { place, type Line } from './place';
import { planWorld, previousLines, type Plan } from './plan';
import { buildProblem, type Problem } from './problem';
import { runs, worlds, type Kind } from './random-worlds';
import { rebalance, type Swap } from './rebalance';
import { hasRules, settle } from './settle';
import type { World } from './world';

const kinds: Kind[] = ['plain', 'mixed', 'ruled'];
const settled = (world: World) => {
  const problem = buildProblem(world);
  return { problem, ...settle(problem, previousLines(problem)) };
};
const asPrevious = (plan: Plan): World['previous'] =>
  plan.lines.map(({ request, pool, month, hours }) => ({ request, pool, month, hours }));
const check = <T>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: runs });

describe.each(kinds)('plan of %s worlds', (kind) => {
  test('property 1: whole quanta, never above capacity or demand, only where eligible', () => {
    check(fc.property(worlds(kind), (world) => {
      const { problem, placement, allocation } = settled(world);
      expectFeasible(problem, placement.lines, allocation.units);
    }));
  });

  test('property 7: the order of the input does not matter, equal input gives equal bytes', () => {
    check(fc.property(worlds(kind), fc.infiniteStream(fc.nat()), (world, random) => {
      const shuffled = shuffle(world, () => random.next().value!);
      return JSON.stringify(planWorld(world)) === JSON.stringify(planWorld(shuffled));
    }));
  });

  test('property 8: no other placement of the same hours is cheaper', () => {
    check(fc.property(worlds(kind), fc.infiniteStream(fc.nat()), (world, random) => {
      const { problem, placement, allocation } = settled(world);
      const sampled = samplePlacement(problem, allocation, () => random.next().value!);
      return priceOf(problem, placement.lines) <= priceOf(problem, sampled);
    }));
  });

  test('property 9: planning an unchanged world again changes nothing', () => {
    check(fc.property(worlds(kind), (world) => {
      const plan = planWorld(world);
      const again = planWorld({ ...world, previous: asPrevious(plan) });
      return again.planHash === plan.planHash && again.summary.movedHours === 0;
    }));
  });

  test('property 10: the cells of a reason are full, and their users are confined to them', () => {
    check(fc.property(worlds(kind), (world) => {
      const plan = planWorld(world);
      for (const request of plan.requests) {
        if (request.grantedHours === request.askedHours) expect(request.reason!.kind).toBe('demand');
        else if (request.reason!.cut !== undefined) expectTight(plan, plan.cuts[request.reason!.cut]!);
        else expect(['eligibility', 'budget', 'atLeast']).toContain(request.reason!.kind);
      }
    }));
  });

  test('property 10: "so much more in this cell" really gives the tenant more', () => {
    check(fc.property(worlds(kind), (world) => {
      const plan = planWorld(world);
      const held = (one: Plan, tenant: string, priority: number): number =>
        one.requests
          .filter((request) => request.tenant === tenant && request.priority === priority)
          .reduce((sum, request) => sum + request.grantedHours, 0);
      for (const { tenant, priority, reason } of plan.requests) {
        if (!reason?.more) continue;
        const { pool, month, gpuHours, gainHours } = reason.more;
        const pools = world.pools.map((one) =>
          one.id === pool ? { ...one, extra: [...one.extra, { month, hours: gpuHours }] } : one,
        );
        const gain = held(planWorld({ ...world, pools }), tenant, priority) - held(plan, tenant, priority);
        expect(gain).toBeGreaterThanOrEqual(gainHours - 1e-9);
      }
    }));
  });
});

describe('plan', () => {
  test('property 2: no eligible hour stays free while a request is unmet', () => {
    check(fc.property(worlds('mixed'), (world) => {
      const { problem, placement, allocation } = settled(world);
      const free = problem.cells.map(({ capacity }) => capacity);
      for (const { cell, units } of placement.lines) free[cell]! -= units;
      return problem.requests.every(
        ({ demand, cells }, at) => allocation.units[at] === demand || cells.every((cell) => free[cell] === 0),
      );
    }));
  });

  test('every single-request reason names something that would have helped, where no rule binds', () => {
    check(fc.property(worlds('plain'), (world) =>
      planWorld(world).requests.every(({ reason }) => reason!.kind !== 'capacity' || reason!.more !== undefined),
    ));
  });

  test('property 9: least movement – a change elsewhere moves only what it must', () => {
    check(fc.property(worlds('mixed'), fc.nat(), fc.integer({ min: 1, max: 60 }), (world, pick, hours) => {
      const before = planWorld(world);
      const pools = world.pools.map((pool, at) =>
        at === pick % world.pools.length ? { ...pool, extra: [...pool.extra, { month: '2027-01', hours }] } : pool,
      );
      const changed = { ...world, pools };
      const fresh = planWorld(changed);
      const near = planWorld({ ...changed, previous: asPrevious(before) });
      const inForce = new Map(before.lines.map((line) => [`${line.request} ${line.pool} ${line.month}`, line.hours]));
      const keptBy = (plan: Plan): number =>
        plan.lines.reduce(
          (sum, line) => sum + Math.min(line.hours, inForce.get(`${line.request} ${line.pool} ${line.month}`) ?? 0),
          0,
        );
      expect(near.summary.keptHours).toBeCloseTo(keptBy(near), 3);
      expect(near.summary.grantedHours).toBe(fresh.summary.grantedHours);
      expect(keptBy(near)).toBeGreaterThanOrEqual(keptBy(fresh) - 1e-9);
    }));
  });

  test('property 9: our plan is a fixpoint of every swap that would make it fairer', () => {
    check(fc.property(worlds('mixed'), (world) => {
      const { problem, allocation } = settled(world);
      return rebalance(problem, allocation.units).swaps.length === 0;
    }));
  });

  test('property 9: from a first-come plan the swaps end, each raising the max–min vector', () => {
    fc.assert(fc.property(worlds('plain', { tenants: 4 }), (world) => {
      const problem = buildProblem(world);
      const start = problem.requests.map(() => 0);
      for (const { request, units } of firstComeLines(problem)) start[request]! += units;
      const { holdings, swaps } = rebalance(problem, start);
      expectRising(problem, start, swaps);
      const end = problem.requests.map(({ tenant }) => {
        const { extra, guaranteed } = holdings.find((holding) => holding.tenant === tenant)!;
        return extra + guaranteed;
      });
      expect(rebalance(problem, end).swaps).toHaveLength(0);
      expect(swaps.length).toBeLessThanOrEqual(problem.cells.reduce((sum, { capacity }) => sum + capacity, 0));
    }), { numRuns: Math.min(runs, 400) });
  });

  test('budgets, one pool and all-or-nothing hold exactly', () => {
    check(fc.property(worlds('ruled'), (world) => {
      const plan = planWorld(world);
      for (const { id, budgetFen } of world.tenants) {
        const spent = plan.tenants.find((tenant) => tenant.id === id)!.costFen;
        if (budgetFen !== undefined) expect(spent).toBeLessThanOrEqual(budgetFen);
      }
      for (const { id, onePool, atLeastHours } of world.requests) {
        const lines = plan.lines.filter(({ request }) => request === id);
        const { grantedHours: granted, askedHours: asked } = plan.requests.find((request) => request.id === id)!;
        if (onePool) expect(new Set(lines.map(({ pool }) => pool)).size).toBeLessThanOrEqual(1);
        if (granted > 0) expect(granted).toBeGreaterThanOrEqual(Math.min(asked, atLeastHours));
      }
    }));
  });

  test('a guarantee is kept whenever all guarantees fit together', () => {
    check(fc.property(worlds('mixed'), (world) => {
      const { problem, allocation } = settled(world);
      const all = place(problem, { ...allocation, units: allocation.floors }, []);
      expectFeasible(problem, all.lines, allocation.floors);
      const short = problem.requests.some((_, at) => allocation.floors[at]! < allocation.terms[at]!.floor);
      const free = problem.cells.map(({ capacity }) => capacity);
      for (const { cell, units } of all.lines) free[cell]! -= units;
      return !short || free.some((room) => room === 0);
    }));
  });

  test('in a large world with rules, what would help is said on an assumption, not to whom a rule binds', () => {
    const world = parseWorld(exampleWorld());
    const copies = Array.from({ length: 70 }, (_, at) => ({ ...world.requests[1]!, id: `copy-${at}`, tenant: 'fern' }));
    const plan = planWorld({ ...world, requests: [...world.requests, ...copies] });
    const more = (id: string) => plan.requests.find((request) => request.id === id)!.reason!.more;
    expect(more('r2-align')).toMatchObject({ assumesRules: true });
    expect(more('r4-serve')).toBeUndefined();
  });

  test('worlds with nothing in them are planned too', () => {
    const world = parseWorld(exampleWorld());
    const nothing = planWorld({ ...world, suppliers: [], pools: [], tenants: [], requests: [] });
    expect(nothing.summary).toMatchObject({ askedHours: 0, grantedHours: 0, capacityHours: 0, costFen: 0 });
    const noPools = planWorld({ ...world, pools: [] });
    expect(noPools.requests.every(({ reason }) => reason!.kind === 'eligibility')).toBe(true);
    const noRequests = planWorld({ ...world, requests: [] });
    expect(noRequests.summary.unusedTakeOrPayFen).toBe(16_400_000);
  });

  test('the example shows its reasons', () => {
    const plan = planWorld(parseWorld(exampleWorld()));
    expect(plan.requests.map(({ id, reason }) => [id, reason!.kind])).toEqual([
      ['r1-pretrain', 'capacity'],
      ['r2-align', 'capacity'],
      ['r3-medical', 'demand'],
      ['r4-serve', 'budget'],
      ['r5-tune', 'demand'],
      ['r6-overseas', 'eligibility'],
    ]);
    expect(plan.tenants.find(({ id }) => id === 'ember')!.costFen).toBeLessThanOrEqual(12_000_000);
  });
});

describe('agreement with HiGHS', () => {
  let solver: HighsSolver;
  beforeAll(() => {
    solver = new HighsSolver();
  });
  afterAll(() => solver.close());

  test.each(kinds)('shares and price of %s worlds', async (kind) => {
    await fc.assert(
      fc.asyncProperty(worlds(kind), async (world) => {
        const { problem, allocation, placement } = settled(world);
        const { agrees, ...rest } = await checkByHighs(solver, problem, allocation, placement.lines);
        if (!agrees) throw new Error(JSON.stringify(rest));
      }),
      { numRuns: runs },
    );
  });

  test('the check can fail: first-come shares and a dear placement are found out', async () => {
    const { problem, allocation, placement } = settled(parseWorld(exampleWorld()));
    const units = allocation.shares.map((share) => ({ ...share, units: share.units === 0 ? 0 : share.units - 2 }));
    const wrong = await checkByHighs(solver, problem, { ...allocation, shares: units }, placement.lines);
    expect(wrong.agrees).toBe(false);
    const dear = placement.lines.map((line, at) => (at === 0 ? { ...line, units: line.units + 1 } : line));
    expect((await checkByHighs(solver, problem, allocation, dear)).agrees).toBe(false);
    expect(hasRules(problem)).toBe(true);
  });
});

function expectFeasible(problem: Problem, lines: readonly Line[], units: readonly number[]): void {
  const left = problem.cells.map(({ capacity }) => capacity);
  const given = problem.requests.map(() => 0);
  for (const line of lines) {
    expect(Number.isSafeInteger(line.units) && line.units > 0).toBe(true);
    expect(problem.requests[line.request]!.cells).toContain(line.cell);
    left[line.cell]! -= line.units;
    given[line.request]! += line.units;
  }
  expect(left.every((room) => room >= 0)).toBe(true);
  expect(given).toEqual(units);
  given.forEach((amount, at) => expect(amount).toBeLessThanOrEqual(problem.requests[at]!.demand));
}

function expectTight(plan: Plan, cut: Plan['cuts'][number]): void {
  const inside = new Set(cut.cells.flatMap(({ pool, months }) => months.map((month) => `${pool} ${month}`)));
  const cells = plan.cells.filter(({ pool, month }) => inside.has(`${pool} ${month}`));
  expect(cells.length).toBeGreaterThan(0);
  for (const cell of cells) expect(cell.grantedHours).toBe(cell.capacityHours);
  for (const line of plan.lines) {
    expect(cut.requests.includes(line.request)).toBe(inside.has(`${line.pool} ${line.month}`));
  }
}

function shuffle(world: World, random: () => number): World {
  const mix = <T>(list: readonly T[]): T[] =>
    list.map((value) => ({ value, key: random() })).sort((a, b) => a.key - b.key).map(({ value }) => value);
  return {
    ...world,
    pools: mix(world.pools).map((pool) => ({ ...pool, extra: mix(pool.extra), prices: mix(pool.prices) })),
    tenants: mix(world.tenants),
    requests: mix(world.requests).map((request) => ({ ...request, gpuClasses: mix(request.gpuClasses) })),
  };
}

function priceOf(problem: Problem, lines: readonly Line[]): number {
  const used = problem.cells.map(() => 0);
  for (const { cell, units } of lines) used[cell]! += units;
  return problem.cells.reduce((sum, { price, prepaid }, at) => sum + Math.max(0, used[at]! - prepaid) * price, 0);
}

/** A placement of the same units at random: the cheapest one under random prices. */
function samplePlacement(problem: Problem, allocation: Allocation, random: () => number): Line[] {
  const cells = problem.cells.map((cell) => ({ ...cell, price: random() % 1000, prepaid: 0 }));
  return [...place({ ...problem, cells }, allocation, []).lines];
}

function expectRising(problem: Problem, start: readonly number[], swaps: readonly Swap[]): void {
  const units = new Map(problem.requests.map(({ tenant }, at) => [tenant, start[at]!]));
  const sorted = (): number[] =>
    [...units].map(([tenant, amount]) => amount / problem.tenants[tenant]!.share).sort((a, b) => a - b);
  let before = sorted();
  for (const { from, to } of swaps) {
    if (from) units.set(from.tenant, units.get(from.tenant)! - 1);
    units.set(to.tenant, units.get(to.tenant)! + 1);
    const after = sorted();
    const differs = after.findIndex((value, at) => value !== before[at]);
    expect(after[differs]!).toBeGreaterThan(before[differs]!);
    before = after;
  }
}
