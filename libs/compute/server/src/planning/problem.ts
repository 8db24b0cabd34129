import { canonicalWorld, compareText } from './parse-world';
import { tenantWeight } from './weight';
import type { World, WorldPool, WorldRequest } from './world';
import { hoursOfMonth, monthIndex, monthName, WorldError, worldMessages } from './world-checks';

/**
 * The world in whole numbers. A cell is one pool in one month. Amounts are quanta (the smallest amount granted);
 * money is milli-fen per quantum. Everything is in canonical order: pools and requests by id, months ascending.
 */
export interface Problem {
  readonly world: World;
  /** Normalised milli-hours of one quantum. */
  readonly quantum: number;
  readonly months: readonly string[];
  readonly cells: readonly Cell[];
  readonly requests: readonly PlannedRequest[];
  readonly tenants: readonly PlannedTenant[];
}

export interface Cell {
  readonly pool: WorldPool;
  readonly month: string;
  readonly capacity: number;
  /** Normalised milli-hours per GPU-hour, and the version of the factors it comes from. */
  readonly factor: number;
  readonly factorVersion: string;
  /** Price of one quantum in milli-fen, rounded half up. */
  readonly price: number;
  /** Quanta paid for in any case. */
  readonly prepaid: number;
}

export interface PlannedRequest {
  readonly source: WorldRequest;
  readonly tenant: number;
  /** Quanta asked for, rounded down. */
  readonly demand: number;
  /** Quanta promised before any sharing. */
  readonly floor: number;
  /** Fewer quanta than this are granted as none; 0 = no such rule. */
  readonly atLeast: number;
  /** Indices of the cells it may use, ascending. */
  readonly cells: readonly number[];
}

export interface PlannedTenant {
  readonly id: string;
  /** Weight in thousandths, as published. */
  readonly weight: number;
  /** The same weights with their greatest common divisor taken out, for the arithmetic. */
  readonly share: number;
  readonly budgetFen: number | undefined;
}

/** Turns a world into the integer problem; throws WorldError when its numbers would leave the exact range. */
export function buildProblem(input: World): Problem {
  const world = canonicalWorld(input);
  const quantum = Math.round(world.quantumHours * 1000);
  const first = monthIndex(world.cycle.from);
  const count = monthIndex(world.cycle.to) - first + 1;
  const months = Array.from({ length: count }, (_, at) => monthName(first + at));
  const cells = world.pools
    .flatMap((pool) => months.map((month) => buildCell(world, pool, month, quantum)))
    .filter(({ capacity }) => capacity > 0);
  const weights = world.tenants.map((tenant) => tenantWeight(world, tenant));
  const divisor = weights.reduce(greatestCommonDivisor, 0) || 1;
  const tenants = world.tenants.map(({ id, budgetFen }, at) => ({
    id,
    budgetFen,
    weight: weights[at]!,
    share: weights[at]! / divisor,
  }));
  const index = new Map(tenants.map(({ id }, at) => [id, at]));
  const requests = world.requests.map((source) =>
    buildRequest(world, source, cells, index.get(source.tenant)!, quantum),
  );
  const capacity = cells.reduce((sum, cell) => sum + cell.capacity, 0);
  const shares = tenants.reduce((sum, tenant) => sum + tenant.share, 0);
  const dearest = cells.reduce((most, cell) => Math.max(most, cell.price), 0);
  // Levels compare (amount × weight) with sums over all tenants. A path's cost in the placement is at most a few
  // prices, each multiplied by four times the number of nodes.
  const nodes = 2 * (cells.length + requests.length + 1);
  const exact =
    8 * capacity * shares < Number.MAX_SAFE_INTEGER &&
    capacity * dearest < Number.MAX_SAFE_INTEGER &&
    16 * nodes * dearest < Number.MAX_SAFE_INTEGER;
  if (!exact) {
    const [en, zh] = worldMessages['too-fine'];
    throw new WorldError([{ path: 'quantumHours', en, 'zh-CN': zh }]);
  }
  return { world, quantum, months, cells, requests, tenants };
}

function buildCell(world: World, pool: WorldPool, month: string, quantum: number): Cell {
  const { version, factors } = validAt(world.normalisation, month)!;
  const factor = Math.round(factors[pool.gpuClass]! * 1000);
  const gpus = validAt(pool.capacity, month)?.gpus ?? 0;
  const total = (gpus * hoursOfMonth(monthIndex(month)) * 1000 * (100 - pool.headroomPercent)) / 100;
  const off = milliHours(pool.maintenance, month) + milliHours(pool.reservations, month);
  const price = validAt(pool.prices, month)?.fenPerGpuHour ?? 0;
  // One division of exact integers below 2^53: its floor is exact.
  const toQuanta = (milli: number): number => Math.floor((Math.max(0, milli) * factor) / (1000 * quantum));
  const capacity = toQuanta(Math.floor(total) + milliHours(pool.extra, month) - off);
  return {
    pool,
    month,
    capacity,
    factor,
    factorVersion: version,
    price: Math.round((price * quantum * 1000) / factor),
    prepaid: Math.min(capacity, toQuanta(milliHours(pool.takeOrPay, month))),
  };
}

function buildRequest(
  world: World,
  source: WorldRequest,
  cells: readonly Cell[],
  tenant: number,
  quantum: number,
): PlannedRequest {
  const { factors } = validAt(world.normalisation, world.cycle.from)!;
  const factor = source.hoursOf === undefined ? 1000 : Math.round(factors[source.hoursOf]! * 1000);
  const toQuanta = (hours: number): number => (Math.round(hours * 1000) * factor) / (1000 * quantum);
  const eligible = cells.flatMap((cell, at) => (barred(source, cell.pool, cell.month) ? [] : [at]));
  const demand = Math.floor(toQuanta(source.hours));
  return {
    source,
    tenant,
    demand,
    floor: Math.floor(toQuanta(source.guaranteedHours)),
    // "All or nothing" means all that whole quanta can give.
    atLeast: Math.min(demand, Math.ceil(toQuanta(source.atLeastHours))),
    cells: eligible,
  };
}

export type Bar = 'gpuClass' | 'region' | 'pool' | 'dataRules' | 'window';

/** Why a request may not use a pool in a month; undefined = it may. */
export function barred(request: WorldRequest, pool: WorldPool, month: string): Bar | undefined {
  if (!request.gpuClasses.includes(pool.gpuClass)) return 'gpuClass';
  if (request.regions && !request.regions.includes(pool.region)) return 'region';
  if (request.pools && !request.pools.includes(pool.id)) return 'pool';
  if (!request.dataRules.every((rule) => pool.dataRules.includes(rule))) return 'dataRules';
  if (month < request.from || month > request.to) return 'window';
  return undefined;
}

/** The entry of a dated list which is valid in a month: the latest that began by then. */
function validAt<T extends { from: string }>(list: readonly T[], month: string): T | undefined {
  return list
    .filter(({ from }) => from <= month)
    .sort((a, b) => compareText(a.from, b.from))
    .at(-1);
}

function milliHours(list: readonly { month: string; hours: number }[], month: string): number {
  return list.reduce((sum, entry) => (entry.month === month ? sum + Math.round(entry.hours * 1000) : sum), 0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
