import type { Tx } from '@wutong/core-server';

export interface FreeCapacity {
  readonly poolId: string;
  /** The fewest GPUs that are free at any moment of the window; below zero when more is reserved than there is. */
  readonly gpus: number;
}

export interface Window {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * GPUs of pools, and how many of them maintenance and reservations take, from each moment of a window on where either
 * changes; the first moment is the window's start. One sweep over the changes. Only the system sees every tenant's
 * reservations. $1 pools, $2 start, $3 end; $4 the moment up to which what is lent counts as taken.
 */
const LEVELS = `
  with change as (
    select pool_id, $2::timestamptz as at, 0 as gpus, 0 as taken from unnest($1::uuid[]) as p (pool_id)
    union all
    select i.pool_id, e.at, i.gpus * e.sign, i.taken * e.sign
      from (
        select pool_id, starts_at, ends_at, gpus, 0 as taken from pool_capacity
         where pool_id = any($1) and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
        union all
        select pool_id, starts_at, ends_at, 0, gpus from pool_maintenance
         where pool_id = any($1) and cancelled_at is null and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
        union all
        select pool_id, starts_at, ends_at, 0, gpus from compute_reservation
         where pool_id = any($1) and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
        union all
        select pool_id, starts_at, least(returns_at, $4::timestamptz), 0, gpus from compute_borrow
         where pool_id = any($1) and tstzrange(starts_at, least(returns_at, $4)) && tstzrange($2, $3) and $4 > starts_at
      ) i
     cross join lateral (values (greatest(i.starts_at, $2), 1), (i.ends_at, -1)) as e (at, sign)
     where e.at < $3
  ), level as (
    select pool_id, at, sum(sum(gpus)) over until_now as gpus, sum(sum(taken)) over until_now as taken
      from change group by pool_id, at window until_now as (partition by pool_id order by at)
  )`;

/** The fewest GPUs that are free at any moment of the window: what there is less head-room, maintenance and reservations. */
const FREE_CAPACITY = `${LEVELS}
  select l.pool_id as "poolId", (min(l.gpus - l.taken) - p.headroom)::int as gpus
    from level l join compute_pool p on p.id = l.pool_id group by l.pool_id, p.headroom`;

const FREE_OVER_TIME = `${LEVELS}
  select l.pool_id as "poolId", l.at, l.gpus::int as gpus, (l.gpus - l.taken - p.headroom)::int as free
    from level l join compute_pool p on p.id = l.pool_id order by l.pool_id, l.at`;

export interface FreeFrom {
  readonly poolId: string;
  readonly at: Date;
  readonly gpus: number;
  /** Below zero when more is given out than there is. */
  readonly free: number;
}

/** How long before GPUs are wanted for somebody else whoever has them on loan is told. */
export const RECALL_NOTICE_MS = 2 * 3_600_000;

/** What is lent counts as taken: until `recallFrom` where it can be had back then, throughout, or not at all. */
export type Lent = { readonly recallFrom: Date } | 'taken' | 'free';

/** When GPUs that are recalled now come back. */
export function noticeEnds(now: Date): Date {
  return new Date(now.getTime() + RECALL_NOTICE_MS);
}

/** For whoever wants GPUs now: what is lent comes back with notice, and no sooner. */
export function recallable(now: Date): Lent {
  return { recallFrom: noticeEnds(now) };
}

export function freeCapacity(tx: Tx, poolIds: readonly string[], { startsAt, endsAt }: Window, lent: Lent): Promise<FreeCapacity[]> {
  return tx.query<FreeCapacity>(FREE_CAPACITY, [poolIds, startsAt, endsAt, takenUntil(lent)]);
}

/** What pools have and what of it is free for whoever does not borrow, from each moment on where it changes, by pool and moment. */
export function freeOverTime(tx: Tx, poolIds: readonly string[], { startsAt, endsAt }: Window): Promise<FreeFrom[]> {
  return tx.query<FreeFrom & object>(FREE_OVER_TIME, [poolIds, startsAt, endsAt, takenUntil('free')]);
}

function takenUntil(lent: Lent): Date | string {
  if (lent === 'taken') return 'infinity';
  return lent === 'free' ? '-infinity' : lent.recallFrom;
}
