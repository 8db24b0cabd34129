import type { Ctx, Tx } from '@wutong/core-server';
import { computeAccounts } from '../entitlement/compute-accounts';
import type { ComputePriority } from '../request/compute-priority';
import { meanScore, type WeighedReview } from '../review/review-score';
import { WEIGHED_REVIEWS } from '../review/review.queries';
import { OF_GOOD_STANDING } from '../request/tenant-standing';
import { dayOf, firstDayOf, monthOf, startOf } from './day-grid';
import type { PlanningCycle } from './planning-cycle.entity';

/** What the tables say at one moment: everything that a cycle's world is made of. */
export interface LiveFacts {
  readonly pools: readonly PoolFact[];
  /** GPUs that come (above zero) and that are taken (below) from one moment to another. */
  readonly intervals: readonly GpuInterval[];
  readonly prices: readonly { contractId: string; gpuClass: string; fen: bigint; validFrom: Date }[];
  readonly factors: readonly { gpuClass: string; version: number; factorMilli: number; validFrom: Date }[];
  readonly requests: readonly RequestFact[];
  readonly stages: ReadonlyMap<string, string>;
  /** GPU-milli-hours that a tenant's quota has left, by `organisation class`. */
  readonly quotas: ReadonlyMap<string, bigint>;
  /** Of past plans: what was a tenant's due in a month, and what it used then. */
  readonly past: readonly { organisationId: string; month: string; dueMh: number; used: readonly { gpuClass: string; mh: bigint }[] }[];
}

export interface PoolFact {
  readonly id: string;
  readonly code: string;
  readonly gpuClass: string;
  readonly region: string;
  readonly supplierId: string;
  readonly contractId: string;
  readonly headroom: number;
  readonly from: Date;
  readonly to: Date;
}

export interface GpuInterval {
  readonly poolId: string;
  readonly gpus: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Whose reservation it is; null for capacity and maintenance. */
  readonly organisationId: string | null;
}

export interface RequestFact {
  readonly id: string;
  readonly number: string;
  readonly organisationId: string;
  readonly state: 'approval' | 'waitlisted';
  readonly gpuClass: string;
  readonly gpus: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly amountMh: bigint;
  readonly priority: ComputePriority;
  /** Of its reviews, in hundredths; null without any. */
  readonly meanScore: number | null;
  readonly reviews: number;
  readonly submittedAt: Date;
  readonly approvalBy: 'programme_lead' | 'approver';
  readonly isOfGoodStanding: boolean;
  readonly leftOutBecause: string | null;
}

const POOLS = `
  select p.id, p.code, p.gpu_class as "gpuClass", p.region, p.organisation_id as "supplierId", p.contract_id as "contractId",
         p.headroom, c.starts_at as from, c.ends_at as to
    from compute_pool p join supplier_contract c on c.id = p.contract_id
   where p.is_open and c.ended_at is null and c.starts_at < $2 and c.ends_at > $1 order by p.code`;

/** $1 from, $2 to. */
const INTERVALS = `
  select pool_id as "poolId", gpus, starts_at as "startsAt", ends_at as "endsAt", null::uuid as "organisationId"
    from pool_capacity where starts_at < $2 and ends_at > $1
  union all
  select pool_id, -gpus, starts_at, ends_at, null from pool_maintenance
   where cancelled_at is null and starts_at < $2 and ends_at > $1
  union all
  select pool_id, -gpus, starts_at, ends_at, case when request_id is not null then organisation_id end from compute_reservation
   where starts_at < $2 and ends_at > $1 and ends_at > starts_at`;

/** Requests that wait for a decision or for GPUs in these months: $1 cycle, $2 from, $3 to. */
const REQUESTS = `
  select r.id, r.number, r.organisation_id as "organisationId", r.state, r.gpu_class as "gpuClass", r.sized_gpus as gpus,
         r.sized_starts_at as "startsAt", r.sized_ends_at as "endsAt", r.sized_mh as "amountMh", r.priority, r.submitted_at as "submittedAt",
         r.approval_by as "approvalBy", ${OF_GOOD_STANDING} as "isOfGoodStanding", l.reason as "leftOutBecause", s.reviews
    from compute_request r ${WEIGHED_REVIEWS}
    left join planning_left_out l on l.cycle_id = $1 and l.request_id = r.id
   where r.state in ('approval', 'waitlisted') and r.sized_starts_at < $3 and r.sized_ends_at > $2 order by r.number`;

