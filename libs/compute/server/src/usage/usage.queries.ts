import { NO_GRANT, type SumTable } from './usage-sums';

/**
 * The statements of metering. Each takes thousands of rows at once: what comes in masses as one array a column, the rest
 * as one JSON parameter. Each locks in the order of its keys, so that two deliveries never wait for each other.
 */

/** Deliveries of one cluster wait for each other: what one reads of a run the other must not change. $1 clusters. */
export const LOCK_CLUSTERS = `
  select pg_advisory_xact_lock(hashtextextended('wutong.usage.' || c, 0)) from (select c from unnest($1::text[]) c order by c) s`;

/** $1 clusters, $2 accounts, pairwise. */
export const ACCOUNTS = `
  select a.cluster, a.account, a.organisation_id as "organisationId", a.grant_id as "grantId"
    from usage_account a join unnest($1::text[], $2::text[]) as w (cluster, account)
      on w.cluster = a.cluster and w.account = a.account`;

export const POOLS = `select id, cluster, gpu_class as "gpuClass", organisation_id as "supplierId" from compute_pool where cluster = any($1)`;

/** The columns of a `GrantWindow`, of `compute_grant g`. */
export const GRANT_WINDOW = `
  g.id, g.organisation_id as "organisationId", g.gpu_class as "gpuClass",
  array(select distinct v.pool_id from compute_reservation v where v.request_id = g.id) as "poolIds",
  g.starts_at as "startsAt", g.ends_at as "endsAt", g.closed_at as "closedAt", g.granted_mh as "grantedMh", g.used_mh as "usedMh",
  g.pays_first as "paysFirst"`;

/** $1 tenants; all their grants, locked. */
export const LOCK_GRANTS = `
  select ${GRANT_WINDOW}, g.overuse_mh as "overuseMh", g.held_mh as "heldMh", g.hold_id as "holdId", g.holds,
         g.overuse_told_at as "overuseToldAt"
    from compute_grant g where g.organisation_id = any($1) order by g.id for update`;

/** $1 keys of runs. */
export const KNOWN_RUNS = `
  select job_key as key, organisation_id as "organisationId", grant_id as "grantId", pool_id as "poolId",
         gpu_class as "gpuClass", gpus, elapsed_seconds as "elapsedSeconds", start_at as "startAt", end_at as "endAt",
         until_at as "untilAt", gpu_mh as "gpuMh"
    from usage_record where job_key = any($1)`;

/**
 * New runs, none of which may be known; parked ones wait no longer. $1 import, $2 now; then columns: key, number of its
 * place, job, user, state, GPUs, seconds, limit, start, end, until, GPU-milli-hours, cost, charge; then those of the places: organisation, grant or zeros, pool, cluster, account, GPU class.
 */
export const ADD_RUNS = `
  with counted as (delete from parked_usage where job_key = any($3::text[]))
  insert into usage_record (job_key, organisation_id, grant_id, pool_id, cluster, job_id, account, user_name, state, gpu_class,
    gpus, elapsed_seconds, limit_seconds, start_at, end_at, until_at, gpu_mh, cost_mfen, charge_mfen, import_id, updated_at)
  select r.key, p.organisation, nullif(p."grant", '${NO_GRANT}'), p.pool, p.cluster, r.job, p.account, r.username, r.state, p.class,
         r.gpus, r.seconds, r.limit_seconds, r.start_at, r.end_at, r.until_at, r.mh, r.cost, r.charge, $1, $2
    from (
      select unnest($3::text[]) as key, unnest($4::int[]) as place, unnest($5::text[]) as job, unnest($6::text[]) as username,
             unnest($7::text[]) as state, unnest($8::int[]) as gpus, unnest($9::int[]) as seconds, unnest($10::int[]) as limit_seconds,
             unnest($11::timestamptz[]) as start_at, unnest($12::timestamptz[]) as end_at, unnest($13::timestamptz[]) as until_at,
             unnest($14::bigint[]) as mh, unnest($15::bigint[]) as cost, unnest($16::bigint[]) as charge) r
    join unnest($17::uuid[], $18::uuid[], $19::uuid[], $20::text[], $21::text[], $22::text[]) with ordinality
      as p (organisation, "grant", pool, cluster, account, class, place) on p.place = r.place`;

