import { splitByWeights } from '@wutong/core-shared';
import { FlowNetwork } from '../planning/max-flow';
import { type FundingKind, type FundingSource, leftOf } from './funding-source.entity';

/**
 * How funding is stacked on charges; the pages say the same in words.
 *
 * 1. Order: vouchers before subsidies before cash; among each, the one that ends first; then the one given first.
 * 2. In its turn a source pays as much as it can: at most what is left of it, its cap for the month, its share of each
 *    charge, and only for its GPU classes and pools.
 * 3. What an earlier source pays is never made less by a later one. It is moved to other charges where that lets a later
 *    source pay too. So the sources that end first are used as far as any order could use them, and nothing lapses that
 *    could have been used in that month.
 * 4. Where corrections make a month come to less than nothing, money goes back the way it came: to the source that
 *    comes last first, and at most what it has paid.
 *
 * Amounts are fen below 2^53 in all, which holds them exactly in the doubles of the flow.
 */
const RANK: Readonly<Record<FundingKind, number>> = { voucher: 0, subsidy: 1, cash: 2 };

/** What is to be paid in one pool for one GPU class; null for what belongs to none. */
export interface FundedCharge {
  readonly poolId: string | null;
  readonly gpuClass: string | null;
  readonly amountFen: bigint;
}

export interface FundingShare {
  readonly sourceId: string;
  readonly poolId: string | null;
  readonly gpuClass: string | null;
  /** Below zero where it goes back to the source. */
  readonly amountFen: bigint;
}

export type Stacked = Pick<
  FundingSource,
  | 'id' | 'kind' | 'lastMonth' | 'givenAt' | 'sharePercent' | 'monthCapFen' | 'gpuClasses' | 'poolIds' | 'amountFen' | 'usedFen'
  | 'lapsedFen' | 'clawedBackFen'
>;

/** Which of two sources pays first. */
export function stackingOrder(one: Stacked, other: Stacked): number {
  return (
    RANK[one.kind] - RANK[other.kind] ||
    compare(one.lastMonth ?? '9999-12', other.lastMonth ?? '9999-12') ||
    one.givenAt.getTime() - other.givenAt.getTime() ||
    compare(one.id, other.id)
  );
}

/** What each source pays of a month's charges of one tenant, in the order in which they pay. */
export function applyFunding(charges: readonly FundedCharge[], sources: readonly Stacked[]): FundingShare[] {
  const inOrder = [...sources].sort(stackingOrder);
  const total = charges.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  if (total < 0n) return giveBack(-total, inOrder.reverse());
  const payable = payableOf(charges);
  const flow = new FlowNetwork(2 + inOrder.length + payable.length);
  const [start, end, firstSource, firstCharge] = [0, 1, 2, 2 + inOrder.length];
  payable.forEach(({ amountFen }, at) => flow.addEdge(firstCharge + at, end, Number(amountFen)));
  const paying = inOrder.map((source, nth) => ({
    source,
    turn: flow.addEdge(start, firstSource + nth, 0),
    edges: payable.flatMap((charge, at) =>
      isGoodFor(source, charge)
        ? [{ charge, edge: flow.addEdge(firstSource + nth, firstCharge + at, Number((charge.amountFen * BigInt(source.sharePercent)) / 100n)) }]
        : [],
    ),
  }));
  for (const { source, turn } of paying) {
    flow.raise(turn, Number(mostOf(source)));
    flow.augment(start, end);
  }
  return paying.flatMap(({ source, edges }) =>
    edges.flatMap(({ charge: { poolId, gpuClass }, edge }) =>
      flow.flow(edge) > 0 ? [{ sourceId: source.id, poolId, gpuClass, amountFen: BigInt(flow.flow(edge)) }] : [],
    ),
  );
}

/** One charge for each pool and class, above zero; what is below zero lowers the others in proportion. */
function payableOf(charges: readonly FundedCharge[]): FundedCharge[] {
  const sums = new Map<string, FundedCharge>();
  for (const charge of charges) {
    const key = `${charge.poolId ?? ''} ${charge.gpuClass ?? ''}`;
    sums.set(key, { ...charge, amountFen: charge.amountFen + (sums.get(key)?.amountFen ?? 0n) });
  }
  const inOrder = [...sums].sort(([one], [other]) => compare(one, other)).map(([, charge]) => charge);
  const above = inOrder.filter(({ amountFen }) => amountFen > 0n);
  const below = inOrder.reduce((sum, { amountFen }) => (amountFen < 0n ? sum - amountFen : sum), 0n);
  if (above.length === 0 || below === 0n) return above;
  const less = splitByWeights(below, above.map(({ amountFen }) => amountFen));
  return above.map((charge, at) => ({ ...charge, amountFen: charge.amountFen - (less[at] ?? 0n) }));
}

function isGoodFor({ gpuClasses, poolIds }: Stacked, { gpuClass, poolId }: FundedCharge): boolean {
  return (
    (gpuClasses.length === 0 || (gpuClass !== null && gpuClasses.includes(gpuClass))) &&
    (poolIds.length === 0 || (poolId !== null && poolIds.includes(poolId)))
  );
}

function mostOf(source: Stacked): bigint {
  const left = leftOf(source);
  return source.monthCapFen !== null && source.monthCapFen < left ? source.monthCapFen : left;
}

function giveBack(amountFen: bigint, sources: readonly Stacked[]): FundingShare[] {
  let open = amountFen;
  return sources.flatMap(({ id, usedFen }) => {
    const back = usedFen < open ? usedFen : open;
    open -= back;
    return back > 0n ? [{ sourceId: id, poolId: null, gpuClass: null, amountFen: -back }] : [];
  });
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
