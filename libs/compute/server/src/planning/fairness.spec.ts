import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocate } from './allocate';
import { firstComeLines } from './first-come';
import { buildProblem, type Problem } from './problem';
import { runs, worlds } from './random-worlds';
import type { World } from './world';

/** Fairness where it is a theorem: one class, one request per tenant, no guarantee, no rule. */
const unitsOf = (problem: Problem): number[] => [...allocate(problem, problem.requests).units];
const plan = (world: World): { problem: Problem; units: number[] } => {
  const problem = buildProblem(world);
  return { problem, units: unitsOf(problem) };
};
const weightOf = (problem: Problem, at: number): number => problem.tenants[problem.requests[at]!.tenant]!.share;
const firstCome = (problem: Problem): number[] => {
  const units = problem.requests.map(() => 0);
  for (const line of firstComeLines(problem)) units[line.request]! += line.units;
  return units;
};

function keepsSharingIncentive(problem: Problem, units: readonly number[]): boolean {
  const asking = new Set(problem.requests.map(({ tenant }) => tenant));
  const all = [...asking].reduce((sum, tenant) => sum + problem.tenants[tenant]!.share, 0);
  return problem.requests.every(({ cells, demand }, at) => {
    const eligible = cells.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0);
    return (units[at]! + 1) * all >= Math.min(demand * all, weightOf(problem, at) * eligible);
  });
}

function isFreeOfEnvy(problem: Problem, units: readonly number[]): boolean {
  return problem.requests.every((one, i) =>
    units[i] === one.demand ||
    problem.requests.every((other, j) =>
      !other.cells.every((cell) => one.cells.includes(cell)) ||
      (units[i]! + 1) * weightOf(problem, j) >= (units[j]! - 1) * weightOf(problem, i),
    ),
  );
}

const check = <T>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: runs });

describe('fair share', () => {
  test('property 3: everyone gets at least what its slice of every cell would give', () => {
    check(fc.property(worlds('plain'), (world) => {
      const { problem, units } = plan(world);
      return keepsSharingIncentive(problem, units);
    }));
  });

  test('property 4: nobody with unmet demand envies who can use nothing else', () => {
    check(fc.property(worlds('plain'), (world) => {
      const { problem, units } = plan(world);
      return isFreeOfEnvy(problem, units);
    }));
  });

  test('the control: first come, first served breaks properties 3 and 4', () => {
    let unfair = 0;
    let envious = 0;
    fc.assert(fc.property(worlds('plain'), (world) => {
      const problem = buildProblem(world);
      if (!keepsSharingIncentive(problem, firstCome(problem))) unfair += 1;
      if (!isFreeOfEnvy(problem, firstCome(problem))) envious += 1;
    }), { numRuns: 200, seed: 1 });
    expect(unfair).toBeGreaterThan(20);
    expect(envious).toBeGreaterThan(20);
  });

  test('property 5: more capacity lowers nobody', () => {
    check(fc.property(worlds('plain'), fc.nat(), fc.integer({ min: 1, max: 100 }), (world, pick, hours) => {
      const before = plan(world).units;
      const pools = world.pools.map((pool, at) =>
        at === pick % world.pools.length ? { ...pool, extra: [...pool.extra, { month: '2027-02', hours }] } : pool,
      );
      const after = plan({ ...world, pools }).units;
      return before.every((units, at) => after[at]! >= units - 1);
    }));
  });

  test('property 5: a tenant who leaves lowers nobody', () => {
    check(fc.property(worlds('plain'), fc.nat(), (world, pick) => {
      const gone = world.requests[pick % world.requests.length]!.id;
      const before = plan(world);
      const after = plan({ ...world, requests: world.requests.filter(({ id }) => id !== gone) });
      return after.problem.requests.every(({ source }, at) => {
        const then = before.problem.requests.findIndex((request) => request.source.id === source.id);
        return after.units[at]! >= before.units[then]! - 1;
      });
    }));
  });

  test('property 5: a larger weight does not lower the own share', () => {
    check(fc.property(worlds('plain'), fc.nat(), fc.integer({ min: 1, max: 300 }), (world, pick, more) => {
      const { tenant } = world.requests[pick % world.requests.length]!;
      const tenants = world.tenants.map((one) =>
        one.id === tenant ? { ...one, scorePercent: one.scorePercent + more } : one,
      );
      const at = plan(world).problem.requests.findIndex(({ source }) => source.tenant === tenant);
      return plan({ ...world, tenants }).units[at]! >= plan(world).units[at]! - 1;
    }));
  });

  test('property 6: asking for more does not bring more useful hours', () => {
    check(fc.property(worlds('plain'), fc.nat(), fc.integer({ min: 1, max: 300 }), (world, pick, more) => {
      const { id } = world.requests[pick % world.requests.length]!;
      const requests = world.requests.map((one) => (one.id === id ? { ...one, hours: one.hours + more } : one));
      const honest = plan(world);
      const at = honest.problem.requests.findIndex(({ source }) => source.id === id);
      const useful = Math.min(plan({ ...world, requests }).units[at]!, honest.problem.requests[at]!.demand);
      return useful <= honest.units[at]! + 1;
    }));
  });

  test('property 6: hiding a pool does not bring more hours', () => {
    check(fc.property(worlds('plain'), fc.nat(), fc.nat(), (world, pick, hide) => {
      const { id } = world.requests[pick % world.requests.length]!;
      const shown = world.pools.filter((_, at) => at !== hide % world.pools.length).map((pool) => pool.id);
      const requests = world.requests.map((one) =>
        one.id === id ? { ...one, pools: shown.length > 0 ? shown : ['none'] } : one,
      );
      const at = plan(world).problem.requests.findIndex(({ source }) => source.id === id);
      return plan({ ...world, requests }).units[at]! <= plan(world).units[at]! + 1;
    }));
  });
});

