import { allocate } from './allocate';
import { HighsSolver, type LinearRow } from './highs';
import type { Line } from './place';
import { planWorld, previousLines, type Plan } from './plan';
import { buildProblem, type Problem } from './problem';
import { hasRules, settle, type Choices } from './settle';
import type { World } from './world';

/** How the search for better choices ended. */
export interface MilpReport {
  /** optimal: proven. feasible: the time limit came first, see gap. none: nothing found in time. */
  readonly status: 'optimal' | 'feasible' | 'none';
  readonly gap: number;
  readonly seconds: number;
  /** Whether its choices beat the quick pass; otherwise the plan is the quick one. */
  readonly used: boolean;
}

/**
 * Plans with one-pool, all-or-nothing and budget rules settled together by a mixed-integer program: the choices which
 * leave the least, class by class, of what everybody would have had without the rules. The program only chooses; the
 * hours are computed by the exact planner under its choices. When it finds nothing better in time, the quick pass
 * stands. A run stopped by the clock may differ from machine to machine; a proven one does not.
 */
export async function planByMilp(
  world: World,
  limits: { seconds: number; gap?: number },
): Promise<{ plan: Plan; milp: MilpReport }> {
  const problem = buildProblem(world);
  const quick = planWorld(world);
  if (!hasRules(problem)) return { plan: quick, milp: { status: 'optimal', gap: 0, seconds: 0, used: false } };
  const previous = previousLines(problem);
  const model = new RuleModel(problem);
  const solver = new HighsSolver();
  try {
    const found = await solver.solve(model.program(), limits);
    const { gap, seconds } = found;
    if (found.x.length === 0) return { plan: quick, milp: { status: 'none', gap, seconds, used: false } };
    const choices = model.choices(found.x);
    const used = model.loss(unitsUnder(problem, previous, choices)) < model.loss(unitsUnder(problem, previous));
    const status = found.status === 'optimal' ? 'optimal' : 'feasible';
    return { plan: used ? planWorld(world, choices) : quick, milp: { status, gap, seconds, used } };
  } finally {
    await solver.close();
  }
}

function unitsUnder(problem: Problem, previous: readonly Line[], choices?: Choices): readonly number[] {
  return settle(problem, previous, choices).allocation.units;
}

/** Requests which a rule touches stand alone; the others are merged by class and cells, which loses nothing. */
interface Unit {
  readonly requests: readonly number[];
  readonly cells: readonly number[];
  readonly fair: number;
  readonly demand: number;
  readonly weight: number;
  readonly columns: readonly number[];
  readonly shortfall: number;
}

class RuleModel {
  private readonly units: Unit[] = [];
  private readonly fair: readonly number[];
  private readonly cost: number[] = [];
  private readonly upper: number[] = [];
  private readonly integer: (0 | 1)[] = [];
  private readonly rows: LinearRow[] = [];
  private readonly poolColumns = new Map<number, Map<string, number>>();
  private readonly serveColumns = new Map<number, number>();
  private readonly classes: readonly number[];

  constructor(private readonly problem: Problem) {
    const plain = problem.requests.map(({ cells, demand, floor }) => ({ cells, demand, floor }));
    this.fair = allocate(problem, plain).units;
    this.classes = [...new Set(problem.requests.map(({ source }) => source.priority))].sort((a, b) => a - b);
    this.collectUnits();
    this.addCapacity();
    for (const unit of this.units) this.addUnit(unit);
    this.addBudgets();
  }

  program() {
    return {
      cost: this.cost,
      lower: this.cost.map(() => 0),
      upper: this.upper,
      integer: this.integer,
      rows: this.rows,
    };
  }

  choices(x: readonly number[]): Choices {
    const pools = new Map<number, string>();
    for (const [at, columns] of this.poolColumns) {
      for (const [pool, column] of columns) if (x[column]! > 0.5) pools.set(at, pool);
    }
    const dropped = new Set<number>();
    const served = new Set<number>();
    for (const [at, column] of this.serveColumns) (x[column]! > 0.5 ? served : dropped).add(at);
    return { pools, dropped, served };
  }

