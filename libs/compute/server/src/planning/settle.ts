import { allocate, type Allocation, type Terms } from './allocate';
import { place, type Line, type Placement } from './place';
import type { Problem } from './problem';

/** Which rule, not capacity, held a request down. */
export type Limit = 'onePool' | 'atLeast' | 'budget';

/** Decisions about the rules which are not linear: made here by a quick pass, or better by `chooseByMilp`. */
export interface Choices {
  /** Pool of each one-pool request; absent = none. */
  readonly pools: ReadonlyMap<number, string>;
  /** All-or-nothing requests which get nothing. */
  readonly dropped: ReadonlySet<number>;
  /** All-or-nothing requests which are promised their least amount. */
  readonly served: ReadonlySet<number>;
}

export interface Settlement {
  readonly allocation: Allocation;
  readonly placement: Placement;
  readonly limits: readonly (Limit | undefined)[];
}

export const hasRules = (problem: Problem): boolean =>
  problem.requests.some(({ source, atLeast }) => source.onePool || atLeast > 0) ||
  problem.tenants.some(({ budgetFen }) => budgetFen !== undefined);

/**
 * Shares and places the hours under the rules that flows cannot express. Each rule narrows what a request may ask
 * (one pool, nothing at all, what the budget pays for) and the exact shares are computed again, so capacity and
 * demand hold exactly whatever the choices were; only the fairness guarantees become "reported".
 */
export function settle(problem: Problem, previous: readonly Line[], choices?: Choices): Settlement {
  const limits: (Limit | undefined)[] = problem.requests.map(() => undefined);
  const terms: Terms[] = problem.requests.map(({ cells, demand, floor }) => ({ cells, demand, floor }));
  const drop = (at: number): void => {
    terms[at] = { cells: [], demand: 0, floor: 0 };
    limits[at] = 'atLeast';
  };
  const pools = choices ? choices.pools : choosePools(problem, terms, previous);
  applyChoices(problem, terms, pools, choices?.served ?? new Set());
  choices?.dropped.forEach(drop);
  for (;;) {
    const allocation = allocate(problem, terms);
    const short = furthestFromLeast(problem, terms, allocation.units);
    if (short !== undefined) {
      drop(short);
      continue;
    }
    // Budgets are judged without the previous plan, so that the hours granted never depend on it.
    const cheapest = place(problem, allocation, []);
    const trimmed = trimToBudgets(problem, cheapest.lines, allocation.units);
    if (trimmed.size > 0) {
      for (const [at, units] of trimmed) {
        terms[at] = { ...terms[at]!, demand: units, floor: Math.min(terms[at]!.floor, units) };
        if (units < problem.requests[at]!.demand) limits[at] = 'budget';
      }
      continue;
    }
    problem.requests.forEach(({ source, demand }, at) => {
      if (source.onePool && allocation.units[at]! < demand) limits[at] ??= 'onePool';
    });
    const near = previous.length === 0 ? cheapest : place(problem, allocation, previous);
    const affordable = trimToBudgets(problem, near.lines, allocation.units).size === 0;
    return { allocation, placement: affordable ? near : cheapest, limits };
  }
}

function applyChoices(
  problem: Problem,
  terms: Terms[],
  pools: Choices['pools'],
  served: Choices['served'],
): void {
  problem.requests.forEach(({ source, atLeast }, at) => {
    const term = terms[at]!;
    const inPool = (cell: number): boolean => problem.cells[cell]!.pool.id === pools.get(at);
    const cells = source.onePool ? term.cells.filter(inPool) : term.cells;
    terms[at] = { ...term, cells, floor: served.has(at) ? Math.max(term.floor, atLeast) : term.floor };
  });
}

/**
 * A pool for every one-pool request: high priority and large shares first, each takes the pool which can give it most
 * of its fair share, then the pool it has now, then the cheapest, then the first by name.
 */