/** Later readings of known runs. A source that does not tell the limit leaves the one that is known. */
export const UPDATE_RUNS = `
  update usage_record u
     set state = r.state, gpus = r.gpus, elapsed_seconds = r."elapsedSeconds",
         limit_seconds = coalesce(r."limitSeconds", u.limit_seconds), start_at = r."startAt", end_at = r."endAt", until_at = r."untilAt",
         gpu_mh = r."gpuMh", cost_mfen = r."costMfen", charge_mfen = r."chargeMfen", import_id = $2, updated_at = $3
    from json_to_recordset($1) as r (key text, state text, gpus int, "elapsedSeconds" int, "limitSeconds" int,
      "startAt" timestamptz, "endAt" timestamptz, "untilAt" timestamptz, "gpuMh" bigint, "costMfen" bigint, "chargeMfen" bigint)
   where u.job_key = r.key`;

/** The runs of $1 pools that went on after $2, from the key $3 on, by key; at most $4. */
export const RUNS_SINCE = `
  select job_key as key, organisation_id as "organisationId", grant_id as "grantId", pool_id as "poolId",
         gpu_class as "gpuClass", gpus, elapsed_seconds as "elapsedSeconds", start_at as "startAt", until_at as "untilAt"
    from usage_record where pool_id = any($1) and until_at > $2 and job_key > $3 order by job_key limit $4`;

export const STORE_PRICES = `
  update usage_record u set cost_mfen = r."costMfen", charge_mfen = r."chargeMfen"
    from json_to_recordset($1) as r (key text, "costMfen" bigint, "chargeMfen" bigint) where u.job_key = r.key`;

/** What is parked stays so until somebody says whose it is; a later reading of the run replaces the earlier one. */
export const PARK_RUNS = `
  insert into parked_usage (job_key, cluster, account, because, gpu_class, gpu_mh, start_at, record, import_id, parked_at)
  select key, cluster, account, because, "gpuClass", "gpuMh", "startAt", record, $2, $3
    from json_to_recordset($1) as r (key text, cluster text, account text, because text, "gpuClass" text, "gpuMh" bigint,
      "startAt" timestamptz, record jsonb)
  on conflict (job_key) do update
    set because = excluded.because, gpu_mh = excluded.gpu_mh, record = excluded.record, import_id = excluded.import_id
    where excluded.gpu_mh >= parked_usage.gpu_mh`;

/** Adds to a table of sums: columns organisation, seconds since 1970, grant, pool, GPU class, GPU-milli-hours, cost, charge. */
export function addToSums(table: SumTable): string {
  const grant = table === 'usage_grant_day';
  const key = `organisation_id, at, ${grant ? 'grant_id, ' : ''}pool_id, gpu_class`;
  return `
  insert into ${table} (${key}, gpu_mh, cost_mfen, charge_mfen)
  select organisation, to_timestamp(at), ${grant ? '"grant", ' : ''}pool, class, mh, cost, charge
    from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
      as r (organisation, at, "grant", pool, class, mh, cost, charge)
   order by organisation, at, "grant", pool, class
  on conflict (${key}) do update
    set gpu_mh = ${table}.gpu_mh + excluded.gpu_mh, cost_mfen = ${table}.cost_mfen + excluded.cost_mfen,
        charge_mfen = ${table}.charge_mfen + excluded.charge_mfen`;
}

export const STORE_GRANTS = `
  update compute_grant g
     set used_mh = r."usedMh", overuse_mh = r."overuseMh", held_mh = r."heldMh", hold_id = r."holdId", holds = r.holds,
         overuse_told_at = r."overuseToldAt"
    from json_to_recordset($1) as r (id uuid, "usedMh" bigint, "overuseMh" bigint, "heldMh" bigint, "holdId" uuid, holds int,
      "overuseToldAt" timestamptz)
   where g.id = r.id`;