/** Dues of applied plans in whole months before the present one, with the use of each: $1 tenants, $2 the present month's start. */
const PAST = `
  with due as (
    select s.organisation_id, d.month, sum(d.mh)::bigint as due_mh
      from planning_share s, jsonb_to_recordset(s.due) as d (month text, mh bigint)
     where s.decided_at is not null and s.organisation_id = any($1) and d.month < to_char($2::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM')
     group by s.organisation_id, d.month
  )
  select due.organisation_id as "organisationId", due.month, due.due_mh as "dueMh",
         coalesce(json_agg(json_build_object('gpuClass', u.gpu_class, 'mh', u.gpu_mh)) filter (where u.gpu_class is not null), '[]') as used
    from due left join usage_month u on u.organisation_id = due.organisation_id
     and to_char(u.at at time zone 'Asia/Shanghai', 'YYYY-MM') = due.month
   group by due.organisation_id, due.month, due.due_mh order by 1, 2`;

/** The first and the day after the last day that can still be planned: whole days after now. */
export function horizonOf(cycle: Pick<PlanningCycle, 'firstMonth' | 'lastMonth'>, now: Date): { from: number; to: number } {
  return { from: Math.max(firstDayOf(cycle.firstMonth), dayOf(now) + 1), to: firstDayOf(cycle.lastMonth, true) };
}

/** Reads everything that a cycle's world is made of. For the system, which sees every tenant. */
export async function readFacts(ctx: Ctx, tx: Tx, cycle: PlanningCycle): Promise<LiveFacts> {
  const horizon = horizonOf(cycle, ctx.now);
  const [from, to] = [startOf(horizon.from), startOf(horizon.to)];
  const pools = await tx.query<PoolFact>(POOLS, [from, to]);
  const intervals = await tx.query<GpuInterval>(INTERVALS, [from, to]);
  const prices = await tx.query<LiveFacts['prices'][number]>(
    `select contract_id as "contractId", gpu_class as "gpuClass", fen_per_gpu_hour as fen, valid_from as "validFrom"
       from supplier_price order by valid_from`);
  const factors = await tx.query<LiveFacts['factors'][number]>(
    `select gpu_class as "gpuClass", version, factor_milli as "factorMilli", valid_from as "validFrom"
       from gpu_class_factor order by valid_from`);
  const waiting = await tx.query<Omit<RequestFact, 'meanScore' | 'reviews'> & { reviews: WeighedReview[] }>(REQUESTS, [cycle.id, from, to]);
  const requests = waiting.map(({ reviews, ...fact }): RequestFact => ({ ...fact, reviews: reviews.length, meanScore: meanScore(reviews) }));
  const tenants = [...new Set(requests.map(({ organisationId }) => organisationId))];
  const stages = await tx.query<{ id: string; stage: string }>(
    `select organisation_id as id, funding_stage as stage from tenant_profile
      where organisation_id = any($1) and funding_stage is not null`, [tenants]);
  const past = await tx.query<{ organisationId: string; month: string; dueMh: bigint; used: { gpuClass: string; mh: number }[] }>(
    PAST, [tenants, startOf(firstDayOf(monthOf(dayOf(ctx.now))))]);
  return {
    pools, intervals, prices, factors, requests, quotas: await quotasOf(tx, requests),
    stages: new Map(stages.map(({ id, stage }) => [id, stage])),
    past: past.map(({ used, dueMh, ...row }) => ({
      ...row, dueMh: Number(dueMh), used: used.map(({ gpuClass, mh }) => ({ gpuClass, mh: BigInt(mh) })),
    })),
  };
}

export function quotaKey({ organisationId, gpuClass }: Pick<RequestFact, 'organisationId' | 'gpuClass'>): string {
  return `${organisationId} ${gpuClass}`;
}

async function quotasOf(tx: Tx, requests: readonly RequestFact[]): Promise<Map<string, bigint>> {
  const accounts = new Map(requests.map((request) => [
    computeAccounts(request.organisationId, request.gpuClass).available, quotaKey(request),
  ]));
  const rows = await tx.query<{ id: string; left: bigint }>(
    `select id, (credits_posted - debits_posted - debits_pending)::bigint as left from ledger_account where id = any($1)`,
    [[...accounts.keys()]]);
  return new Map(rows.map(({ id, left }) => [accounts.get(id)!, left]));
}