  /** Distance from the fair plan without rules: shortfalls weighted by class, then hours left unused. */
  loss(units: readonly number[]): number {
    return units.reduce((sum, amount, at) => {
      const short = Math.max(0, this.fair[at]! - amount);
      return sum + short * this.weightOf(this.problem.requests[at]!.source.priority) - amount / 1024;
    }, 0);
  }

  private weightOf(priority: number): number {
    return 8 ** (this.classes.length - 1 - this.classes.indexOf(priority));
  }

  private column(cost: number, upper: number, integer: 0 | 1): number {
    this.upper.push(upper);
    this.integer.push(integer);
    return this.cost.push(cost) - 1;
  }

  private collectUnits(): void {
    const merged = new Map<string, number[]>();
    this.problem.requests.forEach((request, at) => {
      if (request.cells.length === 0 || request.demand === 0) return;
      const { onePool, priority } = request.source;
      const ruled = onePool || request.atLeast > 0 || this.problem.tenants[request.tenant]!.budgetFen !== undefined;
      const key = ruled ? `alone ${at}` : `${priority} ${request.cells.join()}`;
      merged.set(key, [...(merged.get(key) ?? []), at]);
    });
    for (const requests of merged.values()) {
      const { cells, source } = this.problem.requests[requests[0]!]!;
      const weight = this.weightOf(source.priority);
      const total = (amount: (at: number) => number): number => requests.reduce((sum, at) => sum + amount(at), 0);
      this.units.push({
        requests,
        cells,
        weight,
        fair: total((at) => this.fair[at]!),
        demand: total((at) => this.problem.requests[at]!.demand),
        columns: cells.map(() => this.column(-1 / 1024, Infinity, 0)),
        shortfall: this.column(weight, Infinity, 0),
      });
    }
  }

  private addCapacity(): void {
    const users = this.problem.cells.map((): number[] => []);
    for (const { cells, columns } of this.units) cells.forEach((cell, at) => users[cell]!.push(columns[at]!));
    users.forEach((columns, cell) => {
      if (columns.length > 0) this.addRow(columns, columns.map(() => 1), 0, this.problem.cells[cell]!.capacity);
    });
  }

  private addRow(columns: readonly number[], values: readonly number[], lower: number, upper: number): void {
    this.rows.push({ columns, values, lower, upper });
  }

  private addUnit({ requests, cells, columns, fair, demand, shortfall }: Unit): void {
    const ones = columns.map(() => 1);
    this.addRow(columns, ones, 0, demand);
    this.addRow([...columns, shortfall], [...ones, 1], fair, Infinity);
    const { source, atLeast } = this.problem.requests[requests[0]!]!;
    if (atLeast > 0) {
      const serve = this.column(0, 1, 1);
      this.serveColumns.set(requests[0]!, serve);
      this.addRow([...columns, serve], [...ones, -demand], -Infinity, 0);
      this.addRow([...columns, serve], [...ones, -atLeast], 0, Infinity);
    }
    if (!source.onePool) return;
    const pools = new Map<string, number[]>();
    cells.forEach((cell, at) => {
      const { id } = this.problem.cells[cell]!.pool;
      pools.set(id, [...(pools.get(id) ?? []), at]);
    });
    const chosen = new Map([...pools.keys()].map((pool) => [pool, this.column(0, 1, 1)]));
    this.poolColumns.set(requests[0]!, chosen);
    this.addRow([...chosen.values()], [...chosen].map(() => 1), 0, 1);
    for (const [pool, members] of pools) {
      const room = members.reduce((sum, at) => sum + this.problem.cells[cells[at]!]!.capacity, 0);
      const own = members.map((at) => columns[at]!);
      this.addRow([...own, chosen.get(pool)!], [...own.map(() => 1), -Math.min(room, demand)], -Infinity, 0);
    }
  }

  private addBudgets(): void {
    this.problem.tenants.forEach(({ budgetFen }, tenant) => {
      if (budgetFen === undefined) return;
      const own = this.units.filter(({ requests }) => this.problem.requests[requests[0]!]!.tenant === tenant);
      const columns = own.flatMap((unit) => unit.columns);
      const prices = own.flatMap(({ cells }) => cells.map((cell) => this.problem.cells[cell]!.price / 1000));
      if (columns.length > 0) this.addRow(columns, prices, 0, budgetFen);
    });
  }
}
