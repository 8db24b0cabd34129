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

  constructor(
    problem: Problem,
    private readonly settlement: Settlement,
  ) {
    const { allocation, placement } = settlement;
    const { bundleOf, ofRequest, cells } = allocation.groups;
    const unmetBeside = new Map<number, readonly number[]>();
    for (const { requests } of allocation.shares) {
      if (requests.length === 1) continue;
      const unmet = requests.filter((at) => ofRequest[at]! >= 0 && allocation.units[at]! < problem.requests[at]!.demand);
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
  }

  /**
   * The cells, ascending. With `swaps` also those of a user's other unmet requests of its class: its tenant could move
   * hours from one request to the other at no loss.
   */
  on(group: number, swaps: boolean): number[] {
    const { groups } = this.settlement.allocation;
    const seen = new Set([group]);
    const bundles = new Set<number>();
    for (const one of seen) {
      for (const bundle of groups.bundles[one]!) {
        if (bundles.has(bundle)) continue;
        bundles.add(bundle);
        for (const user of this.users[bundle]!) seen.add(user);
        if (swaps) for (const other of this.beside[bundle]!) seen.add(other);
      }
    }
    return [...bundles].flatMap((bundle) => groups.cells[bundle]!).sort((a, b) => a - b);
  }
}
