import { chargePriceAt } from '../tariff/charge-price';

/** The statements of waste detection; they run as the system. */

/**
 * Hours of a tenant's GPUs, in the order of job, GPU and time; of a grant or pool on which it acted only what came after.
 * $1 tenant, $2 since.
 */
export const HELD_HOURS = `
  with acted as (
    select coalesce(grant_id, pool_id) as place, max(closed_at) as at from waste_finding
     where organisation_id = $1 and state = 'acted' and closed_at >= $2 group by 1
  )
  select h.cluster, h.holder, h.gpu, h.told_by as "toldBy", extract(epoch from h.at)::int as at, h.seen, h.held_seconds as "heldSeconds", h.util,
         h.memory_used_mib as "memoryUsedMib", h.memory_total_mib as "memoryTotalMib", h.grant_id as "grantId", h.pool_id as "poolId"
    from gpu_hour h left join acted a on a.place = coalesce(h.grant_id, h.pool_id)
   where h.organisation_id = $1 and h.at >= $2 and (a.at is null or h.at >= a.at)
   order by h.cluster, h.holder, h.gpu, h.at`;

/** Who ran the jobs, by their own numbers, which stand in the keys of their runs; pods by their names. $1 tenant, $2 since. */
export const JOB_USERS = `
  select distinct on (cluster, holder) cluster, holder, user_name as "user"
    from (select cluster, coalesce(substring(job_key from '/([^/@]+)@[0-9]+$'), job_id) as holder, user_name, start_at
            from usage_record where organisation_id = $1 and until_at >= $2) r
   order by cluster, holder, start_at desc`;

/**
 * Every pool with its class, its price in force, and its GPUs that stay free for two weeks. $1 now.
 */
export const OFFERS = `
  select p.id as "poolId", p.name_zh as "nameZh", p.name_en as "nameEn", p.gpu_class as "gpuClass", c.memory_gib as "memoryGib",
         p.is_open as "isOpen", coalesce(f.factor_milli, 1000) as "factorMilli", coalesce(s.fen_per_gpu_hour, 0) as "fenPerGpuHour"
    from compute_pool p join gpu_class c on c.code = p.gpu_class
    left join lateral (select factor_milli from gpu_class_factor
      where gpu_class = p.gpu_class and valid_from <= $1 order by valid_from desc limit 1) f on true
    left join lateral ${chargePriceAt('$1')} s on true
   order by p.id`;

/** $1 tenant. */
export const GRANTS = `
  select g.id, r.sized_gpus as gpus, r.state, g.closed_at as "closedAt"
    from compute_grant g join compute_request r on r.id = g.id where g.organisation_id = $1`;

/** Tenants that held GPUs since a day, or have findings that live. $1 the day. */
export const TENANTS = `
  select organisation_id as id from gpu_day where day >= $1
   union select organisation_id from waste_finding where closed_at is null order by id`;

/** What each tenant is told of in a week: findings that are open and not of a grant that has ended. */
export const DIGEST = `
  select f.organisation_id as "organisationId", count(*)::int as findings, sum(f.lost_fen)::bigint as "lostFen",
         sum(f.lost_mh)::bigint as "lostMh", (array_agg(f.id order by f.lost_fen desc, f.id))[1] as "topId"
    from waste_finding f left join compute_grant g on g.id = f.grant_id
   where f.state = 'open' and g.closed_at is null
   group by f.organisation_id order by f.organisation_id`;

/** Held, busy and idle GPU time of each tenant in each pool, with what was found. $1 tenant or null, $2 first day, $3 last day. */
export const EFFICIENCY = `
  select d.organisation_id as "organisationId", o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn",
         d.pool_id as "poolId", p.name_zh as "poolNameZh", p.name_en as "poolNameEn", p.gpu_class as "gpuClass",
         sum(d.held_mh)::bigint as "heldMh", sum(d.read_mh)::bigint as "readMh", sum(d.busy_mh)::bigint as "busyMh",
         sum(d.idle_mh)::bigint as "idleMh", sum(d.idle_fen)::bigint as "idleFen"
    from gpu_day d join organisation o on o.id = d.organisation_id join compute_pool p on p.id = d.pool_id
   where ($1::uuid is null or d.organisation_id = $1) and d.day between $2 and $3
   group by d.organisation_id, o.id, d.pool_id, p.id order by sum(d.idle_fen) desc, d.organisation_id, d.pool_id limit 1000`;

