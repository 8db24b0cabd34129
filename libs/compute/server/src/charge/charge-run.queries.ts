import type { Tx } from '@wutong/core-server';
import { draftStatements, type Chargeable, type ChargeCap, type DraftStatement, type TenantSource } from './draft-statements';
import { endOfMonth, type Month } from './month';

/** Closings wait for each other, and so do what they read and write. */
export const LOCK_CHARGING = `select pg_advisory_xact_lock(hashtextextended('wutong.charging', 0))`;

/**
 * What closed statements have not charged yet: of the month itself all use, of closed months the difference that late
 * records and new prices make. Sums by month say where there is a difference; only there the sums by grant are read.
 * $1 month, $2 the first moment after it.
 */
const USE = `
  with period as (
    select month, (month || '-01')::date::timestamp at time zone 'Asia/Shanghai' as since,
           ((month || '-01')::date + interval '1 month') at time zone 'Asia/Shanghai' as until
      from (select month::text from charge_month where state = 'closed' union select $1::text) m
  ), metered as (
    select u.organisation_id, p.month, u.pool_id, u.gpu_class, u.gpu_mh as mh, u.charge_mfen as mfen
      from usage_month u join period p on p.since = u.at where u.at < $2
  ), billed as (
    select organisation_id, usage_month::text as month, pool_id, gpu_class, sum(gpu_mh)::bigint as mh, sum(charge_mfen)::bigint as mfen
      from charge_line where kind in ('usage', 'correction') group by 1, 2, 3, 4
  ), changed as (
    select organisation_id, month, pool_id, gpu_class
      from metered full join billed using (organisation_id, month, pool_id, gpu_class)
     where coalesce(metered.mh, 0) <> coalesce(billed.mh, 0) or coalesce(metered.mfen, 0) <> coalesce(billed.mfen, 0)
  ), by_grant as (
    select c.organisation_id, c.month, d.grant_id, c.pool_id, c.gpu_class, d.gpu_mh as mh, d.charge_mfen as mfen
      from changed c join period p on p.month = c.month
      join usage_grant_day d on d.organisation_id = c.organisation_id and d.at >= p.since and d.at < p.until
       and d.pool_id = c.pool_id and d.gpu_class = c.gpu_class
    union all
    select c.organisation_id, c.month, coalesce(l.grant_id, '00000000-0000-0000-0000-000000000000'), c.pool_id, c.gpu_class, -l.gpu_mh,
           -l.charge_mfen
      from changed c join charge_line l on l.organisation_id = c.organisation_id and l.usage_month = c.month
       and l.pool_id = c.pool_id and l.gpu_class = c.gpu_class and l.kind in ('usage', 'correction')
  )
  select organisation_id as "organisationId", case month when $1 then 'usage' else 'correction' end as kind, month as "usageMonth",
         nullif(grant_id, '00000000-0000-0000-0000-000000000000') as "grantId", pool_id as "poolId", gpu_class as "gpuClass",
         sum(mh)::bigint as "gpuMh", sum(mfen)::bigint as "chargeMfen", null as reason
    from by_grant group by organisation_id, month, grant_id, pool_id, gpu_class having sum(mh) <> 0 or sum(mfen) <> 0`;

const REFUNDS = `
  select organisation_id as "organisationId", 'refund' as kind, usage_month as "usageMonth", grant_id as "grantId", pool_id as "poolId",
         gpu_class as "gpuClass", -sum(gpu_mh)::bigint as "gpuMh", -sum(charge_mfen)::bigint as "chargeMfen",
         count(*)::text as reason
    from charge_refund
   where statement_id is null and (usage_month = $1 or usage_month in (select month from charge_month where state = 'closed'))
   group by organisation_id, usage_month, grant_id, pool_id, gpu_class`;

const MANUAL = `
  select organisation_id as "organisationId", 'manual' as kind, month as "usageMonth", null::uuid as "grantId", null::uuid as "poolId",
         null as "gpuClass", 0::bigint as "gpuMh", amount_fen * 1000 as "chargeMfen", reason
    from charge_correction where state = 'approved' and amount_fen is not null and statement_id is null and month <= $1`;

const CAPS = `
  select * from (
    select distinct on (organisation_id) organisation_id as "organisationId", cap_fen as "capFen", reason
      from charge_cap where valid_from <= $1 order by organisation_id, valid_from desc, set_at desc
  ) last where "capFen" is not null`;

const SOURCES = `
  select id, organisation_id as "organisationId", kind, first_month as "firstMonth", last_month as "lastMonth", given_at as "givenAt",
         share_percent as "sharePercent", month_cap_fen as "monthCapFen", gpu_classes as "gpuClasses", pool_ids as "poolIds",
         amount_fen as "amountFen", used_fen as "usedFen", lapsed_fen as "lapsedFen", clawed_back_fen as "clawedBackFen",
         lapsed_at as "lapsedAt"
    from funding_source
   where used_fen > 0 or (lapsed_at is null and first_month <= $1 and coalesce(last_month, $1) >= $1)
   order by id for no key update`;

/** The statements of a month as they would be now, of every tenant whom the scope shows; as the system, of all. */
export async function runCharges(tx: Tx, month: Month): Promise<DraftStatement[]> {
  const use = await tx.query<Chargeable>(USE, [month, endOfMonth(month)]);
  const refunds = await tx.query<Chargeable>(REFUNDS, [month]);
  const manual = await tx.query<Chargeable>(MANUAL, [month]);
  const caps = await tx.query<ChargeCap & object>(CAPS, [month]);
  const sources = await tx.query<TenantSource>(tx.writable ? SOURCES : SOURCES.replace('for no key update', ''), [month]);
  return draftStatements(month, [...use, ...refunds, ...manual], caps, sources);
}
