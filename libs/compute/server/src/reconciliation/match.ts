import type { ChargeCategory } from '../bill/bill-line';
import { divide } from '../bill/bill-values';

/** Days are `2026-10-01`, of Shanghai; GPU time is GPU-milli-hours, money micro-fen. */
export interface MeterDay {
  readonly poolId: string;
  readonly day: string;
  readonly gpuMh: bigint;
  /** At the contract's price. */
  readonly costUfen: bigint;
  /** What tenants are charged for it. */
  readonly chargeUfen: bigint;
  /** What was metered from midnight to midnight UTC of this day. */
  readonly utcMh: bigint;
}

/** Lines of a bill that agree in all of this, summed. */
export interface BilledSum {
  readonly poolId: string | null;
  /** What it would be matched by; null only where the line names nothing. */
  readonly matchKind: MatchKind | null;
  readonly matchKey: string | null;
  readonly category: ChargeCategory;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Null where no line of it has a quantity of GPU time. */
  readonly gpuMh: bigint | null;
  readonly amountUfen: bigint;
  readonly taxUfen: bigint;
  readonly lines: number;
}

export type MatchKind = 'resource' | 'sku' | 'cluster';

export interface Tolerance {
  readonly absoluteFen: bigint;
  /** Hundredths of a per cent of what was metered. */
  readonly basisPoints: number;
}

/**
 * Why a bill and the meter differ. `price`, `quantity`: at the contract's price the GPU time would cost something else; it is
 * not the time that was metered. `time_zone`: it is the time from midnight to midnight UTC. `missing_meter`: nothing came
 * from the meter for that day. `never_metered`, `not_billed`: the other side has nothing. `no_quantity`: the bill has no
 * quantity to compare. `unmatched`: nobody has said which pool it is. `outside`: it is of another month.
 */
export type Cause =
  | 'price' | 'quantity' | 'time_zone' | 'missing_meter' | 'never_metered' | 'not_billed' | 'no_quantity' | 'unmatched'
  | 'outside' | 'credit' | 'tax' | 'rounding';

export interface Comparison {
  readonly kind: 'use' | 'unmatched' | 'outside' | 'credit' | 'tax';
  readonly poolId: string | null;
  /** Null for tax. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly matchKind: MatchKind | null;
  readonly matchKey: string | null;
  readonly meteredMh: bigint;
  readonly meteredUfen: bigint;
  readonly chargedUfen: bigint;
  readonly billedMh: bigint | null;
  readonly billedUfen: bigint;
  readonly billLines: number;
  /** The part of billed − metered that the difference in GPU time makes; the rest is the price's. */
  readonly quantityUfen: bigint;
  readonly causes: readonly Cause[];
  readonly isWithin: boolean;
}

export interface MatchInput {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly meter: readonly MeterDay[];
  readonly billed: readonly BilledSum[];
  /** The contract's price on a day; null where there is none. */
  readonly fenPerGpuHour: (poolId: string, day: string) => bigint | null;
  readonly tolerance: Tolerance;
}

/** A row with nothing in it, to which sides are added. */
type Row = { -readonly [K in keyof Comparison]: Comparison[K] };

/**
 * Lays a month's bills beside the meter. Each sum of lines and each day of the meter goes into exactly one comparison, so that
 * Σ (billed − metered) of the comparisons is the bills' total, tax included, less the meter's cost. The grain is a pool's
 * day; days that one line of a bill spans are compared together. The order of the input means nothing.
 */
