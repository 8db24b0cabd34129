import type { Plan } from '../planning/plan';
import { firstDayOf, monthOf, startOf } from './day-grid';
import { factorAt, type LiveWorld } from './live-world';
import type { LiveFacts } from './live-facts';
import type { PlannedGpus, PlannedLine, PlanningOutcome, PlanningShare } from './planning-proposal.entity';
import { reasonOf } from './reason-words';
import { fillStrip, joinSpans } from './strip';

export type NewOutcome = Omit<PlanningOutcome, 'proposalId' | 'cycleId' | 'decidedAt'>;
export type NewShare = Omit<PlanningShare, 'proposalId' | 'cycleId' | 'decidedAt'>;

interface SliceHours {
  readonly requestId: string;
  readonly sliceId: string;
  mh: number;
  fen: number;
}

/**
 * A plan told in the centre's own terms: for each request its GPU-hours, their reservations and the reason; for each
 * tenant its share. Throws when the plan could not be reserved, which would be a mistake of the planner.
 */
export function outcomesOf(live: LiveWorld, plan: Plan, firstCome: Plan, facts: LiveFacts): { outcomes: NewOutcome[]; shares: NewShare[] } {
  const hours = exactHours(live, plan);
  const reservations = reserved(live, hours);
  const first = grantedBy(live, firstCome);
  const byRequest = new Map(live.asks.map(({ fact }) => [fact.id, plan.requests.filter(({ id }) => live.parts.get(id)?.requestId === fact.id)]));
  const outcomes = live.asks.map((ask): NewOutcome => {
    const { fact, mh } = ask;
    const own = hours.filter(({ requestId }) => requestId === fact.id);
    const grantedMh = own.reduce((sum, one) => sum + one.mh, 0);
    const planned = byRequest.get(fact.id)!;
    const { kind, reason, part } = reasonOf(live, plan, ask, grantedMh, planned, facts);
    return {
      requestId: fact.id, organisationId: fact.organisationId, number: fact.number, gpuClass: fact.gpuClass,
      askedMh: BigInt(mh + ask.cutByQuotaMh), grantedMh: BigInt(grantedMh), firstComeMh: BigInt(first.get(fact.id) ?? 0),
      levelMh: BigInt(Math.round((part?.reason?.levelHours ?? 0) * 1000)), costFen: BigInt(own.reduce((sum, { fen }) => sum + fen, 0)),
      marginalFen: BigInt(planned.reduce((most, { marginalFenPerHour }) => Math.max(most, marginalFenPerHour), 0)),
      reasonKind: kind, reason, lines: linesOf(live, own),
      reservations: (reservations.get(fact.id) ?? []).map(({ poolId, gpus, startsAt, endsAt }) => ({ poolId, gpus, startsAt, endsAt })),
    };
  });
  return { outcomes, shares: sharesOf(live, plan, firstCome, facts) };
}

/**
 * The plan's lines in GPU-milli-hours of the class. The planner counts in whole quanta; a part that got every quantum it
 * could ask for is given its hours to the milli-hour where its slice has room for that.
 */
function exactHours(live: LiveWorld, plan: Plan): SliceHours[] {
  const hours = plan.lines.map(({ request, pool, gpuHours, costFen }): SliceHours & { part: string } => ({
    requestId: live.parts.get(request)!.requestId, part: request, sliceId: pool, mh: Math.round(gpuHours * 1000), fen: costFen,
  }));
  const isWhole = new Set(plan.requests.filter(({ askedHours, grantedHours }) => askedHours === grantedHours).map(({ id }) => id));
  const room = new Map([...live.slices].map(([id, { gpus, from, to }]) => [id, gpus * 24_000 * (to - from)]));
  const had = new Map<string, number>();
  for (const line of hours) {
    room.set(line.sliceId, room.get(line.sliceId)! - line.mh);
    had.set(line.part, (had.get(line.part) ?? 0) + line.mh);
  }
  for (const line of hours) {
    const missing = live.parts.get(line.part)!.mh - had.get(line.part)!;
    if (!isWhole.has(line.part) || missing <= 0 || missing > room.get(line.sliceId)!) continue;
    line.mh += missing;
    had.set(line.part, had.get(line.part)! + missing);
    room.set(line.sliceId, room.get(line.sliceId)! - missing);
  }
  return hours;
}

