import { fairnessReport, type FairnessReport } from './fairness-report';
import { canonicalWorld, hashOf } from './parse-world';
import type { Line } from './place';
import { buildProblem, type Problem } from './problem';
import { explain, type Cut, type Reason, type Verify } from './reasons';
import { hasRules, lineFen, settle, type Choices } from './settle';
import type { World, WorldLine } from './world';

/** A plan as it is printed, stored and hashed: hours with three decimals, money in fen, all in canonical order. */
export interface Plan {
  readonly format: 'wutong-plan/1';
  readonly cycle: World['cycle'];
  readonly quantumHours: number;
  /** sha256 of the world in canonical form. */
  readonly inputsHash: string;
  /** sha256 of the lines: equal hashes = equal grants. */
  readonly planHash: string;
  readonly summary: PlanSummary;
  readonly lines: readonly PlanLine[];
  readonly requests: readonly PlanRequest[];
  readonly tenants: readonly PlanTenant[];
  readonly cells: readonly PlanCell[];
  readonly cuts: readonly PlanCut[];
  readonly fairness: PlanFairness;
}

export interface PlanSummary {
  readonly askedHours: number;
  readonly grantedHours: number;
  readonly capacityHours: number;
  readonly costFen: number;
  /** Take-or-pay hours which stay unused and are paid all the same. */
  readonly unusedTakeOrPayFen: number;
  /** Hours which stand where the previous plan had them, and hours which do not. */
  readonly keptHours: number;
  readonly movedHours: number;
}

export interface PlanLine extends WorldLine {
  readonly tenant: string;
  readonly supplier: string;
  /** Hours of the pool's own GPU class, rounded down to a thousandth. */
  readonly gpuHours: number;
  readonly factorVersion: string;
  readonly costFen: number;
}

export interface PlanRequest {
  readonly id: string;
  readonly tenant: string;
  readonly priority: number;
  readonly askedHours: number;
  readonly grantedHours: number;
  readonly guaranteedHours: number;
  readonly costFen: number;
  /** What one normalised hour less would save, in fen: the price of the dearest hour that stands for it. */
  readonly marginalFenPerHour: number;
  readonly reason: PlanReason | null;
}

export interface PlanReason extends Pick<Reason, 'kind' | 'cut' | 'bars'> {
  /** Normalised hours per weight 1.000 which the tenant reached in this priority class. */
  readonly levelHours: number;
  readonly heldHours?: Reason['held'];
  readonly more?: {
    readonly pool: string;
    readonly month: string;
    readonly hours: number;
    readonly gpuHours: number;
    readonly gainHours: number;
    /** True only on the assumption that one-pool, all-or-nothing and budget rules are settled as they are now. */
    readonly assumesRules?: true;
  };
}

export interface PlanTenant {
  readonly id: string;
  readonly weight: number;
  readonly askedHours: number;
  readonly grantedHours: number;
  readonly costFen: number;
}

export interface PlanCell {
  readonly pool: string;
  readonly month: string;
  readonly capacityHours: number;
  readonly grantedHours: number;
  readonly fenPerGpuHour: number;
}

export interface PlanCut {
  readonly cells: readonly { readonly pool: string; readonly months: readonly string[] }[];
  readonly requests: readonly string[];
  readonly capacityHours: number;
}

export interface PlanFairness extends Pick<FairnessReport, 'jainOfShares' | 'jainOfDemandMet'> {
  readonly tenants: readonly {
    readonly id: string;
    readonly entitlementHours: number;
    readonly sharingIncentive: boolean;
    readonly borrowedHours: number;
    readonly lentHours: number;
  }[];
  readonly envy: readonly { readonly tenant: string; readonly envied: string; readonly priority: number }[];
}

/**
 * The plan of a validated world: deterministic, exact, independent of the order of its lists. `choices` settle the
 * rules which flows cannot express; without them a quick deterministic pass does.
 */
