import { parseWorld } from '../planning/parse-world';
import type { World, WorldInput } from '../planning/world';
import { PRIORITY_CLASS } from '../request/compute-priority';
import { scorePercent } from '../review/review-score';
import { firstDayOf, dayFrom, dayOf, monthOf, nameOfDay, startOf, type DaySpan } from './day-grid';
import { freeByDay, slicesOf } from './free-days';
import { horizonOf, quotaKey, type LiveFacts, type RequestFact } from './live-facts';
import type { PlanningCycle } from './planning-cycle.entity';

/** Why a request is not in the world: `leftOut` by staff, or by a rule. */
export type NotPlanned = 'leftOut' | 'standing' | 'beyondCycle' | 'tooShort' | 'noQuota';

/** A pool's free GPUs in days that are alike, which are one pool of the planner's. */
export interface WorldSlice extends DaySpan {
  readonly worldId: string;
  readonly poolId: string;
  readonly gpus: number;
}

/** What a request asks in a slice of days: one request of the planner's. */
export interface WorldPart extends DaySpan {
  readonly worldId: string;
  readonly requestId: string;
  readonly mh: number;
}

export interface PlannedAsk {
  readonly fact: RequestFact;
  /** What it asks in the cycle, after the quota. */
  readonly mh: number;
  /** What the quota does not cover. */
  readonly cutByQuotaMh: number;
}

/** A cycle's world with the way back from the planner's names to pools and requests. */
export interface LiveWorld {
  readonly world: World;
  readonly slices: ReadonlyMap<string, WorldSlice>;
  readonly parts: ReadonlyMap<string, WorldPart>;
  readonly asks: readonly PlannedAsk[];
  /** What reviews make of each tenant's weight, in percent. */
  readonly scores: ReadonlyMap<string, number>;
  readonly notPlanned: readonly { fact: RequestFact; because: NotPlanned }[];
}

/**
 * The planner's world of a cycle, from the facts of one moment. The planner works in pools and months; a request has a
 * window of days and a number of GPUs. So each class's days are cut wherever a window of a request begins or ends, where
 * the free GPUs or the price of one of its pools change, and at each month; the pools of the world are the slices of pools
 * between two cuts, and each request asks in each slice of its window for that part of its hours. In a slice
 * everything stays the same, so what the planner gives there can be reserved to the hour, inside the window
 * and never above the GPUs of the request. Days are whole days of Shanghai; windows are rounded inwards, free GPUs down to
 * whole nodes.
 *
 * What the centre's reviews make of a tenant's weight is said in `scorePercent`.
 *
 * A request asks at most what its tenant's quota has left (who waits already holds its hours); the earliest request of a
 * tenant is covered first.
 */
export function liveWorld(cycle: PlanningCycle, facts: LiveFacts, now: Date): LiveWorld {
  const horizon = horizonOf(cycle, now);
  const { asks, notPlanned } = asksOf(facts, horizon);
  const free = freeByDay(facts, horizon);
  const classes = [...new Set(asks.map(({ fact }) => fact.gpuClass))].sort();
  const cuts = new Map(classes.map((gpuClass) => [
    gpuClass,
    slicesOf(facts, free, horizon, gpuClass, asks.flatMap(({ fact }) => (fact.gpuClass === gpuClass ? [windowOf(fact, horizon)] : []))),
  ]));
  const slices = [...cuts.values()].flat();
  const pools = new Map(facts.pools.map((pool) => [pool.id, pool]));
  const parts = asks.flatMap((ask) => partsOf(ask, horizon, cuts.get(ask.fact.gpuClass) ?? []));
  const inSpan = new Map<string, string[]>();
  for (const slice of slices) {
    const key = `${pools.get(slice.poolId)!.gpuClass} ${slice.from}`;
    inSpan.set(key, [...(inSpan.get(key) ?? []), slice.worldId]);
  }
  const factOf = new Map(asks.map(({ fact }) => [fact.id, fact]));
  const tenants = [...new Set(asks.map(({ fact }) => fact.organisationId))].sort();
  const scores = new Map(tenants.map((id) => [id, scorePercent(
    asks.filter(({ fact }) => fact.organisationId === id)
      .map(({ fact, mh }) => ({ mean: fact.meanScore, mh: BigInt(mh) * BigInt(factorAt(facts, fact.gpuClass, cycle.firstMonth)) })),
  )]));
  const input: WorldInput = {
    format: 'wutong-world/1',
    cycle: { id: cycle.code, from: cycle.firstMonth, to: cycle.lastMonth },
    quantumHours: Number(cycle.quantumMh) / 1000,
    normalisation: normalisationOf(cycle, facts),
    policy: { stages: { ...cycle.policy.stages }, pastUse: cycle.policy.pastUse },
    suppliers: [...new Set(slices.map(({ poolId }) => pools.get(poolId)!.supplierId))].sort().map((id) => ({ id })),
    pools: slices.map((slice) => {
      const pool = pools.get(slice.poolId)!;
      const month = monthOf(slice.from);
      return {
        id: slice.worldId, supplier: pool.supplierId, gpuClass: pool.gpuClass, region: regionId(pool.region), capacity: [],
        prices: [{ from: month, fenPerGpuHour: slice.fen }],
        extra: [{ month, hours: slice.gpus * 24 * (slice.to - slice.from) }],
      };
    }),
    tenants: tenants.map((id) => {
      const stage = facts.stages.get(id);
      return {
        id, ...(stage !== undefined && stage in cycle.policy.stages && { stage }), scorePercent: scores.get(id)!,
        pastUse: facts.past.filter(({ organisationId }) => organisationId === id).map(({ month, dueMh, used }) => ({
          month, shareHours: dueMh / 1000,
          usedHours: used.reduce((sum, { gpuClass, mh }) => sum + Math.floor((Number(mh) * factorAt(facts, gpuClass, month)) / 1000), 0) / 1000,
        })),
      };
    }),
    requests: parts.map((part) => {
      const fact = factOf.get(part.requestId)!;
      const month = monthOf(part.from);
      return {
        id: part.worldId, tenant: fact.organisationId, gpuClasses: [fact.gpuClass], hoursOf: fact.gpuClass, from: month, to: month,
        pools: inSpan.get(`${fact.gpuClass} ${part.from}`) ?? [], hours: part.mh / 1000,
        priority: PRIORITY_CLASS[fact.priority], submittedAt: fact.submittedAt.toISOString(),
      };
    }).filter(({ pools: usable }) => usable.length > 0),
  };
  return {
    world: parseWorld(input), asks, scores, notPlanned, slices: new Map(slices.map((slice) => [slice.worldId, slice])),
    parts: new Map(parts.map((part) => [part.worldId, part])),
  };
}

