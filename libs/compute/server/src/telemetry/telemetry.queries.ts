import { chargePriceAt } from '../tariff/charge-price';
import { runsOfJob } from '../usage/job-record';

/** The statements of telemetry. Rows come as one JSON parameter, so that a statement writes thousands of them at once. */

/** Two readings of one cluster wait for each other. $1 cluster. */
export const LOCK_SOURCE = `select pg_advisory_xact_lock(hashtextextended('wutong.telemetry.' || $1::text, 0))`;

/** $1 cluster, $2 rows. A later reading of an hour replaces it unless it knows less of it: Prometheus forgets in time. */
export const UPSERT_GPU_HOURS = `
  insert into gpu_hour (cluster, at, gpu, holder, kind, told_by, namespace, host, model, profile, seen, held_seconds, read_seconds,
    busy_seconds, idle_seconds, util, util_max, tensor, dram, memory_used_mib, memory_total_mib, power_w, xid)
  select $1, at, gpu, holder, kind, "toldBy", namespace, host, model, profile, seen, "heldSeconds", "readSeconds", "busySeconds",
         "idleSeconds", util, "utilMax", tensor, dram, "memoryUsedMib", "memoryTotalMib", "powerW", xid
    from json_to_recordset($2) as r (at timestamptz, gpu text, holder text, kind text, "toldBy" text, namespace text,
      host text, model text, profile text, seen int, "heldSeconds" int, "readSeconds" int, "busySeconds" int, "idleSeconds" int, util smallint[],
      "utilMax" smallint, tensor smallint, dram smallint, "memoryUsedMib" int, "memoryTotalMib" int, "powerW" int, xid int)
   order by at, gpu, holder
  on conflict (cluster, at, gpu, holder) do update
    set told_by = excluded.told_by, host = excluded.host, model = excluded.model, profile = excluded.profile, seen = excluded.seen,
        held_seconds = excluded.held_seconds, read_seconds = excluded.read_seconds, busy_seconds = excluded.busy_seconds,
        idle_seconds = excluded.idle_seconds, util = excluded.util, util_max = excluded.util_max, tensor = excluded.tensor,
        dram = excluded.dram, memory_used_mib = excluded.memory_used_mib, memory_total_mib = excluded.memory_total_mib,
        power_w = excluded.power_w, xid = coalesce(excluded.xid, gpu_hour.xid)
    where (bit_count(excluded.seen::bit(12)), excluded.read_seconds) >= (bit_count(gpu_hour.seen::bit(12)), gpu_hour.read_seconds)`;

/**
 * Before rows that Slurm's records gave to jobs: what an earlier reading, which did not know of them, kept of the same five
 * minutes as nobody's. $1 cluster, $2 rows.
 */
export const FORGET_NOBODY = `
  delete from gpu_hour n
   using json_to_recordset($2) as r (at timestamptz, gpu text, "toldBy" text, seen int)
   where n.cluster = $1 and n.kind = 'none' and r."toldBy" <> 'label' and (n.at, n.gpu) = (r.at, r.gpu) and n.seen & r.seen <> 0`;

/**
 * Ties hours of Slurm jobs to the run that Slurm's accounting told: the latest of that number begun before the hour's end.
 * $1 cluster, $2 since.
 */
export const TIE_JOBS = `
  with open as (
    select distinct holder, at from gpu_hour
     where cluster = $1 and organisation_id is null and kind = 'job' and at >= $2
  )
  update gpu_hour h set organisation_id = u.organisation_id, grant_id = u.grant_id, pool_id = u.pool_id
    from open o
   cross join lateral (
     select organisation_id, grant_id, pool_id from usage_record
      where ${runsOfJob('$1::text', 'o.holder')} and start_at < o.at + interval '1 hour' order by start_at desc limit 1) u
   where h.cluster = $1 and h.holder = o.holder and h.at = o.at and h.organisation_id is null
  returning h.at`;

/**
 * Ties hours of pods to whose account their namespace is: to its grant until that ends, then to another as usage is. The pool is the cluster's of that GPU model: the class whose
 * code is part of the model's name, the longest first, or the cluster's only one.
 */
