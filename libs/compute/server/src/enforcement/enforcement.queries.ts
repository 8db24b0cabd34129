import type { Tx } from '@wutong/core-server';
import { OF_GOOD_STANDING } from '../request/tenant-standing';
import type { EnforcedGrant } from './desired-state';

/** $1 cluster, $2 now: every grant that has a pool there, running or ended; for the system. */
const GRANTS = `
  select g.id as "grantId", g.organisation_id as "organisationId", g.account, g.gpu_class as "gpuClass", r.sized_gpus + l.gpus as gpus,
         l.gpus as "onLoan",
         g.granted_mh as "grantedMh", g.used_mh as "usedMh", g.ends_at as "endsAt", r.state, g.closed_at as "closedAt",
         ${OF_GOOD_STANDING} as "isInGoodStanding",
         array(select distinct u.cluster_user_name from compute_grant_user u
                where u.request_id = g.id and u.cluster_user_name is not null and u.accepted_at is not null order by 1) as users,
         e.offset_minutes as "offsetMinutes"
    from compute_grant g
    join compute_request r on r.id = g.id
    join compute_pool p on p.id = g.pool_id
   cross join lateral (select coalesce(sum(b.gpus), 0)::int as gpus from compute_borrow b
      where b.grant_id = g.id and b.starts_at <= $2 and b.returns_at > $2) l
    left join grant_enforcement e on e.grant_id = g.id and e.cluster = p.cluster
   where p.cluster = $1 order by g.account`;

export function enforcedGrants(tx: Tx, cluster: string, now: Date): Promise<EnforcedGrant[]> {
  return tx.query<EnforcedGrant & object>(GRANTS, [cluster, now]);
}

/** $1 tenants; the connected clusters on which they have grants that are not settled. */
export const CLUSTERS_OF = `
  select distinct c.cluster
    from compute_grant g join compute_pool p on p.id = g.pool_id join cluster_connection c on c.cluster = p.cluster and c.enforces
   where g.organisation_id = any($1) and g.settled_at is null`;

/** $1 grant; its cluster, where that is connected and enforces. */
export const CLUSTER_OF_GRANT = `
  select c.cluster
    from compute_grant g join compute_pool p on p.id = g.pool_id join cluster_connection c on c.cluster = p.cluster and c.enforces
   where g.id = $1`;

/** $1 rows as JSON. */
export const STORE_STANDING = `
  insert into grant_enforcement (grant_id, organisation_id, cluster, account, is_open, gpus, limit_minutes, counted_minutes,
    offset_minutes, users, read_back_at)
  select "grantId", "organisationId", $2, account, "isOpen", gpus, "limitMinutes", "countedMinutes", "offsetMinutes", users, $3
    from json_to_recordset($1) as r ("grantId" uuid, "organisationId" uuid, account text, "isOpen" boolean, gpus int,
      "limitMinutes" bigint, "countedMinutes" bigint, "offsetMinutes" bigint, users text[])
  on conflict (grant_id) do update
    set cluster = excluded.cluster, account = excluded.account, is_open = excluded.is_open, gpus = excluded.gpus,
        limit_minutes = excluded.limit_minutes, counted_minutes = excluded.counted_minutes,
        offset_minutes = excluded.offset_minutes, users = excluded.users, read_back_at = excluded.read_back_at`;