function reserved(live: LiveWorld, hours: readonly SliceHours[]): Map<string, (PlannedGpus & { requestId: string })[]> {
  const gpusOf = new Map(live.asks.map(({ fact }) => [fact.id, fact.gpus]));
  const bySlice = new Map<string, SliceHours[]>();
  for (const line of hours) bySlice.set(line.sliceId, [...(bySlice.get(line.sliceId) ?? []), line]);
  const spans = [...bySlice].flatMap(([id, lines]) => {
    const { poolId, gpus, from, to } = live.slices.get(id)!;
    const wanted = lines.map(({ requestId, mh }) => ({ requestId, mh, gpus: gpusOf.get(requestId)! }));
    return fillStrip({ poolId, gpus, startsAt: startOf(from), endsAt: startOf(to) }, wanted);
  });
  const found = new Map<string, (PlannedGpus & { requestId: string })[]>();
  for (const span of joinSpans(spans)) found.set(span.requestId, [...(found.get(span.requestId) ?? []), span]);
  return found;
}

function linesOf(live: LiveWorld, hours: readonly SliceHours[]): PlannedLine[] {
  const lines = new Map<string, PlannedLine>();
  for (const { sliceId, mh, fen } of hours) {
    const { poolId, from } = live.slices.get(sliceId)!;
    const month = monthOf(from);
    const before = lines.get(`${month} ${poolId}`) ?? { poolId, month, mh: 0, fen: 0 };
    lines.set(`${month} ${poolId}`, { poolId, month, mh: before.mh + mh, fen: before.fen + fen });
  }
  return [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

function grantedBy(live: LiveWorld, plan: Plan): Map<string, number> {
  const granted = new Map<string, number>();
  for (const { request, gpuHours } of plan.lines) {
    const { requestId } = live.parts.get(request)!;
    granted.set(requestId, (granted.get(requestId) ?? 0) + Math.round(gpuHours * 1000));
  }
  return granted;
}

function sharesOf(live: LiveWorld, plan: Plan, firstCome: Plan, facts: LiveFacts): NewShare[] {
  const other = new Map(firstCome.tenants.map((tenant) => [tenant.id, tenant]));
  const fairness = new Map(plan.fairness.tenants.map((tenant) => [tenant.id, tenant]));
  const mh = (hours: number): bigint => BigInt(Math.round(hours * 1000));
  return plan.tenants.map((tenant, at): NewShare => {
    const fair = fairness.get(tenant.id);
    const entitlement = fair?.entitlementHours ?? 0;
    return {
      organisationId: tenant.id, alias: at + 1, weight: tenant.weight, askedMh: mh(tenant.askedHours), grantedMh: mh(tenant.grantedHours),
      entitlementMh: mh(entitlement), borrowedMh: mh(fair?.borrowedHours ?? 0), lentMh: mh(fair?.lentHours ?? 0),
      isIncentiveKept: fair?.sharingIncentive ?? true, costFen: BigInt(tenant.costFen),
      firstComeMh: mh(other.get(tenant.id)!.grantedHours), firstComeFen: BigInt(other.get(tenant.id)!.costFen),
      due: duesOf(live, plan, facts, tenant.id, Math.round(entitlement * 1000)),
    };
  });
}

/**
 * What is a tenant's due in each month of the cycle, in normalised GPU-milli-hours: its slice of the plan, spread over the
 * months as the capacity is, and what was reserved for it before. Later use is measured against it.
 */
function duesOf(live: LiveWorld, plan: Plan, facts: LiveFacts, organisationId: string, entitlementMh: number): PlanningShare['due'] {
  const capacity = new Map<string, number>();
  for (const { month, capacityHours } of plan.cells) capacity.set(month, (capacity.get(month) ?? 0) + Math.round(capacityHours * 1000));
  const total = [...capacity.values()].reduce((sum, amount) => sum + amount, 0);
  const classOf = new Map(facts.pools.map(({ id, gpuClass }) => [id, gpuClass]));
  return [...capacity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, amount]) => ({
    month,
    mh: Number((BigInt(entitlementMh) * BigInt(amount)) / BigInt(total)) + reservedIn(facts, classOf, organisationId, month),
  }));
}

function reservedIn(facts: LiveFacts, classOf: ReadonlyMap<string, string>, organisationId: string, month: string): number {
  const [from, to] = monthSpan(month);
  return facts.intervals.reduce((sum, interval) => {
    const gpuClass = classOf.get(interval.poolId);
    if (interval.organisationId !== organisationId || !gpuClass) return sum;
    const ms = Math.min(to, interval.endsAt.getTime()) - Math.max(from, interval.startsAt.getTime());
    return ms <= 0 ? sum : sum + Math.floor((-interval.gpus * ms * factorAt(facts, gpuClass, month)) / 3_600_000);
  }, 0);
}

function monthSpan(month: string): [number, number] {
  return [startOf(firstDayOf(month)).getTime(), startOf(firstDayOf(month, true)).getTime()];
}
