import type { SumTable } from './usage-sums';

/**
 * The statements of metering. Rows come as one JSON parameter, so that a statement writes thousands of them at once;
 * each locks in the order of its keys, so that two deliveries never wait for each other.
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

/** $1 tenants; all their grants, locked. */
export const LOCK_GRANTS = `
  select g.id, g.organisation_id as "organisationId", g.gpu_class as "gpuClass",
         array(select distinct v.pool_id from compute_reservation v where v.request_id = g.id) as "poolIds",
         g.starts_at as "startsAt", g.ends_at as "endsAt", g.granted_mh as "grantedMh", g.used_mh as "usedMh",
         g.overuse_mh as "overuseMh", g.held_mh as "heldMh", g.hold_id as "holdId", g.holds,
         g.overuse_told_at as "overuseToldAt", g.closed_at as "closedAt"
    from compute_grant g where g.organisation_id = any($1) order by g.id for update`;

/** $1 keys of runs. */
export const KNOWN_RUNS = `
  select job_key as key, organisation_id as "organisationId", grant_id as "grantId", pool_id as "poolId",
         gpu_class as "gpuClass", gpus, elapsed_seconds as "elapsedSeconds", start_at as "startAt", end_at as "endAt",
         until_at as "untilAt", gpu_mh as "gpuMh"
    from usage_record where job_key = any($1)`;

export const UPSERT_RUNS = `
  insert into usage_record (job_key, organisation_id, grant_id, pool_id, cluster, job_id, account, user_name, state, gpu_class,
    gpus, elapsed_seconds, start_at, end_at, until_at, gpu_mh, cost_mfen, charge_mfen, import_id, updated_at)
  select key, "organisationId", "grantId", "poolId", cluster, "jobId", account, "user", state, "gpuClass", gpus,
         "elapsedSeconds", "startAt", "endAt", "untilAt", "gpuMh", "costMfen", "chargeMfen", $2, $3
    from json_to_recordset($1) as r (key text, "organisationId" uuid, "grantId" uuid, "poolId" uuid, cluster text,
      "jobId" text, account text, "user" text, state text, "gpuClass" text, gpus int, "elapsedSeconds" int,
      "startAt" timestamptz, "endAt" timestamptz, "untilAt" timestamptz, "gpuMh" bigint, "costMfen" bigint,
      "chargeMfen" bigint)
  on conflict (job_key) do update
    set state = excluded.state, gpus = excluded.gpus, elapsed_seconds = excluded.elapsed_seconds, start_at = excluded.start_at,
        end_at = excluded.end_at, until_at = excluded.until_at, gpu_mh = excluded.gpu_mh, cost_mfen = excluded.cost_mfen,
        charge_mfen = excluded.charge_mfen, import_id = excluded.import_id, updated_at = excluded.updated_at`;

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

/** Adds to a table of sums. Times come as seconds since 1970. */
export function addToSums(table: SumTable): string {
  const grant = table === 'usage_grant_day';
  const key = `organisation_id, at, ${grant ? 'grant_id, ' : ''}pool_id, gpu_class`;
  return `
  insert into ${table} (${key}, gpu_mh, cost_mfen, charge_mfen)
  select organisation, to_timestamp(at), ${grant ? '"grant", ' : ''}pool, class, mh, cost, charge
    from json_to_recordset($1) as r (organisation uuid, at bigint, "grant" uuid, pool uuid, class text, mh bigint, cost bigint,
      charge bigint)
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
