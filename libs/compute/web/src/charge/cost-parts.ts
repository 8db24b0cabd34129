import type { Format } from '@wutong/core-web';
import type { CostStackQuery } from './cost-stack.graphql';

export type CostPoint = CostStackQuery['costSeries'][number];

/** What all have as key that are not among the largest. */
export const OTHER = 'other';

/** One part of the stack: what it came to in each month, in thousandths of a fen. */
export interface CostPart {
  id: string;
  label: string;
  mfen: bigint[];
}

/** Twelve months, the last of them this one. */
export function monthsUntil(last: string): string[] {
  const [year = 0, number = 0] = last.split('-').map(Number);
  return Array.from({ length: 12 }, (_, nth) => new Date(Date.UTC(year, number - 12 + nth, 1)).toISOString().slice(0, 7));
}

/** The points as parts, the largest first and the others together last. */
export function partsOf(points: readonly CostPoint[], months: readonly string[], labelOf: (point: CostPoint) => string, other: string): CostPart[] {
  const parts = new Map<string, CostPart & { sum: bigint }>();
  for (const point of points) {
    const index = months.indexOf(point.month);
    if (index < 0) continue;
    const id = point.key || OTHER;
    const part = parts.get(id) ?? { id, label: id === OTHER ? other : labelOf(point), mfen: months.map(() => 0n), sum: 0n };
    const amount = BigInt(point.amountMfen);
    part.mfen[index] = (part.mfen[index] ?? 0n) + amount;
    part.sum += amount;
    parts.set(id, part);
  }
  return [...parts.values()]
    .sort((one, two) => Number(one.id === OTHER) - Number(two.id === OTHER) || (one.sum < two.sum ? 1 : one.sum > two.sum ? -1 : 0))
    .map(({ id, label, mfen }) => ({ id, label, mfen }));
}

/** Thousandths of a fen as money, rounded to the fen. */
export function sayMfen(format: Format, mfen: bigint | string): string {
  const amount = BigInt(mfen);
  return format.money(String((amount + (amount < 0n ? -500n : 500n)) / 1000n));
}
