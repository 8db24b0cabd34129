import { formatFen } from '@wutong/core-shared';
import { applyFunding, type FundingShare, type Stacked } from '../funding/stacking';
import type { ChargeKind } from './charge-statement.entity';
import type { Month } from './month';

/** What is to be charged beyond what closed statements have charged, as the database has it. */
export interface Chargeable {
  readonly organisationId: string;
  readonly kind: Exclude<ChargeKind, 'cap'>;
  readonly usageMonth: Month;
  readonly grantId: string | null;
  readonly poolId: string | null;
  readonly gpuClass: string | null;
  readonly gpuMh: bigint;
  readonly chargeMfen: bigint;
  readonly reason: string | null;
}

export interface DraftLine extends Omit<Chargeable, 'kind'> {
  readonly kind: ChargeKind;
  readonly amountFen: bigint;
}

export interface ChargeCap {
  readonly organisationId: string;
  readonly capFen: bigint;
  readonly reason: string;
}

export type TenantSource = Stacked & { readonly organisationId: string; readonly firstMonth: Month; readonly lapsedAt: Date | null };

export interface DraftStatement {
  readonly organisationId: string;
  readonly lines: readonly DraftLine[];
  readonly shares: readonly FundingShare[];
  readonly chargedFen: bigint;
  readonly fundedFen: bigint;
  readonly dueFen: bigint;
}

/**
 * The statements of a month, one for each tenant that has a line, in the order of the tenants' ids. Each line is rounded
 * once, half to even, from its exact thousandths of a fen; a statement is the sum of its lines. Above a tenant's cap
 * nothing is charged: a line takes off what is beyond it, and says why. Then funding pays (see stacking.ts).
 */
export function draftStatements(
  month: Month, chargeable: readonly Chargeable[], caps: readonly ChargeCap[], sources: readonly TenantSource[],
): DraftStatement[] {
  const byTenant = Map.groupBy(chargeable, ({ organisationId }) => organisationId);
  const sourcesOf = Map.groupBy(sources, ({ organisationId }) => organisationId);
  const capOf = new Map(caps.map((cap) => [cap.organisationId, cap]));
  return [...byTenant].sort(([one], [other]) => (one < other ? -1 : 1)).map(([organisationId, parts]) => {
    const lines: DraftLine[] = parts.toSorted(lineOrder).map((part) => ({ ...part, amountFen: toFen(part.chargeMfen) }));
    const beyond = capLine(month, sum(lines), capOf.get(organisationId));
    if (beyond) lines.push(beyond);
    const chargedFen = sum(lines);
    const shares = applyFunding(lines, payingSources(month, chargedFen, sourcesOf.get(organisationId) ?? []));
    const fundedFen = sum(shares);
    return { organisationId, lines, shares, chargedFen, fundedFen, dueFen: chargedFen - fundedFen };
  });
}

/** Thousandths of a fen as fen, rounded half to even, so that rounding favours neither side in the long run. */
export function toFen(mfen: bigint): bigint {
  const [sign, size] = mfen < 0n ? [-1n, -mfen] : [1n, mfen];
  const [whole, rest] = [size / 1000n, size % 1000n];
  const up = rest > 500n || (rest === 500n && whole % 2n === 1n);
  return sign * (up ? whole + 1n : whole);
}

function capLine(month: Month, chargedFen: bigint, cap: ChargeCap | undefined): DraftLine | null {
  if (!cap || chargedFen <= cap.capFen) return null;
  const amountFen = cap.capFen - chargedFen;
  return {
    organisationId: cap.organisationId, kind: 'cap', usageMonth: month, grantId: null, poolId: null, gpuClass: null, gpuMh: 0n,
    chargeMfen: amountFen * 1000n, amountFen, reason: `${formatFen(cap.capFen, 'zh-CN')} · ${cap.reason}`,
  };
}

/** Those that are good for this month; where money goes back, all that ever paid. */
function payingSources(month: Month, chargedFen: bigint, sources: readonly TenantSource[]): TenantSource[] {
  if (chargedFen < 0n) return sources.filter(({ usedFen }) => usedFen > 0n);
  return sources.filter(
    ({ firstMonth, lastMonth, lapsedAt }) => !lapsedAt && firstMonth <= month && (lastMonth === null || lastMonth >= month),
  );
}

const KIND_ORDER: readonly ChargeKind[] = ['usage', 'correction', 'refund', 'manual'];

function lineOrder(one: Chargeable, other: Chargeable): number {
  const key = ({ kind, usageMonth, gpuClass, poolId, grantId, reason }: Chargeable): string =>
    [KIND_ORDER.indexOf(kind), usageMonth, gpuClass, poolId, grantId, reason].join(' ');
  return key(one) < key(other) ? -1 : 1;
}

function sum(parts: readonly { readonly amountFen: bigint }[]): bigint {
  return parts.reduce((total, { amountFen }) => total + amountFen, 0n);
}
