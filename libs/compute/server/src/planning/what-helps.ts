import type { ClassShare } from './allocate';
import type { Pressure } from './pressure';
import type { Problem } from './problem';
import type { Settlement } from './settle';

/** A surplus over a sum of fractions, so that the rounding of floats cannot make the claim too small. */
const MARGIN = 1e-3;

/**
 * Finds the addition to one cell which is proven to give a tenant one quantum more.
 *
 * Only shares that press against the cell can gain by it: everybody else lies in a full set of cells without it,
 * which gives the same in all, and nobody in it loses. Let the tenant's level stay below the target after x more in the
 * cell. Then a tight set of the new plan holds the cell and gives x more in all, yet its members lack less than x
 * to the target (same class) or to their demand (class above, guarantee not kept): a contradiction when x is the sum of
 * what they lack. See docs/planner.md.
 */
export class WhatHelps {
  /** Cells that the same shares press against are worth the same; the key names them. */
  private readonly keyOfCell: readonly string[];
  private readonly pressing = new Map<string, Pressing>();

  constructor(
    private readonly problem: Problem,
    private readonly settlement: Settlement,
    pressure: Pressure,
  ) {
    const { allocation } = settlement;
    const sets: Set<number>[] = [];
    const numbers = new Map<readonly number[], number>();
    const setOf = (request: number): number => {
      const cells = pressure.on(allocation.groups.ofRequest[request]!, true);
      if (!numbers.has(cells)) numbers.set(cells, sets.push(new Set(cells)) - 1);
      return numbers.get(cells)!;
    };
    const setsOfShare = allocation.shares.map((share) => this.unmet(share).map(setOf));
    const floors = problem.requests.flatMap(({ floor }, at) => {
      const units = floor - allocation.floors[at]!;
      return units > 0 && allocation.groups.ofRequest[at]! >= 0 ? [{ set: setOf(at), units }] : [];
    });
    this.keyOfCell = problem.cells.map((_, cell) => {
      const inside = sets.map((set) => set.has(cell));
      const key = inside.flatMap((yes, at) => (yes ? [at] : [])).join();
      if (!this.pressing.has(key)) {
        this.pressing.set(key, {
          shares: allocation.shares.filter((_share, at) => setsOfShare[at]!.some((set) => inside[set])),
          floors: floors.reduce((sum, { set, units }) => (inside[set] ? sum + units : sum), 0),
        });
      }
      return key;
    });
  }

  /** The smallest such addition over all cells the tenant may use, the cheaper cell among equals. */
  what(share: ClassShare): { cell: number; units: number } | undefined {
    const { problem, settlement } = this;
    const needs = new Map<string, number>();
    let best: { cell: number; units: number } | undefined;
    for (const at of this.unmet(share)) {
      const gap = problem.requests[at]!.demand - settlement.allocation.units[at]!;
      for (const cell of problem.requests[at]!.cells) {
        const key = this.keyOfCell[cell]!;
        if (!needs.has(key)) needs.set(key, this.needAt(this.pressing.get(key)!, share));
        const units = needs.get(key)!;
        // With several requests the argument needs the one that may use the cell to have room for all of it.
        if (share.requests.length > 1 && gap <= units) continue;
        const cheaper = best && units === best.units && problem.cells[cell]!.price < problem.cells[best.cell]!.price;
        if (!best || units < best.units || cheaper) best = { cell, units };
      }
    }
    return best;
  }

  private unmet(share: ClassShare): number[] {
    const { units, groups } = this.settlement.allocation;
    return share.requests.filter(
      (at) => groups.ofRequest[at]! >= 0 && units[at]! < this.problem.requests[at]!.demand,
    );
  }

  private needAt({ shares, floors }: Pressing, share: ClassShare): number {
    const target = share.units + 1;
    const perWeight = target / this.problem.tenants[share.tenant]!.share;
    let sum = floors;
    let whole = true;
    for (const other of shares) {
      if (other.priority > share.priority) continue;
      const fair = other === share ? target : perWeight * this.problem.tenants[other.tenant]!.share;
      const limit = other.priority < share.priority ? other.demand : Math.min(other.demand, fair);
      const lack = Math.max(0, limit - other.exact);
      whole &&= Number.isInteger(lack);
      sum += lack;
    }
    return whole ? sum : Math.ceil(sum + MARGIN);
  }
}

/** Who would take from an addition: shares with unmet demand, and quanta of guarantees not kept. */
interface Pressing {
  readonly shares: readonly ClassShare[];
  readonly floors: number;
}
