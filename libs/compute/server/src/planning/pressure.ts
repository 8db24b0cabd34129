import type { Problem } from './problem';
import type { Settlement } from './settle';

/**
 * Which cells hold a group of requests down: those it may use, those which the users of these may use, and so on. All
 * of them are full when a request of the group is unmet, else hours could be passed along. Works on bundles, whose
 * cells are open to the same groups.
 */
export class Pressure {
  private readonly users: readonly ReadonlySet<number>[];
  private readonly beside: readonly ReadonlySet<number>[];
  private readonly swapping: boolean;
  private readonly without = new Map<number, Closed>();
  private readonly withSwaps = new Map<number, Closed>();
  private readonly distinct = new Map<string, Closed>();

  constructor(
    problem: Problem,
    private readonly settlement: Settlement,
  ) {
    const { allocation, placement } = settlement;
    const { bundleOf, ofRequest, cells } = allocation.groups;
    const unmetBeside = new Map<number, readonly number[]>();
    for (const { requests } of allocation.shares) {
      if (requests.length === 1) continue;
      const isUnmet = (at: number): boolean => allocation.units[at]! < problem.requests[at]!.demand;
      const unmet = requests.filter((at) => ofRequest[at]! >= 0 && isUnmet(at));
      for (const at of requests) unmetBeside.set(at, unmet);
    }
    const users = cells.map(() => new Set<number>());
    const beside = cells.map(() => new Set<number>());
    for (const { request, cell } of placement.lines) {
      const bundle = bundleOf[cell]!;
      users[bundle]!.add(ofRequest[request]!);
      for (const at of unmetBeside.get(request) ?? []) beside[bundle]!.add(ofRequest[at]!);
    }
    this.users = users;
    this.beside = beside;
    this.swapping = unmetBeside.size > 0;
  }

  /**
   * The cells, ascending; the same list object for the same cells. With `swaps` also those of a user's other unmet
   * requests of its class: its tenant could move hours from one request to the other at no loss.
   */
  on(group: number, swaps: boolean): readonly number[] {
    const known = swaps && this.swapping ? this.withSwaps : this.without;
    const found = known.get(group);
    if (found) return found.cells;
    const { groups } = this.settlement.allocation;
    const seen = new Set([group]);
    const bundles = new Set<number>();
    let largest: Closed | undefined;
    for (const one of seen) {
      // What presses on a group seen before is closed: it is taken over whole and not followed again.
      const closed = known.get(one);
      if (closed && closed.bundles.length > (largest?.bundles.length ?? 0)) largest = closed;
      for (const bundle of closed?.bundles ?? groups.bundles[one]!) {
        if (bundles.has(bundle)) continue;
        bundles.add(bundle);
        if (closed) continue;
        for (const user of this.users[bundle]!) seen.add(user);
        if (swaps) for (const other of this.beside[bundle]!) seen.add(other);
      }
    }
    const same = largest?.bundles.length === bundles.size ? largest : this.closedOf(bundles);
    known.set(group, same);
    return same.cells;
  }

  private closedOf(bundles: ReadonlySet<number>): Closed {
    const { cells: cellsOf } = this.settlement.allocation.groups;
    const cells = [...bundles].flatMap((bundle) => cellsOf[bundle]!).sort((a, b) => a - b);
    const key = cells.join();
    const same = this.distinct.get(key) ?? { bundles: [...bundles], cells };
    this.distinct.set(key, same);
    return same;
  }
}

/** A set of bundles and the cells in them; equal sets are one object, so that they can be compared by identity. */
interface Closed {
  readonly bundles: readonly number[];
  readonly cells: readonly number[];
}