function choosePools(problem: Problem, terms: readonly Terms[], previous: readonly Line[]): Map<number, string> {
  const chosen = new Map<number, string>();
  const bound = problem.requests.flatMap(({ source }, at) => (source.onePool ? [at] : []));
  if (bound.length === 0) return chosen;
  const fair = allocate(problem, terms).units;
  const left = problem.cells.map(({ capacity }) => capacity);
  const now = new Map(previous.map(({ request, cell }) => [request, problem.cells[cell]!.pool.id]));
  const priority = (at: number): number => problem.requests[at]!.source.priority;
  for (const at of bound.sort((a, b) => priority(a) - priority(b) || fair[b]! - fair[a]! || a - b)) {
    const wanted = Math.max(fair[at]!, problem.requests[at]!.atLeast);
    const pools = new Map<string, { room: number; price: number; cells: number[] }>();
    for (const cell of terms[at]!.cells) {
      const { pool, price } = problem.cells[cell]!;
      const entry = pools.get(pool.id) ?? { room: 0, price: Infinity, cells: [] };
      pools.set(pool.id, {
        room: Math.min(wanted, entry.room + left[cell]!),
        price: Math.min(price, entry.price),
        cells: [...entry.cells, cell],
      });
    }
    const stays = (id: string): number => Number(now.get(at) === id);
    const best = [...pools].sort(
      ([a, one], [b, other]) => other.room - one.room || stays(b) - stays(a) || one.price - other.price,
    )[0];
    if (!best) continue;
    chosen.set(at, best[0]);
    let rest = best[1].room;
    for (const cell of best[1].cells) {
      const part = Math.min(rest, left[cell]!);
      left[cell]! -= part;
      rest -= part;
    }
  }
  return chosen;
}

/** The all-or-nothing request furthest from its least amount: lowest class first, then smallest part, last id. */
function furthestFromLeast(problem: Problem, terms: readonly Terms[], units: readonly number[]): number | undefined {
  let worst: number | undefined;
  problem.requests.forEach(({ atLeast, source }, at) => {
    if (terms[at]!.demand === 0 || units[at]! >= atLeast) return;
    if (worst === undefined) {
      worst = at;
      return;
    }
    const other = problem.requests[worst]!;
    const byClass = source.priority - other.source.priority;
    const byPart = units[worst]! * atLeast - units[at]! * other.atLeast;
    if (byClass > 0 || (byClass === 0 && byPart >= 0)) worst = at;
  });
  return worst;
}

/** Fen of a line, rounded down. */
export function lineFen(problem: Problem, { cell, units }: Line): number {
  return Math.floor((units * problem.cells[cell]!.price) / 1000);
}

/**
 * For every tenant whose lines cost more than its budget: what each request keeps when the dearest quanta go. All its
 * requests are held at what they have, so that every pass lowers a total and the passes end.
 */
function trimToBudgets(
  problem: Problem,
  lines: readonly Line[],
  units: readonly number[],
): Map<number, number> {
  const keep = new Map<number, number>();
  problem.tenants.forEach(({ budgetFen }, tenant) => {
    if (budgetFen === undefined) return;
    const own = lines.filter(({ request }) => problem.requests[request]!.tenant === tenant);
    if (own.reduce((sum, line) => sum + lineFen(problem, line), 0) <= budgetFen) return;
    const exact = own.reduce((sum, { cell, units: amount }) => sum + amount * problem.cells[cell]!.price, 0);
    let excess = exact - budgetFen * 1000;
    problem.requests.forEach((request, at) => {
      if (request.tenant === tenant) keep.set(at, units[at]!);
    });
    const dearest = [...own].sort((a, b) => problem.cells[b.cell]!.price - problem.cells[a.cell]!.price);
    for (const { request, cell, units: amount } of dearest) {
      if (excess <= 0) break;
      const { price } = problem.cells[cell]!;
      const cut = Math.min(amount, Math.ceil(excess / price));
      keep.set(request, keep.get(request)! - cut);
      excess -= cut * price;
    }
  });
  return keep;
}
