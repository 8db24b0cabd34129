import type { ClassShare } from './allocate';
import { Pressure } from './pressure';
import { barred, type Bar, type Problem } from './problem';
import type { Limit, Settlement } from './settle';
import { WhatHelps } from './what-helps';

/**
 * Why a request got what it got. Amounts are quanta here; `plan.ts` turns them into hours.
 *
 * demand: all that was asked. eligibility: no pool may serve it. priority: everything it may use went to higher classes
 * or guarantees. capacity: the cells of the cut are full, and nobody who uses them can go elsewhere. onePool, atLeast,
 * budget: a rule.
 */
export interface Reason {
  readonly kind: 'demand' | 'eligibility' | 'priority' | 'capacity' | Limit;
  /** Index into the cuts of the plan. */
  readonly cut?: number;
  /** Who holds the cells of the cut. */
  readonly held?: Held;
  /** One change which gives the tenant at least one quantum more; assumed = if the rules stay settled as they are. */
  readonly more?: { readonly cell: number; readonly units: number; readonly assumed: boolean };
  /** Why pools were not eligible: number of pools per obstacle. */
  readonly bars?: Partial<Record<Bar | 'noCapacity', number>>;
}

export interface Held {
  higherPriority: number;
  guaranteed: number;
  samePriority: number;
  lowerPriority: number;
}

/** Full cells whose users together have nowhere else to go: capacity = what `requests` got. */
export interface Cut {
  readonly cells: readonly number[];
  readonly requests: readonly number[];
  readonly capacity: number;
}

/** Answers whether so much more in a cell really helps a share; absent = the proof of `WhatHelps` is enough. */
export type Verify = (cell: number, units: number, share: ClassShare) => 'yes' | 'no' | 'assumed';

export function explain(
  problem: Problem,
  settlement: Settlement,
  verify?: Verify,
): { reasons: Reason[]; cuts: Cut[] } {
  const { allocation, placement, limits } = settlement;
  const { units, groups } = allocation;
  const cuts: Cut[] = [];
  const cutOfCells = new Map<readonly number[], number>();
  const usage = usageByCell(problem, settlement);
  const pressure = new Pressure(problem, settlement);
  const helps = new WhatHelps(problem, settlement, pressure);

  const cutOf = (group: number): number => {
    const cells = pressure.on(group, false);
    const known = cutOfCells.get(cells);
    if (known !== undefined) return known;
    const inside = new Set(cells);
    const users = placement.lines.flatMap(({ cell, request }) => (inside.has(cell) ? [request] : []));
    const capacity = cells.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0);
    const cut = cuts.push({ cells, requests: [...new Set(users)], capacity }) - 1;
    cutOfCells.set(cells, cut);
    return cut;
  };

  const shareOf = new Map(allocation.shares.flatMap((share) => share.requests.map((at) => [at, share] as const)));
  const reasons = problem.requests.map(({ source, demand }, at): Reason => {
    if (units[at] === demand) return { kind: 'demand' };
    if (limits[at] === 'budget' || limits[at] === 'atLeast') return { kind: limits[at] };
    const group = groups.ofRequest[at]!;
    if (group < 0) return { kind: 'eligibility', bars: bars(problem, at) };
    const cut = cutOf(group);
    const held = heldBy(problem, usage, cuts[cut]!, source.priority);
    const share = shareOf.get(at)!;
    const found = helps.what(share);
    const verdict = found && verify ? verify(found.cell, found.units, share) : 'yes';
    const more = found && verdict !== 'no' ? { ...found, assumed: verdict === 'assumed' } : undefined;
    const others = held.samePriority + held.lowerPriority === 0 && units[at] === 0;
    const kind = limits[at] ?? (others ? 'priority' : 'capacity');
    return { kind, cut, held, ...(more && { more }) };
  });
  return { reasons, cuts };
}

function bars(problem: Problem, at: number): Reason['bars'] {
  const { source } = problem.requests[at]!;
  const count: Reason['bars'] = {};
  for (const pool of problem.world.pools) {
    const found = problem.months.map((month) => barred(source, pool, month));
    const bar = found.includes(undefined) ? 'noCapacity' : (found.find((one) => one !== 'window') ?? 'window');
    count[bar] = (count[bar] ?? 0) + 1;
  }
  return count;
}

interface Use {
  readonly priority: number;
  readonly guaranteed: number;
  readonly units: number;
}

/** Who uses each cell; a request's guaranteed quanta are counted first, in the order of its lines. */
function usageByCell(problem: Problem, { allocation, placement }: Settlement): Use[][] {
  const use = problem.cells.map((): Use[] => []);
  const floors = [...allocation.floors];
  for (const { request, cell, units } of placement.lines) {
    const guaranteed = Math.min(floors[request]!, units);
    floors[request]! -= guaranteed;
    use[cell]!.push({ priority: problem.requests[request]!.source.priority, guaranteed, units });
  }
  return use;
}

function heldBy(problem: Problem, usage: readonly Use[][], cut: Cut, priority: number): Held {
  const held: Held = { higherPriority: 0, guaranteed: 0, samePriority: 0, lowerPriority: 0 };
  for (const cell of cut.cells) {
    for (const use of usage[cell]!) {
      const rest = use.units - use.guaranteed;
      held.guaranteed += use.guaranteed;
      if (use.priority < priority) held.higherPriority += rest;
      else if (use.priority === priority) held.samePriority += rest;
      else held.lowerPriority += rest;
    }
  }
  return held;
}