export function matchBills(input: MatchInput): Comparison[] {
  const inMonth = ({ firstDay, lastDay }: BilledSum): boolean => lastDay >= input.firstDay && firstDay <= input.lastDay;
  const uses: BilledSum[] = [];
  const others = new Map<string, Row>();
  for (const sum of input.billed) {
    if (sum.taxUfen !== 0n) add(at(others, 'tax'), { ...sum, gpuMh: null, amountUfen: sum.taxUfen, lines: 0 });
    const kind = sum.category === 'tax' ? 'tax' : sum.category === 'credit' ? 'credit' : !inMonth(sum) ? 'outside' : sum.poolId ? 'use' : 'unmatched';
    if (kind === 'use') uses.push(sum);
    else add(at(others, kind, sum), sum);
  }
  return [...usesByPool(input, uses), ...others.values()]
    .map((row) => (row.kind === 'use' ? row : explained(row, input.tolerance)))
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

function orderOf({ kind, poolId, firstDay, matchKind, matchKey }: Comparison): string {
  return [{ use: 0, unmatched: 1, outside: 2, credit: 3, tax: 4 }[kind], poolId, firstDay, matchKind, matchKey].join(' ');
}

/** The row of what is not compared day by day: of tax and credit one, else one for each thing that the bill names. */
function at(rows: Map<string, Row>, kind: Row['kind'], sum?: BilledSum): Row {
  const [matchKind, matchKey] = kind === 'unmatched' ? [sum?.matchKind ?? 'resource', sum?.matchKey ?? ''] : [null, null];
  const key = `${kind} ${matchKind} ${matchKey}`;
  let row = rows.get(key);
  if (!row) rows.set(key, (row = { ...emptyRow(kind), matchKind, matchKey }));
  return row;
}

function emptyRow(kind: Row['kind']): Row {
  return {
    kind, poolId: null, firstDay: null, lastDay: null, matchKind: null, matchKey: null, meteredMh: 0n, meteredUfen: 0n,
    chargedUfen: 0n, billedMh: null, billedUfen: 0n, billLines: 0, quantityUfen: 0n, causes: [], isWithin: true,
  };
}

function add(row: Row, { firstDay, lastDay, gpuMh, amountUfen, lines }: BilledSum): void {
  row.billedUfen += amountUfen;
  if (gpuMh !== null) row.billedMh = (row.billedMh ?? 0n) + gpuMh;
  row.billLines += lines;
  if (row.kind === 'tax') return;
  if (row.firstDay === null || firstDay < row.firstDay) row.firstDay = firstDay;
  if (row.lastDay === null || lastDay > row.lastDay) row.lastDay = lastDay;
}

function usesByPool(input: MatchInput, uses: readonly BilledSum[]): Comparison[] {
  const pools = new Set([...uses.map(({ poolId }) => poolId ?? ''), ...input.meter.map(({ poolId }) => poolId)]);
  return [...pools].flatMap((poolId) => {
    const meter = input.meter.filter((day) => day.poolId === poolId);
    const billed = uses.filter((sum) => sum.poolId === poolId);
    const isMetered = meter.some(({ gpuMh }) => gpuMh !== 0n);
    return spansOf(input, meter, billed).map(({ row, utcMh }) => explainUse({ ...row, poolId }, utcMh, isMetered, input));
  });
}

/** Runs of days that lines of the bill hold together, with both sides summed; a day by itself where none spans it. */
function spansOf(
  { firstDay, lastDay }: MatchInput, meter: readonly MeterDay[], billed: readonly BilledSum[],
): { row: Row; utcMh: bigint }[] {
  const clipped = billed
    .map((sum) => ({ ...sum, firstDay: sum.firstDay < firstDay ? firstDay : sum.firstDay, lastDay: sum.lastDay > lastDay ? lastDay : sum.lastDay }));
  const edges = [...clipped, ...meter.map(({ day }) => ({ firstDay: day, lastDay: day }))]
    .sort((one, other) => (one.firstDay < other.firstDay ? -1 : one.firstDay > other.firstDay ? 1 : 0));
  const spans: { row: Row; utcMh: bigint }[] = [];
  for (const edge of edges) {
    const last = spans.at(-1)?.row;
    if (last?.lastDay && edge.firstDay <= last.lastDay) {
      if (edge.lastDay > last.lastDay) last.lastDay = edge.lastDay;
    } else spans.push({ row: { ...emptyRow('use'), firstDay: edge.firstDay, lastDay: edge.lastDay }, utcMh: 0n });
  }
  const spanOf = (day: string) => spans.find(({ row }) => row.firstDay! <= day && row.lastDay! >= day)!;
  for (const sum of clipped) add(spanOf(sum.firstDay).row, sum);
  for (const { day, gpuMh, costUfen, chargeUfen, utcMh } of meter) {
    const span = spanOf(day);
    span.row.meteredMh += gpuMh;
    span.row.meteredUfen += costUfen;
    span.row.chargedUfen += chargeUfen;
    span.utcMh += utcMh;
  }
  return spans;
}

function explainUse(row: Row, utcMh: bigint, isMetered: boolean, { tolerance, fenPerGpuHour }: MatchInput): Comparison {
  const { meteredMh, meteredUfen, billedMh, billedUfen, poolId, firstDay } = row;
  const off = billedUfen - meteredUfen;
  const limit = limitOf(tolerance, meteredUfen);
  const fen = fenPerGpuHour(poolId ?? '', firstDay ?? '') ?? 0n;
  // Milli-hours × fen an hour are milli-fen; the metered price is that of the days themselves.
  const worth = (mh: bigint): bigint => (meteredMh > 0n ? divide(mh * meteredUfen, meteredMh) : mh * fen * 1000n);
  const quantityUfen = billedMh === null ? (row.billLines === 0 ? off : 0n) : worth(billedMh - meteredMh);
  const isWithin = size(off) <= limit;
  const causes = ((): Cause[] => {
    if (row.billLines === 0) return meteredMh === 0n && off === 0n ? [] : ['not_billed'];
    if (meteredMh === 0n && (billedUfen !== 0n || (billedMh ?? 0n) !== 0n)) return [isMetered ? 'missing_meter' : 'never_metered'];
    if (off === 0n && quantityUfen === 0n) return [];
    if (billedMh === null) return isWithin ? ['rounding'] : ['no_quantity'];
    const isShifted = size(worth(billedMh - utcMh)) <= limit;
    const byQuantity: Cause[] = size(quantityUfen) > limit ? [isShifted ? 'time_zone' : 'quantity'] : [];
    const byPrice: Cause[] = size(off - quantityUfen) > limit ? ['price'] : [];
    const found = [...byPrice, ...byQuantity];
    if (found.length > 0) return found;
    if (isWithin) return ['rounding'];
    return [size(quantityUfen) * 2n > size(off) ? 'quantity' : 'price'];
  })();
  return { ...row, quantityUfen, causes, isWithin };
}

/** Tax and credits are as they are; what is unmatched or of another month needs a person, however little it is. */
function explained(row: Row, tolerance: Tolerance): Comparison {
  const isWithin = row.kind === 'tax' || row.kind === 'credit' || (row.kind === 'outside' && size(row.billedUfen) <= limitOf(tolerance, 0n));
  return { ...row, quantityUfen: 0n, causes: [row.kind as Cause], isWithin };
}

/** What may differ: so much, or such a part of what was metered, whichever is more. */
export function limitOf({ absoluteFen, basisPoints }: Tolerance, meteredUfen: bigint): bigint {
  const [fixed, part] = [absoluteFen * 1_000_000n, (meteredUfen * BigInt(basisPoints)) / 10_000n];
  return fixed > part ? fixed : part;
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