export const TIE_PODS = `
  update gpu_hour h set organisation_id = a.organisation_id, pool_id = p.id, grant_id = coalesce((
      select g.id from compute_grant g where g.id = a.grant_id and least(g.ends_at, coalesce(g.closed_at, g.ends_at)) > h.at), (
      select g.id from compute_grant g
       where g.organisation_id = a.organisation_id and g.gpu_class = p.gpu_class and g.starts_at <= h.at
         and least(g.ends_at, coalesce(g.closed_at, g.ends_at)) > h.at
       order by g.pool_id is distinct from p.id, g.ends_at, g.id limit 1))
    from usage_account a
   cross join (select id, gpu_class, cluster, count(*) over () as pools from compute_pool where cluster = $1) p
   where h.cluster = $1 and h.organisation_id is null and h.kind = 'pod' and h.at >= $2
     and a.cluster = $1 and a.account = h.namespace
     and p.id = (select q.id from compute_pool q
       where q.cluster = $1 and (p.pools = 1 or position(q.gpu_class in lower(h.model)) > 0)
       order by length(q.gpu_class) desc limit 1)
  returning h.at`;

/** Sums the Shanghai days of a cluster's pools anew. $1 cluster, $2 days. */
export const SUM_DAYS = `
  with hourly as (
    select organisation_id, pool_id, (at at time zone 'Asia/Shanghai')::date as day,
           extract(hour from at at time zone 'Asia/Shanghai')::int as hour, sum(held_seconds) * 5 / 18 as held,
           sum(read_seconds) * 5 / 18 as read, sum(busy_seconds) * 5 / 18 as busy, sum(idle_seconds) * 5 / 18 as idle
      from gpu_hour
     where organisation_id is not null
       and pool_id in (select id from compute_pool where cluster = $1)
       and at >= (select min(d) from unnest($2::date[]) d)::timestamp at time zone 'Asia/Shanghai'
       and at < ((select max(d) from unnest($2::date[]) d) + 1)::timestamp at time zone 'Asia/Shanghai'
     group by 1, 2, 3, 4
  ), wanted as (select distinct organisation_id, pool_id, day from hourly where day = any($2))
  insert into gpu_day (organisation_id, pool_id, day, held_mh, read_mh, busy_mh, idle_mh, idle_fen, read_by_hour, busy_by_hour)
  select w.organisation_id, w.pool_id, w.day, sum(h.held), sum(h.read), sum(h.busy), sum(h.idle),
         sum(h.idle) * coalesce(max(s.fen_per_gpu_hour), 0) / 1000,
         array_agg(coalesce(h.read, 0) order by n), array_agg(coalesce(h.busy, 0) order by n)
    from wanted w join compute_pool p on p.id = w.pool_id cross join generate_series(0, 23) n
    left join lateral ${chargePriceAt(`w.day::timestamp at time zone 'Asia/Shanghai'`)} s on true
    left join hourly h on (h.organisation_id, h.pool_id, h.day, h.hour) = (w.organisation_id, w.pool_id, w.day, n)
   group by w.organisation_id, w.pool_id, w.day order by 1, 2, 3
  on conflict (organisation_id, pool_id, day) do update
    set held_mh = excluded.held_mh, read_mh = excluded.read_mh, busy_mh = excluded.busy_mh, idle_mh = excluded.idle_mh,
        idle_fen = excluded.idle_fen, read_by_hour = excluded.read_by_hour, busy_by_hour = excluded.busy_by_hour`;

/**
 * What pods held in whole hours of a day: one line for each pod and number of GPUs that it had at once. $1 cluster,
 * $2 from, $3 until.
 */
export const POD_USE = `
  with hours as (
    select namespace, holder, at, count(distinct gpu)::int as gpus, sum(held_seconds)::int as held, bit_or(seen) as seen,
           min(model) as model
      from gpu_hour where cluster = $1 and kind = 'pod' and at >= $2 and at + interval '1 hour' <= $3
     group by namespace, holder, at
  )
  select h.namespace, h.holder, h.gpus, sum(h.held)::int as "heldSeconds",
         min(h.at + make_interval(mins => 5 * (select min(n) from generate_series(0, 11) n where h.seen >> n & 1 = 1))) as "startAt",
         max(h.at + make_interval(mins => 5 + 5 * (select max(n) from generate_series(0, 11) n where h.seen >> n & 1 = 1))) as "endAt",
         (select p.gpu_class from compute_pool p where p.cluster = $1 and position(p.gpu_class in lower(min(h.model))) > 0
           order by length(p.gpu_class) desc limit 1) as "gpuClass"
    from hours h group by h.namespace, h.holder, h.gpus order by h.holder, h.gpus`;

/** What nobody could be found for, by cluster and holder's name. $1 since. */
export const UNTIED = `
  select cluster, kind, case kind when 'pod' then namespace else '' end as account, count(distinct holder)::int as holders,
         sum(held_seconds) * 5 / 18 as "heldMh", min(at) as "firstAt", max(at) as "lastAt", min(holder) as example
    from gpu_hour where organisation_id is null and kind <> 'none' and at >= $1
   group by 1, 2, 3 order by 5 desc, 1, 3 limit 200`;
