import { assemble, type Plan } from './plan';
import type { Line } from './place';
import { buildProblem, type Problem } from './problem';
import { compareText } from './parse-world';
import type { World } from './world';

/**
 * What first come, first served would do: by time of submission everybody takes the cheapest eligible hours that
 * are left, up to the demand. Priorities, guarantees, weights and budgets play no part; one-pool and all-or-nothing
 * requests are honoured. Only for the side-by-side comparison.
 */
export function firstComePlan(world: World): Plan {
  const problem = buildProblem(world);
  return assemble(problem, firstComeLines(problem), problem.requests.map(() => 0));
}

export function firstComeLines(problem: Problem): Line[] {
  const left = problem.cells.map(({ capacity }) => capacity);
  const arrival = ({ source }: Problem['requests'][number]): number =>
    source.submittedAt === undefined ? Infinity : Date.parse(source.submittedAt);
  const order = problem.requests
    .map((request, at) => ({ request, at, time: arrival(request) }))
    .sort((a, b) => (a.time === b.time ? compareText(a.request.source.id, b.request.source.id) : a.time - b.time));
  const lines = order.flatMap(({ request, at }) => {
    const cheapest = [...request.cells].sort((a, b) => problem.cells[a]!.price - problem.cells[b]!.price || a - b);
    const cells = request.source.onePool ? roomiest(problem, cheapest, left, request.demand) : cheapest;
    const taken: Line[] = [];
    let rest = request.demand;
    for (const cell of cells) {
      const units = Math.min(rest, left[cell]!);
      rest -= units;
      if (units > 0) taken.push({ request: at, cell, units });
    }
    if (request.demand - rest < request.atLeast) return [];
    for (const { cell, units } of taken) left[cell]! -= units;
    return taken;
  });
  return lines.sort((a, b) => a.request - b.request || a.cell - b.cell);
}

/** The cells of the pool with most room for the demand, the cheaper pool among equals. */
function roomiest(problem: Problem, cells: readonly number[], left: readonly number[], demand: number): number[] {
  const pools = new Map<string, number[]>();
  for (const cell of cells) {
    const { id } = problem.cells[cell]!.pool;
    pools.set(id, [...(pools.get(id) ?? []), cell]);
  }
  const room = (list: readonly number[]): number => Math.min(demand, list.reduce((sum, cell) => sum + left[cell]!, 0));
  return [...pools.values()].sort((a, b) => room(b) - room(a))[0] ?? [];
}