export function planWorld(world: World, choices?: Choices): Plan {
  const problem = buildProblem(world);
  const settlement = settle(problem, previousLines(problem), choices);
  const { allocation, placement } = settlement;
  const { reasons, cuts } = explain(problem, settlement, hasRules(problem) ? verifier(problem, choices) : undefined);
  const levels = new Map(
    allocation.shares.flatMap(({ requests, units, tenant }) =>
      requests.map((at) => [at, Math.floor((units * problem.quantum) / problem.tenants[tenant]!.weight)] as const),
    ),
  );
  const plan = assemble(problem, placement.lines, allocation.floors);
  const hours = hoursOf(problem);
  return {
    ...plan,
    requests: plan.requests.map((request, at) => ({
      ...request,
      marginalFenPerHour: Math.round(placement.marginal[at]! / problem.quantum),
      reason: printReason(problem, reasons[at]!, levels.get(at)!),
    })),
    cuts: cuts.map((cut) => printCut(problem, cut, hours)),
  };
}

/**
 * Where a world has rules, "what would have given more" is no theorem: an addition can change what the rules do. Up to
 * so many requests each claim is tried by planning again and left out when it fails; beyond, tenants without a rule
 * of their own get it on the assumption that the rules of the others are settled as they are.
 */
const TRIED_UP_TO = 60;

function verifier(problem: Problem, choices: Choices | undefined): Verify {
  const previous = previousLines(problem);
  return (cell, units, share) => {
    if (problem.requests.length > TRIED_UP_TO) {
      const requests = share.requests.map((at) => problem.requests[at]!);
      const own = requests.some(({ source, atLeast }) => source.onePool || atLeast > 0);
      return own || problem.tenants[share.tenant]!.budgetFen !== undefined ? 'no' : 'assumed';
    }
    const cells = problem.cells.map((one, at) => (at === cell ? { ...one, capacity: one.capacity + units } : one));
    const { allocation } = settle({ ...problem, cells }, previous, choices);
    const after = allocation.shares.find((one) => one.tenant === share.tenant && one.priority === share.priority)!;
    return after.units > share.units ? 'yes' : 'no';
  };
}

/** A plan document from lines alone, without reasons and cuts: enough for first come, completed above for ours. */
export function assemble(problem: Problem, lines: readonly Line[], floors: readonly number[]): Plan {
  const hours = hoursOf(problem);
  const units = problem.requests.map(() => 0);
  const used = problem.cells.map(() => 0);
  const cost = problem.requests.map(() => 0);
  const printed = lines.map((line): PlanLine => {
    const { pool, month, factor, factorVersion } = problem.cells[line.cell]!;
    const { source, tenant } = problem.requests[line.request]!;
    units[line.request]! += line.units;
    used[line.cell]! += line.units;
    cost[line.request]! += lineFen(problem, line);
    return {
      request: source.id,
      tenant: problem.tenants[tenant]!.id,
      pool: pool.id,
      supplier: pool.supplier,
      month,
      hours: hours(line.units),
      gpuHours: Math.floor((line.units * problem.quantum * 1000) / factor) / 1000,
      factorVersion,
      costFen: lineFen(problem, line),
    };
  });
  const kept = keptUnits(problem, lines);
  const granted = sum(units);
  const byTenant = (tenant: number, amounts: readonly number[]): number =>
    sum(amounts.filter((_, at) => problem.requests[at]!.tenant === tenant));
  const demands = problem.requests.map(({ demand }) => demand);
  const report = fairnessReport(problem, units, floors);
  return {
    format: 'wutong-plan/1',
    cycle: problem.world.cycle,
    quantumHours: problem.world.quantumHours,
    inputsHash: hashOf(canonicalWorld(problem.world)),
    planHash: hashOf(printed),
    summary: {
      askedHours: hours(sum(demands)),
      grantedHours: hours(granted),
      capacityHours: hours(sum(problem.cells.map(({ capacity }) => capacity))),
      costFen: sum(cost),
      unusedTakeOrPayFen: sum(
        problem.cells.map(({ prepaid, price }, at) => Math.floor((Math.max(0, prepaid - used[at]!) * price) / 1000)),
      ),
      keptHours: hours(kept),
      movedHours: hours(granted - kept),
    },
    lines: printed,
    requests: problem.requests.map(({ source, tenant, demand }, at) => ({
      id: source.id,
      tenant: problem.tenants[tenant]!.id,
      priority: source.priority,
      askedHours: hours(demand),
      grantedHours: hours(units[at]!),
      guaranteedHours: hours(floors[at]!),
      costFen: cost[at]!,
      marginalFenPerHour: 0,
      reason: null,
    })),
    tenants: problem.tenants.map(({ id, weight }, at) => ({
      id,
      weight,
      askedHours: hours(byTenant(at, demands)),
      grantedHours: hours(byTenant(at, units)),
      costFen: byTenant(at, cost),
    })),
    cells: problem.cells.map(({ pool, month, capacity, price, factor }, at) => ({
      pool: pool.id,
      month,
      capacityHours: hours(capacity),
      grantedHours: hours(used[at]!),
      fenPerGpuHour: Math.round((price * factor) / (problem.quantum * 1000)),
    })),
    cuts: [],
    fairness: printFairness(problem, report, hours),
  };
}

