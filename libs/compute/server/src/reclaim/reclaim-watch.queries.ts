/**
 * Running grants with the rule that holds for each and until when the use of their pool is known: up to the last hour
 * metered in it, or the last delivery of its supplier. $1 now, $2 one grant or null for all that have no notice yet.
 * A tenant that may get nothing new cannot use what it has. For the system.
 */
export const WATCHED = (goodStanding: string): string => `
  select g.id, g.organisation_id as "organisationId", g.gpu_class as "gpuClass",
         greatest(g.starts_at, r.started_at) as "startsAt", g.ends_at as "endsAt", g.granted_mh as "grantedMh",
         g.used_mh as "usedMh", g.held_mh as "heldMh", least(m.until, $1) as "meteredUntil", u.version as "ruleVersion",
         u.at_percent as "atPercent", u.min_used_percent as "minUsedPercent", u.keep_percent as "keepPercent",
         u.reply_working_days as "replyWorkingDays"
    from compute_grant g
    join compute_request r on r.id = g.id and r.state = 'active'
    join compute_pool p on p.id = g.pool_id
    cross join lateral (select * from compute_reclaim_rule x
      where x.valid_from <= $1 and (x.gpu_class = g.gpu_class or x.gpu_class is null)
      order by x.gpu_class is null, x.version desc limit 1) u
    cross join lateral (select greatest(
      (select max(at) + interval '1 hour' from usage_hour where pool_id = p.id and at >= g.starts_at and at <= $1),
      (select max(received_at) from usage_import where organisation_id = p.organisation_id and received_at >= g.starts_at and received_at <= $1)
    ) as until) m
   where u.is_on and g.closed_at is null and g.held_mh > 0 and g.ends_at > $1 and m.until > greatest(g.starts_at, r.started_at)
     and ${goodStanding}
     and case when $2::uuid is not null then g.id = $2
         else ($1 - g.starts_at) * 100 >= (g.ends_at - g.starts_at) * u.at_percent
          and not exists (select from compute_reclaim c where c.grant_id = g.id
            and (c.state in ('noticed', 'answered', 'recommended', 'withdrawn')
              or c.state in ('kept', 'recovered', 'returned', 'restored') and c.ends_at >= g.ends_at)) end`;

/**
 * When grants could not be used: maintenance of their pool, days of Shanghai on which a job of theirs died with its node,
 * and suspension of their tenant. $1 grants, $2 now. For the system.
 */
export const BLOCKED = `
  select g.id as "grantId", m.starts_at as "startsAt", m.ends_at as "endsAt"
    from compute_grant g join pool_maintenance m on m.pool_id = g.pool_id
   where g.id = any($1) and m.cancelled_at is null and m.ends_at > g.starts_at and m.starts_at < $2
  union all
  select u.grant_id, date_trunc('day', u.start_at, 'Asia/Shanghai'), date_trunc('day', u.until_at, 'Asia/Shanghai') + interval '1 day'
    from usage_record u where u.grant_id = any($1) and u.state in ('NODE_FAIL', 'BOOT_FAIL') and u.end_at is not null
  union all
  select g.id, e.at, coalesce((select min(n.at) from case_event n
      where n.workflow = 'tenancy' and n.case_id = e.case_id and n.version > e.version and n.from_state = 'suspended'), $2)
    from compute_grant g
    join case_event e on e.workflow = 'tenancy' and e.organisation_id = g.organisation_id and e.to_state = 'suspended'
   where g.id = any($1)`;
