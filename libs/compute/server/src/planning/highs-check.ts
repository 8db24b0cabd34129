import type { Allocation, ClassShare } from './allocate';
import type { HighsSolver, LinearProgram, LinearRow } from './highs';
import type { Line } from './place';
import type { Problem } from './problem';

/** Two answers to the same question from two programs that share no code: ours and HiGHS'. */
export interface Agreement {
  /** Largest distance, in quanta, of a granted share from HiGHS' exact share; below 1 = equal up to rounding. */
  readonly shareDistance: number;
  /** Cost of the placement in milli-fen, ours and HiGHS' least. */
  readonly ourPrice: number;
  readonly highsPrice: number;
  readonly agrees: boolean;
}

const LIMIT = { seconds: 600 };
const EPSILON = 1e-6;

/** Columns x[request, cell] with their capacity rows. */
interface Transport {
  readonly columns: readonly { readonly request: number; readonly cell: number }[];
  readonly ofRequest: readonly (readonly number[])[];
  readonly capacity: readonly LinearRow[];
}

function transport(problem: Problem, { terms }: Allocation): Transport {
  const columns: { request: number; cell: number }[] = [];
  const ofRequest = terms.map(({ cells, demand }, request) =>
    demand > 0 ? cells.map((cell) => columns.push({ request, cell }) - 1) : [],
  );
  const ofCell = problem.cells.map((): number[] => []);
  columns.forEach(({ cell }, at) => ofCell[cell]!.push(at));
  const capacity = ofCell.flatMap((list, cell) =>
    list.length === 0 ? [] : [row(list, 0, problem.cells[cell]!.capacity)],
  );
  return { columns, ofRequest, capacity };
}

function row(
  columns: readonly number[],
  lower: number,
  upper: number,
  extra: readonly [number, number][] = [],
): LinearRow {
  return {
    columns: [...columns, ...extra.map(([column]) => column)],
    values: [...columns.map(() => 1), ...extra.map(([, value]) => value)],
    lower,
    upper,
  };
}

/** Checks shares and price of a settled plan; the terms are taken as settled, so rules are outside this check. */
export async function checkByHighs(
  solver: HighsSolver,
  problem: Problem,
  allocation: Allocation,
  lines: readonly Line[],
): Promise<Agreement> {
  const model = transport(problem, allocation);
  let shareDistance = 0;
  for (const priority of [...new Set(allocation.shares.map((share) => share.priority))]) {
    const exact = await sharesOfClass(solver, problem, allocation, model, priority);
    for (const [share, units] of exact) shareDistance = Math.max(shareDistance, Math.abs(share.units - units));
  }
  const highsPrice = await leastPrice(solver, problem, allocation, model);
  const used = problem.cells.map(() => 0);
  for (const { cell, units } of lines) used[cell]! += units;
  const ourPrice = problem.cells.reduce(
    (sum, { price, prepaid }, at) => sum + Math.max(0, used[at]! - prepaid) * price,
    0,
  );
  const agrees = shareDistance < 1 + EPSILON && Math.abs(ourPrice - highsPrice) <= EPSILON * Math.max(1, highsPrice);
  return { shareDistance, ourPrice, highsPrice, agrees };
}

/**
 * Weighted max–min of one class by linear programs: raise the common level as far as it goes, then give everybody a
 * little more at once; by convexity exactly those who can rise do, and the others are frozen.
 */
async function sharesOfClass(
  solver: HighsSolver,
  problem: Problem,
  allocation: Allocation,
  model: Transport,
  priority: number,
): Promise<Map<ClassShare, number>> {
  const width = model.columns.length;
  const columnsOf = (share: ClassShare): number[] => share.requests.flatMap((at) => model.ofRequest[at]!);
  const members = allocation.shares.filter((share) => share.priority === priority && columnsOf(share).length > 0);
  const fixed = [
    ...model.capacity,
    ...allocation.terms.map(({ demand }, at) => row(model.ofRequest[at]!, allocation.floors[at]!, demand)),
    ...allocation.shares
      .filter((share) => share.priority < priority)
      .map((share) => row(columnsOf(share), share.units, share.units)),
  ];
  const weight = (share: ClassShare): number => problem.tenants[share.tenant]!.share;
  const frozen = new Map<ClassShare, number>();
  const run = async (rows: LinearRow[], count: number, cost: number, most: number): Promise<readonly number[]> => {
    const program: LinearProgram = {
      cost: [...model.columns.map(() => 0), ...Array.from({ length: count }, () => cost)],
      lower: Array.from({ length: width + count }, () => 0),
      upper: [...model.columns.map(() => Infinity), ...Array.from({ length: count }, () => most)],
      rows: [...fixed, ...rows].filter(({ columns }) => columns.length > 0),
    };
    const { status, x } = await solver.solve(program, LIMIT);
    if (status !== 'optimal') throw new Error(`HiGHS: ${status}`);
    return x;
  };
  while (frozen.size < members.length) {
    const active = members.filter((share) => !frozen.has(share));
    const held = [...frozen].map(([share, units]) => row(columnsOf(share), units - EPSILON, Infinity));
    const together = active.map((share) => row(columnsOf(share), 0, Infinity, [[width, -weight(share)]]));
    const level = (await run([...held, ...together], 1, -1, Infinity))[width]!;
    const step = 1e-2;
    const rises = await run(
      [
        ...held,
        ...active.map((share, at) =>
          row(columnsOf(share), level * weight(share) - EPSILON, Infinity, [[width + at, -1]]),
        ),
      ],
      active.length,
      -1,
      step,
    );
    const stuck = active.filter((_, at) => rises[width + at]! < step / 2);
    if (stuck.length === 0) throw new Error('HiGHS: a level froze nobody');
    for (const share of stuck) {
      const floor = share.requests.reduce((sum, at) => sum + allocation.floors[at]!, 0);
      frozen.set(share, Math.max(floor, level * weight(share)));
    }
  }
  return frozen;
}

/** Least cost of placing the granted quanta; the prepaid part of a cell is a column of its own at no cost. */
async function leastPrice(
  solver: HighsSolver,
  problem: Problem,
  allocation: Allocation,
  model: Transport,
): Promise<number> {
  const width = model.columns.length;
  if (width === 0) return 0;
  const prepaid = problem.cells.flatMap((cell, at) => (cell.prepaid > 0 ? [at] : []));
  const program: LinearProgram = {
    cost: [
      ...model.columns.map(({ cell }) => problem.cells[cell]!.price),
      ...prepaid.map((at) => -problem.cells[at]!.price),
    ],
    lower: [...model.columns, ...prepaid].map(() => 0),
    upper: [...model.columns.map(() => Infinity), ...prepaid.map((at) => problem.cells[at]!.prepaid)],
    rows: [
      ...model.capacity,
      ...allocation.units.map((units, at) => row(model.ofRequest[at]!, units, units)),
      ...prepaid.map((at, index) => {
        const users = model.columns.flatMap(({ cell }, column) => (cell === at ? [column] : []));
        return row(users, 0, Infinity, [[width + index, -1]]);
      }),
    ].filter(({ columns }) => columns.length > 0),
  };
  const { status, objective } = await solver.solve(program, LIMIT);
  if (status !== 'optimal') throw new Error(`HiGHS: ${status}`);
  return objective;
}