/** The days of a request that can be planned: whole ones of its window. */
export function windowOf({ startsAt, endsAt }: Pick<RequestFact, 'startsAt' | 'endsAt'>, horizon: DaySpan): DaySpan {
  return { from: Math.max(dayFrom(startsAt), horizon.from), to: dayOf(endsAt) };
}

function asksOf(facts: LiveFacts, horizon: DaySpan): Pick<LiveWorld, 'asks' | 'notPlanned'> {
  const asks: PlannedAsk[] = [];
  const notPlanned: { fact: RequestFact; because: NotPlanned }[] = [];
  const left = new Map(facts.quotas);
  const byArrival = [...facts.requests].sort(
    (a, b) => a.submittedAt.getTime() - b.submittedAt.getTime() || (a.number < b.number ? -1 : 1));
  for (const fact of byArrival) {
    const { from, to } = windowOf(fact, horizon);
    const drop = (because: NotPlanned): void => void notPlanned.push({ fact, because });
    if (fact.leftOutBecause !== null) drop('leftOut');
    else if (!fact.isOfGoodStanding) drop('standing');
    else if (to > horizon.to) drop('beyondCycle');
    else if (to <= from) drop('tooShort');
    else {
      const wanted = Math.min(Number(fact.amountMh), fact.gpus * 24_000 * (to - from));
      const has = Number(left.get(quotaKey(fact)) ?? 0n);
      const mh = fact.state === 'waitlisted' ? wanted : Math.min(wanted, Math.max(0, has));
      if (mh === 0) drop('noQuota');
      else {
        if (fact.state === 'approval') left.set(quotaKey(fact), BigInt(has - mh));
        asks.push({ fact, mh, cutByQuotaMh: wanted - mh });
      }
    }
  }
  const byNumber = (a: { fact: RequestFact }, b: { fact: RequestFact }): number => (a.fact.number < b.fact.number ? -1 : 1);
  return { asks: asks.sort(byNumber), notPlanned: notPlanned.sort(byNumber) };
}

/** Cuts a request's hours by the slices of its window; to the milli-hour the parts are the whole. */
function partsOf({ fact, mh }: PlannedAsk, horizon: DaySpan, slices: readonly DaySpan[]): WorldPart[] {
  const { from, to } = windowOf(fact, horizon);
  const until = (day: number): number => Number((BigInt(mh) * BigInt(day - from)) / BigInt(to - from));
  const spans = [...new Map(slices.map((span) => [span.from, span])).values()]
    .filter((span) => span.from >= from && span.to <= to);
  return spans.map((span) => ({
    from: span.from, to: span.to, worldId: `${fact.number}:${nameOfDay(span.from)}`, requestId: fact.id,
    mh: until(span.to) - until(span.from),
  }));
}

/** One version for each month of the cycle at whose beginning a factor has changed. */
function normalisationOf(cycle: PlanningCycle, facts: LiveFacts): WorldInput['normalisation'] {
  const classes = [...new Set(facts.factors.map(({ gpuClass }) => gpuClass))].sort();
  const months: string[] = [];
  for (let day = firstDayOf(cycle.firstMonth); day < firstDayOf(cycle.lastMonth, true); day = firstDayOf(monthOf(day), true)) {
    months.push(monthOf(day));
  }
  const versions = months.map((month) => ({
    version: month, from: month,
    factors: Object.fromEntries(classes.map((gpuClass) => [gpuClass, factorAt(facts, gpuClass, month) / 1000])),
  }));
  return versions.filter(({ factors }, at) => at === 0 || JSON.stringify(factors) !== JSON.stringify(versions[at - 1]!.factors));
}

/** What an hour of a class is worth in a month, in thousandths: as valued when the month begins, or first valued. */
export function factorAt(facts: Pick<LiveFacts, 'factors'>, gpuClass: string, month: string): number {
  const own = facts.factors.filter((factor) => factor.gpuClass === gpuClass);
  const start = startOf(firstDayOf(month));
  return (own.filter(({ validFrom }) => validFrom <= start).at(-1) ?? own[0])!.factorMilli;
}

/** Regions play no part in eligibility yet; the planner wants a name. */
function regionId(region: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(region) ? region : 'any';
}