/** Utilisation by the hour of the week, Monday first. $1 tenant or null, $2 pool or null, $3 first day. */
export const HOURS_OF_WEEK = `
  select extract(isodow from d.day)::int as weekday, (h.n - 1)::int as hour,
         (sum(h.busy) * 100.0 / nullif(sum(h.read), 0))::int as percent, sum(h.read)::bigint as "readMh"
    from gpu_day d cross join lateral unnest(d.read_by_hour, d.busy_by_hour) with ordinality as h (read, busy, n)
   where ($1::uuid is null or d.organisation_id = $1) and ($2::uuid is null or d.pool_id = $2) and d.day >= $3
   group by 1, 2 having sum(h.read) > 0 order by 1, 2`;

/**
 * Of the latest $3 jobs of each tenant that began since $2 and ended by themselves or at their time limit: what each person
 * asked for and used. One tenant after the other by its index, so that much history costs nothing. $1 tenant or null, $4 people.
 */
export const TIME_LIMITS = `
  select o.id as "organisationId", o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn", u.*
    from organisation o cross join lateral (
      select j.user_name as "userName", count(*) filter (where j.completed)::int as jobs,
             count(*) filter (where not j.completed)::int as timeouts,
             coalesce(sum(j.gpu_mh) filter (where not j.completed), 0)::bigint as "timeoutMh",
             percentile_disc(0.5) within group (order by j.asked) filter (where j.completed) as "askedSeconds",
             percentile_disc(0.5) within group (order by j.used) filter (where j.completed) as "usedSeconds",
             percentile_disc(0.95) within group (order by j.used) filter (where j.completed) as "p95Seconds",
             max(j.used) filter (where j.completed) as "longestSeconds",
             round(percentile_cont(0.5) within group (order by j.percent) filter (where j.completed))::int as "usedPercent",
             round(percentile_cont(0.9) within group (order by j.percent) filter (where j.completed))::int as "p90Percent"
        from (select r.user_name, r.state = 'COMPLETED' as completed, r.gpu_mh, r.limit_seconds as asked, r.elapsed_seconds as used,
                     r.elapsed_seconds * 100.0 / r.limit_seconds as percent
                from usage_record r
               where r.organisation_id = o.id and r.start_at >= $2 and r.end_at is not null and r.limit_seconds is not null
                 and r.state in ('COMPLETED', 'TIMEOUT')
               order by r.start_at desc limit $3) j
       group by j.user_name
    ) u
   where ($1::uuid is null or o.id = $1)
   order by u.jobs + u.timeouts desc, o.id, u."userName" limit $4`;

/** $1 tenant or null, $2 grant or null, $3 closed ones too, $4 and $5 the cursor, $6 rows. */
export const FINDINGS = `
  select f.id, f.organisation_id as "organisationId", f.state, f.version, f.kind, f.severity, f.grant_id as "grantId",
         f.pool_id as "poolId", f.gpu_class as "gpuClass", f.from_at as "fromAt", f.to_at as "toAt", f.jobs,
         f.held_mh as "heldMh", f.lost_mh as "lostMh", f.lost_fen as "lostFen", f.evidence, f.advice,
         f.policy_version as "policyVersion", f.opened_at as "openedAt", f.seen_at as "seenAt", f.answer,
         f.answered_by_name as "answeredByName", f.snoozed_until as "snoozedUntil", f.closed_at as "closedAt",
         o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn", p.name_zh as "poolNameZh", p.name_en as "poolNameEn",
         r.number as "grantNumber", r.sized_gpus as "grantGpus"
    from waste_finding f join organisation o on o.id = f.organisation_id join compute_pool p on p.id = f.pool_id
    left join compute_request r on r.id = f.grant_id
   where ($1::uuid is null or f.organisation_id = $1) and ($2::uuid is null or f.grant_id = $2) and ($3 or f.closed_at is null)
     and ($4::bigint is null or (f.lost_fen, f.id) < ($4::bigint, $5::uuid))
   order by f.lost_fen desc, f.id desc limit $6`;
