import { groupRequests, type Terms } from './allocate';
import { FlowNetwork } from './max-flow';
import type { Problem } from './problem';

/** What a cycle publishes about its fairness. Amounts in quanta; `plan.ts` turns them into hours. */
export interface FairnessReport {
  /** Jain's index of granted ÷ weight over the tenants who asked; 1 = all equal (Jain, Chiu & Hawe 1984). */
  readonly jainOfShares: number;
  /** Jain's index of granted ÷ asked. */
  readonly jainOfDemandMet: number;
  readonly tenants: readonly TenantFairness[];
  /** Pairs where a tenant with unmet demand is worse off, by weight, than one who can use nothing it cannot. */
  readonly envy: readonly { readonly tenant: number; readonly envied: number; readonly priority: number }[];
}

export interface TenantFairness {
  readonly tenant: number;
  readonly granted: number;
  readonly asked: number;
  /** What the tenant could do alone with its proportional slice of every cell. */
  readonly entitlement: number;
  /** Granted at least the entitlement, less one quantum. */
  readonly incentive: boolean;
  /** Quanta above the entitlement: borrowed from those who left theirs unused. */
  readonly borrowed: number;
  /** Quanta of the entitlement which the tenant left to others. */
  readonly lent: number;
}

/** Measures any plan, ours or first-come, by the same yardsticks. `floors` are guaranteed quanta: no cause for envy. */
export function fairnessReport(problem: Problem, units: readonly number[], floors: readonly number[]): FairnessReport {
  const tenants = problem.tenants
    .map((_, tenant) => tenant)
    .filter((tenant) => problem.requests.some((request) => request.tenant === tenant && request.demand > 0));
  const sumOf = (tenant: number, amounts: readonly number[]): number =>
    problem.requests.reduce((sum, request, at) => (request.tenant === tenant ? sum + amounts[at]! : sum), 0);
  const demands = problem.requests.map(({ demand }) => demand);
  const weights = tenants.reduce((sum, tenant) => sum + problem.tenants[tenant]!.share, 0);
  const entitlements = entitlementOf(problem, tenants, weights);
  const rows = tenants.map((tenant, at): TenantFairness => {
    const granted = sumOf(tenant, units);
    const entitlement = entitlements[at]!;
    return {
      tenant,
      granted,
      asked: sumOf(tenant, demands),
      entitlement,
      incentive: granted >= entitlement - 1,
      borrowed: Math.max(0, granted - entitlement),
      lent: Math.max(0, entitlement - granted),
    };
  });
  return {
    jainOfShares: jain(rows.map(({ tenant, granted }) => granted / problem.tenants[tenant]!.share)),
    jainOfDemandMet: jain(rows.map(({ granted, asked }) => granted / asked)),
    tenants: rows,
    envy: envyPairs(problem, units, floors),
  };
}

/** (Σx)² ÷ (n·Σx²), to four decimals; 1 when nobody has anything. */
function jain(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : Math.round((sum * sum * 10_000) / (values.length * squares)) / 10_000;
}

/** min(demand, weight ÷ all weights × eligible capacity); with several requests the flow of the slice through them. */
function entitlementOf(problem: Problem, tenants: readonly number[], weights: number): number[] {
  return tenants.map((tenant) => {
    const { share } = problem.tenants[tenant]!;
    const own = problem.requests.filter((request) => request.tenant === tenant && request.demand > 0);
    if (own.length === 1) {
      const eligible = own[0]!.cells.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0);
      return Math.floor(Math.min(own[0]!.demand * weights, share * eligible) / weights);
    }
    const terms = own.map(({ cells, demand }): Terms => ({ cells, demand, floor: 0 }));
    const { ofRequest, bundles, cells } = groupRequests(problem, terms);
    const flow = new FlowNetwork(2 + bundles.length + cells.length);
    ofRequest.forEach((group, at) => group >= 0 && flow.addEdge(0, 2 + group, terms[at]!.demand * weights));
    bundles.forEach((members, group) =>
      members.forEach((bundle) => flow.addEdge(2 + group, 2 + bundles.length + bundle, Number.MAX_SAFE_INTEGER)),
    );
    cells.forEach((members, bundle) => {
      const capacity = members.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0);
      flow.addEdge(2 + bundles.length + bundle, 1, capacity * share);
    });
    return Math.floor(flow.augment(0, 1) / weights);
  });
}

interface ClassHolding {
  readonly tenant: number;
  readonly priority: number;
  readonly units: number;
  readonly guaranteed: number;
  readonly uses: Uint32Array;
  readonly unmet: readonly Uint32Array[];
}

/** Envy inside one priority class, beyond one quantum; guaranteed hours are no cause for it. */
function envyPairs(problem: Problem, units: readonly number[], floors: readonly number[]): FairnessReport['envy'] {
  const words = Math.ceil(problem.cells.length / 32);
  const holdings = new Map<string, ClassHolding>();
  problem.requests.forEach(({ source, tenant, cells, demand }, at) => {
    const key = `${tenant}/${source.priority}`;
    const mask = new Uint32Array(words);
    for (const cell of cells) mask[cell >> 5]! |= 1 << (cell & 31);
    const before = holdings.get(key);
    holdings.set(key, {
      tenant,
      priority: source.priority,
      units: (before?.units ?? 0) + units[at]!,
      guaranteed: (before?.guaranteed ?? 0) + floors[at]!,
      uses: before ? before.uses.map((word, index) => word | mask[index]!) : mask,
      unmet: [...(before?.unmet ?? []), ...(units[at]! < demand && cells.length > 0 ? [mask] : [])],
    });
  });
  const all = [...holdings.values()].sort((a, b) => a.tenant - b.tenant || a.priority - b.priority);
  return all.flatMap((one) =>
    one.unmet.length === 0
      ? []
      : all.flatMap((other) => {
          if (other === one || other.priority !== one.priority || other.units <= other.guaranteed) return [];
          const own = problem.tenants[one.tenant]!.share;
          const theirs = problem.tenants[other.tenant]!.share;
          if ((other.units - 1) * own <= (one.units + 1) * theirs) return [];
          const within = one.unmet.some((mask) => other.uses.every((word, index) => (word & ~mask[index]!) === 0));
          return within ? [{ tenant: one.tenant, envied: other.tenant, priority: one.priority }] : [];
        }),
  );
}