describe('fair share by another road', () => {
  test('every share is the exact one rounded down or up, as found by trying every set of requests', () => {
    check(fc.property(worlds('plain'), (world) => {
      const { problem, units } = plan(world);
      return exactShares(problem).every((exact, at) => Math.abs(units[at]! - exact) < 1 + 1e-6);
    }));
  });
});

/**
 * Weighted max–min without flows: by Hall's theorem a vector fits when no set of requests asks for more than the cells
 * it can use, so the next level is a bisection over all sets.
 */
function exactShares(problem: Problem): number[] {
  const sets = Array.from({ length: (1 << problem.requests.length) - 1 }, (_, at) => {
    const members = problem.requests.flatMap((_one, index) => (((at + 1) >> index) & 1 ? [index] : []));
    const cells = new Set(members.flatMap((index) => problem.requests[index]!.cells));
    return { members, room: [...cells].reduce((total, cell) => total + problem.cells[cell]!.capacity, 0) };
  });
  const frozen = new Map<number, number>();
  const amount = (at: number, level: number): number =>
    frozen.get(at) ?? Math.min(problem.requests[at]!.demand, level * weightOf(problem, at));
  const load = ({ members }: (typeof sets)[number], level: number): number =>
    members.reduce((total, at) => total + amount(at, level), 0);
  while (frozen.size < problem.requests.length) {
    let low = 0;
    let high = 1e6;
    for (let step = 0; step < 80; step += 1) {
      const level = (low + high) / 2;
      if (sets.every((set) => load(set, level) <= set.room + 1e-9)) low = level;
      else high = level;
    }
    const tight = sets.filter((set) => load(set, low) >= set.room - 1e-6).flatMap(({ members }) => members);
    const full = problem.requests.flatMap(({ demand }, at) => (amount(at, low) >= demand - 1e-9 ? [at] : []));
    const stuck = [...new Set([...tight, ...full])].filter((at) => !frozen.has(at));
    for (const [at, units] of stuck.map((one) => [one, amount(one, low)] as const)) frozen.set(at, units);
  }
  return problem.requests.map((_, at) => frozen.get(at)!);
}
