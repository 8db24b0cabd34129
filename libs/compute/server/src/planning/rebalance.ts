import { groupRequests } from './allocate';
import { FlowNetwork } from './max-flow';
import type { Problem } from './problem';

/** One quantum to a tenant of a priority class, out of free capacity (`from` null) or from another holder. */
export interface Swap {
  readonly from: Holder | null;
  readonly to: Holder;
}

export interface Holder {
  readonly tenant: number;
  readonly priority: number;
}

interface Holding extends Holder {
  readonly requests: readonly number[];
  readonly weight: number;
  /** Quanta above the guarantees. */
  extra: number;
  readonly guaranteed: number;
}

/**
 * Improves any feasible plan, for example one edited by hand, one quantum at a time until nothing is left to improve.
 *
 * A swap inside a class is made only while the giver stays at least as well off, by weight, as the receiver becomes.
 * So every swap strictly raises the sorted vector units ÷ weight of its class and no sequence of swaps can come back to
 * where it was: the loop ends. A higher class may take from a lower one; guarantees are never taken.
 *
 * `start` are quanta per request; gives the quanta per holder and the swaps in order.
 */
export function rebalance(
  problem: Problem,
  start: readonly number[],
): { holdings: readonly Readonly<Holding>[]; swaps: Swap[] } {
  const holdings = holdingsOf(problem, start);
  const swaps: Swap[] = [];
  for (let swap = nextSwap(problem, start, holdings); swap; swap = nextSwap(problem, start, holdings)) {
    swap.to.extra += 1;
    if (swap.from) swap.from.extra -= 1;
    swaps.push({ from: swap.from && nameOf(swap.from), to: nameOf(swap.to) });
  }
  return { holdings, swaps };
}

const nameOf = ({ tenant, priority }: Holder): Holder => ({ tenant, priority });
const unitsOf = ({ extra, guaranteed }: Holding): number => extra + guaranteed;

function holdingsOf(problem: Problem, start: readonly number[]): Holding[] {
  const byKey = new Map<string, number[]>();
  problem.requests.forEach(({ tenant, source }, at) => {
    const key = `${source.priority} ${tenant}`;
    byKey.set(key, [...(byKey.get(key) ?? []), at]);
  });
  return [...byKey.values()]
    .map((requests): Holding => {
      const { tenant, source } = problem.requests[requests[0]!]!;
      const units = requests.reduce((sum, at) => sum + start[at]!, 0);
      const guaranteed = requests.reduce((sum, at) => sum + Math.min(problem.requests[at]!.floor, start[at]!), 0);
      const weight = problem.tenants[tenant]!.share;
      return { tenant, priority: source.priority, requests, weight, extra: units - guaranteed, guaranteed };
    })
    .sort((a, b) => a.priority - b.priority || a.tenant - b.tenant);
}

/** The swap for the worst-off holder who can get one more, from free capacity if there is, else from the best-off. */
function nextSwap(
  problem: Problem,
  start: readonly number[],
  holdings: Holding[],
): { from: Holding | null; to: Holding } | undefined {
  const { ofRequest, bundles, cells } = groupRequests(problem, problem.requests);
  const firstGroup = 2 + holdings.length;
  const firstBundle = firstGroup + bundles.length;
  const flow = new FlowNetwork(firstBundle + cells.length);
  holdings.forEach((holding, at) => {
    flow.addEdge(0, 2 + at, holding.extra);
    for (const request of holding.requests) {
      const group = ofRequest[request]!;
      if (group < 0) continue;
      const { floor, demand } = problem.requests[request]!;
      const guaranteed = Math.min(floor, start[request]!);
      flow.addEdge(0, firstGroup + group, guaranteed);
      flow.addEdge(2 + at, firstGroup + group, demand - guaranteed);
    }
  });
  bundles.forEach((members, group) =>
    members.forEach((bundle) => flow.addEdge(firstGroup + group, firstBundle + bundle, Number.MAX_SAFE_INTEGER)),
  );
  cells.forEach((members, bundle) => {
    const capacity = members.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0);
    flow.addEdge(firstBundle + bundle, 1, capacity);
  });
  flow.augment(0, 1);
  const order = holdings
    .map((holding, at) => ({ holding, at }))
    .sort((a, b) => a.holding.priority - b.holding.priority || compareLevels(a.holding, b.holding) || a.at - b.at);
  for (const { holding: to, at } of order) {
    const reached = flow.reachableFrom(2 + at);
    if (reached[1]) return { from: null, to };
    const givers = order.filter(({ holding, at: other }) => reached[2 + other] && mayGive(holding, to));
    const from = givers.at(-1)?.holding;
    if (from) return { from, to };
  }
  return undefined;
}

function compareLevels(a: Holding, b: Holding): number {
  return unitsOf(a) * b.weight - unitsOf(b) * a.weight;
}

function mayGive(from: Holding, to: Holding): boolean {
  if (from === to || from.extra === 0 || from.priority < to.priority) return false;
  if (from.priority > to.priority) return true;
  return (unitsOf(from) - 1) * to.weight >= (unitsOf(to) + 1) * from.weight;
}
