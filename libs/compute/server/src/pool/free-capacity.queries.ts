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
 * Free GPUs of pools throughout a window: capacity less head-room, maintenance and reservations, at the moment where
 * least is left. One sweep over the changes within the window. Only the system sees every tenant's reservations.
 * $1 pools, $2 start, $3 end.
 */
export const FREE_CAPACITY = `
  with change as (
    select pool_id, $2::timestamptz as at, 0 as gpus from unnest($1::uuid[]) as p (pool_id)
    union all
    select i.pool_id, e.at, i.gpus * e.sign
      from (
        select pool_id, starts_at, ends_at, gpus from pool_capacity
         where pool_id = any($1) and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
        union all
        select pool_id, starts_at, ends_at, -gpus from pool_maintenance
         where pool_id = any($1) and cancelled_at is null and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
        union all
        select pool_id, starts_at, ends_at, -gpus from compute_reservation
         where pool_id = any($1) and tstzrange(starts_at, ends_at) && tstzrange($2, $3)
      ) i
     cross join lateral (values (greatest(i.starts_at, $2), 1), (i.ends_at, -1)) as e (at, sign)
     where e.at < $3
  ), level as (
    select pool_id, sum(sum(gpus)) over (partition by pool_id order by at) as gpus from change group by pool_id, at
  )
  select l.pool_id as "poolId", (min(l.gpus) - p.headroom)::int as gpus
    from level l join compute_pool p on p.id = l.pool_id group by l.pool_id, p.headroom`;

export function freeCapacity(tx: Tx, poolIds: readonly string[], { startsAt, endsAt }: Window): Promise<FreeCapacity[]> {
  return tx.query<FreeCapacity>(FREE_CAPACITY, [poolIds, startsAt, endsAt]);
}