/** Lines of the plan in force, as far as their request and cell still exist. */
export function previousLines(problem: Problem): Line[] {
  const requests = new Map(problem.requests.map(({ source }, at) => [source.id, at]));
  const cells = new Map(problem.cells.map(({ pool, month }, at) => [`${pool.id} ${month}`, at]));
  return problem.world.previous.flatMap((line) => {
    const request = requests.get(line.request);
    const cell = cells.get(`${line.pool} ${line.month}`);
    const units = Math.floor(Math.round(line.hours * 1000) / problem.quantum);
    return request === undefined || cell === undefined || units === 0 ? [] : [{ request, cell, units }];
  });
}

function keptUnits(problem: Problem, lines: readonly Line[]): number {
  const before = new Map(previousLines(problem).map(({ request, cell, units }) => [`${request}/${cell}`, units]));
  return sum(lines.map(({ request, cell, units }) => Math.min(units, before.get(`${request}/${cell}`) ?? 0)));
}

function printReason(problem: Problem, reason: Reason, level: number): PlanReason {
  const hours = hoursOf(problem);
  const { kind, cut, bars, held, more } = reason;
  return {
    kind,
    levelHours: level,
    ...(cut !== undefined && { cut }),
    ...(bars && { bars }),
    ...(held && {
      heldHours: {
        higherPriority: hours(held.higherPriority),
        guaranteed: hours(held.guaranteed),
        samePriority: hours(held.samePriority),
        lowerPriority: hours(held.lowerPriority),
      },
    }),
    ...(more && {
      more: {
        pool: problem.cells[more.cell]!.pool.id,
        month: problem.cells[more.cell]!.month,
        hours: hours(more.units),
        gpuHours: Math.ceil((more.units * problem.quantum * 1000) / problem.cells[more.cell]!.factor) / 1000,
        gainHours: hours(1),
        ...(more.assumed && { assumesRules: true as const }),
      },
    }),
  };
}

function printCut(problem: Problem, { cells, requests, capacity }: Cut, hours: (units: number) => number): PlanCut {
  const months = new Map<string, string[]>();
  for (const cell of cells) {
    const { pool, month } = problem.cells[cell]!;
    months.set(pool.id, [...(months.get(pool.id) ?? []), month]);
  }
  return {
    cells: [...months].map(([pool, list]) => ({ pool, months: list })),
    requests: [...requests].sort((a, b) => a - b).map((at) => problem.requests[at]!.source.id),
    capacityHours: hours(capacity),
  };
}

function printFairness(problem: Problem, report: FairnessReport, hours: (units: number) => number): PlanFairness {
  return {
    jainOfShares: report.jainOfShares,
    jainOfDemandMet: report.jainOfDemandMet,
    tenants: report.tenants.map(({ tenant, entitlement, incentive, borrowed, lent }) => ({
      id: problem.tenants[tenant]!.id,
      entitlementHours: hours(entitlement),
      sharingIncentive: incentive,
      borrowedHours: hours(borrowed),
      lentHours: hours(lent),
    })),
    envy: report.envy.map(({ tenant, envied, priority }) => ({
      tenant: problem.tenants[tenant]!.id,
      envied: problem.tenants[envied]!.id,
      priority,
    })),
  };
}

function hoursOf(problem: Problem): (units: number) => number {
  return (units) => (units * problem.quantum) / 1000;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
