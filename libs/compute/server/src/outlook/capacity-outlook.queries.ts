import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Tx } from '@wutong/core-server';
import { endOfMonth, startOfMonth, type Month } from '../charge/month';

/** A month of Shanghai of a GPU class: demand against capacity, in GPUs averaged over the month. */
@ObjectType()
export class CapacityOutlookMonth {
  /** As 2026-10. */
  @Field(() => String)
  month: string;

  /** What contracts that hold give, less head-room and maintenance; of a closed pool what is promised in it. */
  @Field(() => Float)
  capacity: number;

  /** Reserved for grants and by operators. */
  @Field(() => Float)
  promised: number;

  /** Of requests, changes and renewals that are undecided or wait for GPUs, as sized or else as asked for. */
  @Field(() => Float)
  waiting: number;

  /** Beyond what is promised or waits, if the trend of the last six months goes on. */
  @Field(() => Float)
  expected: number;

  @Field(() => Float)
  expectedLow: number;

  @Field(() => Float)
  expectedHigh: number;

  /** Whole GPUs that are missing for what is promised, waits and is expected. */
  @Field(() => Int)
  shortGpus: number;
}

@ObjectType()
export class CapacityOutlook {
  @Field(() => String)
  gpuClass: string;

  /** The six months after the current one. */
  @Field(() => [CapacityOutlookMonth])
  months: CapacityOutlookMonth[];

  /** The first month in which GPUs are missing, as 2026-10; null when there are enough. */
  @Field(() => String, { nullable: true })
  shortFrom: string | null;
}

export interface ClassMonth {
  readonly gpuClass: string;
  readonly month: Month;
  readonly capacity: number;
  readonly promised: number;
  readonly waiting: number;
}

/**
 * Every GPU class in every month, in GPUs averaged over the month. $1 months, $2 their first moments, $3 those after them,
 * $4 the first of all, $5 the last.
 */
const CLASS_MONTHS = `
  with month as (
    select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as m (month, starts_at, ends_at)
  ), held as (
    select p.id as pool_id, greatest(0, c.gpus - p.headroom) as gpus, greatest(c.starts_at, k.starts_at) as starts_at,
           least(c.ends_at, k.ends_at, k.ended_at) as ends_at
      from pool_capacity c
      join compute_pool p on p.id = c.pool_id
      join supplier_contract k on k.id = p.contract_id
     where greatest(c.starts_at, k.starts_at) < least(c.ends_at, k.ends_at, k.ended_at)
  ), span as (
    select pool_id, null as gpu_class, 'has' as kind, gpus, starts_at, ends_at from held
    union all
    select h.pool_id, null, 'has', -least(m.gpus, h.gpus), greatest(m.starts_at, h.starts_at), least(m.ends_at, h.ends_at)
      from pool_maintenance m
      join held h on h.pool_id = m.pool_id and m.starts_at < h.ends_at and m.ends_at > h.starts_at
     where m.cancelled_at is null
    union all
    select pool_id, null, 'promised', gpus, starts_at, ends_at from compute_reservation
     where ends_at > starts_at and tstzrange(starts_at, ends_at) && tstzrange($4, $5)
    union all
    select null, gpu_class, 'waiting', coalesce(sized_gpus, gpus), coalesce(sized_starts_at, starts_at), coalesce(sized_ends_at, ends_at)
      from compute_request
     where state in ('submitted', 'technical_review', 'info_requested', 'approval', 'approved', 'waitlisted', 'appealed')
    union all
    select null, r.gpu_class, 'waiting', c.gpus, c.ends_at_before, c.ends_at
      from compute_change c join compute_request r on r.id = c.request_id where c.outcome is null and c.ends_at > c.ends_at_before
    union all
    select null, r.gpu_class, 'waiting', c.gpus - c.gpus_before, c.asked_at, c.ends_at_before
      from compute_change c join compute_request r on r.id = c.request_id
     where c.outcome is null and c.gpus > c.gpus_before and c.ends_at_before > c.asked_at
  ), sums as (
    select s.pool_id, s.gpu_class, m.month, s.kind,
           sum(s.gpus * extract(epoch from least(s.ends_at, m.ends_at) - greatest(s.starts_at, m.starts_at))
             / extract(epoch from m.ends_at - m.starts_at))::float8 as gpus
      from span s join month m on s.starts_at < m.ends_at and s.ends_at > m.starts_at
     group by 1, 2, 3, 4
  ), pool_month as (
    select p.gpu_class, m.month, p.is_open, coalesce(h.gpus, 0) as has, coalesce(r.gpus, 0) as promised
      from compute_pool p
     cross join month m
      left join sums h on h.pool_id = p.id and h.month = m.month and h.kind = 'has'
      left join sums r on r.pool_id = p.id and r.month = m.month and r.kind = 'promised'
  )
  select g.code as "gpuClass", m.month, coalesce(p.capacity, 0) as capacity, coalesce(p.promised, 0) as promised, coalesce(w.gpus, 0) as waiting
    from gpu_class g
   cross join month m
    left join (
      select gpu_class, month, sum(case when is_open then greatest(0, has) else promised end) as capacity, sum(promised) as promised
        from pool_month group by 1, 2
    ) p on p.gpu_class = g.code and p.month = m.month
    left join sums w on w.gpu_class = g.code and w.month = m.month and w.kind = 'waiting'
   order by g.code, m.month`;

/** Capacity, promises and what waits of every GPU class in these months, by class and month. For the system, which sees every tenant's. */
export function classMonths(tx: Tx, months: readonly Month[]): Promise<ClassMonth[]> {
  const [starts, ends] = [months.map(startOfMonth), months.map(endOfMonth)];
  return tx.query<ClassMonth & object>(CLASS_MONTHS, [months, starts, ends, starts[0], ends.at(-1)]);
}
