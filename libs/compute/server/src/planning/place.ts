import type { Allocation, Groups } from './allocate';
import { CostNetwork } from './min-cost-flow';
import type { Problem } from './problem';

/** Quanta of one request in one cell. */
export interface Line {
  readonly request: number;
  readonly cell: number;
  readonly units: number;
}

export interface Placement {
  /** Sorted by request, then cell; no two for the same pair, none empty. */
  readonly lines: readonly Line[];
  /** Milli-fen which one quantum less for the request would save; 0 for a request without hours. */
  readonly marginal: readonly number[];
}

/**
 * Places the granted quanta into cells at the least price, and among the cheapest placements at the least movement from
 * the previous lines, by one min-cost flow with cost = price × BIG + movement. BIG exceeds the movement along any path,
 * so the order is strictly lexicographic. Hours within a cell's take-or-pay minimum cost nothing more.
 */
export function place(
  problem: Problem,
  { units, groups }: Pick<Allocation, 'units' | 'groups'>,
  previous: readonly Line[],
): Placement {
  const kept = previous.filter(({ request, cell }) => {
    const group = groups.ofRequest[request]!;
    return units[request]! > 0 && group >= 0 && groups.bundles[group]!.includes(groups.bundleOf[cell]!);
  });
  const movable = [...new Set(kept.map(({ request }) => request))].sort((a, b) => a - b);
  const node = numbering(movable.length, groups);
  const network = new CostNetwork(node.count);
  const big = 4 * node.count;

  const pooled = groups.bundles.map(() => 0);
  const movableSet = new Set(movable);
  units.forEach((amount, at) => {
    if (amount > 0 && !movableSet.has(at)) pooled[groups.ofRequest[at]!]! += amount;
  });
  pooled.forEach((amount, group) => network.addEdge(0, node.group(group), amount, 0));
  const requestNode = new Map(movable.map((at, index) => [at, 2 + index]));
  const moves = movable.map((at) => {
    network.addEdge(0, requestNode.get(at)!, units[at]!, 0);
    return network.addEdge(requestNode.get(at)!, node.group(groups.ofRequest[at]!), units[at]!, 1);
  });
  const stays = kept.map((line) =>
    network.addEdge(requestNode.get(line.request)!, node.cell(line.cell), line.units, 0),
  );
  const into = groups.bundles.map((bundles, group) =>
    bundles.map((bundle) => network.addEdge(node.group(group), node.bundle(bundle), Number.MAX_SAFE_INTEGER, 0)),
  );
  const outOf = groups.cells.map((cells, bundle) =>
    cells.map((cell) => {
      const { capacity, prepaid, price } = problem.cells[cell]!;
      if (prepaid > 0) network.addEdge(node.cell(cell), 1, prepaid, 0);
      network.addEdge(node.cell(cell), 1, capacity - prepaid, price * big);
      return network.addEdge(node.bundle(bundle), node.cell(cell), Number.MAX_SAFE_INTEGER, 0);
    }),
  );
  const sent = network.solve(0, 1);
  if (sent !== units.reduce((sum, amount) => sum + amount, 0)) throw new Error('placement: granted hours do not fit');

  const drawn = groups.bundles.map(() => new Map<number, number>());
  groups.cells.forEach((cells, bundle) => {
    const sources = groups.bundles.flatMap((bundles, group) => {
      const index = bundles.indexOf(bundle);
      return index < 0 ? [] : [{ key: group, amount: network.flow(into[group]![index]!) }];
    });
    const targets = cells.map((cell, index) => ({ key: cell, amount: network.flow(outOf[bundle]![index]!) }));
    match(sources, targets, (group, cell, amount) => drawn[group]!.set(cell, amount));
  });
  const lines = new Map<string, Line>();
  const add = (request: number, cell: number, amount: number): void => {
    const key = `${request}/${cell}`;
    lines.set(key, { request, cell, units: (lines.get(key)?.units ?? 0) + amount });
  };
  kept.forEach(({ request, cell }, index) => {
    const stayed = network.flow(stays[index]!);
    if (stayed > 0) add(request, cell, stayed);
  });
  const moved = new Map(movable.map((at, index) => [at, network.flow(moves[index]!)]));
  drawn.forEach((cells, group) => {
    const sources = groups.ofRequest.flatMap((of, at) =>
      of === group ? [{ key: at, amount: moved.get(at) ?? units[at]! }] : [],
    );
    const targets = [...cells].sort(([a], [b]) => a - b).map(([key, amount]) => ({ key, amount }));
    match(sources, targets, add);
  });

  const saved = network.costFrom(1);
  return {
    lines: [...lines.values()].sort((a, b) => a.request - b.request || a.cell - b.cell),
    marginal: units.map((amount, at) => {
      if (amount === 0) return 0;
      return Math.round(-saved[requestNode.get(at) ?? node.group(groups.ofRequest[at]!)]! / big);
    }),
  };
}

function numbering(movable: number, groups: Groups) {
  const firstGroup = 2 + movable;
  const firstBundle = firstGroup + groups.bundles.length;
  const firstCell = firstBundle + groups.cells.length;
  return {
    group: (group: number): number => firstGroup + group,
    bundle: (bundle: number): number => firstBundle + bundle,
    cell: (cell: number): number => firstCell + cell,
    count: firstCell + groups.bundleOf.length,
  };
}

interface Amount {
  readonly key: number;
  readonly amount: number;
}

/** Deals sources to targets in order, both in canonical order: as few pairs as a transport problem can have. */
function match(
  sources: readonly Amount[],
  targets: readonly Amount[],
  give: (source: number, target: number, amount: number) => void,
): void {
  let at = 0;
  let left = targets[0]?.amount ?? 0;
  for (const { key, amount } of sources) {
    for (let rest = amount; rest > 0; ) {
      while (left === 0) left = targets[++at]!.amount;
      const part = Math.min(rest, left);
      give(key, targets[at]!.key, part);
      rest -= part;
      left -= part;
    }
  }
}
