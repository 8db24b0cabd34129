import type { DisputedLine } from './dispute-file';
import type { Cause } from './match';
import type { ReconciliationLine } from './reconciliation.entity';
import type { PriceInForce } from './reconciliation-read.service';

/** What one cause makes of a difference. */
export interface CauseSum {
  readonly cause: Cause;
  readonly lines: number;
  readonly ufen: bigint;
}

/** The disputed lines of one pool, or of one thing that is no pool of ours. Money is micro-fen, GPU time GPU-milli-hours. */
export interface DisputedResource {
  /** Null for what a bill does not name. */
  readonly name: string | null;
  readonly lines: number;
  readonly billedMh: bigint;
  readonly meteredMh: bigint;
  readonly billedUfen: bigint;
  readonly meteredUfen: bigint;
  readonly causes: readonly CauseSum[];
  /** The contract's prices in those days, each once. */
  readonly prices: readonly PriceInForce[];
}

/**
 * Disputed lines by resource, in the order of the lines. Of a line with a price and another cause, the part that the quantity
 * makes is the other's and the rest the price's, so that the causes of a resource sum up to its difference.
 */
export function byResource(lines: readonly DisputedLine[]): DisputedResource[] {
  const groups = Map.groupBy(lines, ({ line, pool }) => line.poolId ?? `${line.kind} ${pool}`);
  return [...groups.values()].map((group) => {
    const sum = (of: (line: ReconciliationLine) => bigint): bigint => group.reduce((total, { line }) => total + of(line), 0n);
    const causes = new Map<Cause, CauseSum>();
    for (const { cause, ufen } of group.flatMap(({ line }) => causesOf(line))) {
      const before = causes.get(cause);
      causes.set(cause, { cause, lines: (before?.lines ?? 0) + 1, ufen: (before?.ufen ?? 0n) + ufen });
    }
    const prices = new Map(group.flatMap(({ price }) => (price ? [[`${price.number} ${price.validFrom.getTime()}`, price] as const] : [])));
    return {
      name: group[0]?.pool || null, lines: group.length, billedMh: sum(({ billedMh }) => billedMh ?? 0n), meteredMh: sum(({ meteredMh }) => meteredMh),
      billedUfen: sum(({ billedUfen }) => billedUfen), meteredUfen: sum(({ meteredUfen }) => meteredUfen), causes: [...causes.values()],
      prices: [...prices.values()],
    };
  });
}

function causesOf({ causes, billedUfen, meteredUfen, quantityUfen }: ReconciliationLine): { cause: Cause; ufen: bigint }[] {
  const off = billedUfen - meteredUfen;
  if (causes.length < 2) return causes.map((cause) => ({ cause: cause as Cause, ufen: off }));
  return causes.map((cause) => ({ cause: cause as Cause, ufen: cause === 'price' ? off - quantityUfen : quantityUfen }));
}
