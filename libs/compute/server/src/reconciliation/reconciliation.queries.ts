/** A supplier's bills of a month that count, that is, that no corrected one replaces. $1 supplier, $2 month. */
const CURRENT = `
  select b.id from supplier_bill b
   where b.organisation_id = $1 and b.month = $2 and not exists (select from supplier_bill c where c.replaces = b.id)`;

/**
 * Which pool a line is about: as somebody said of its resource, article or cluster, else the supplier's only pool whose
 * cluster or code the line names. For \`l\`, a row of supplier_bill_line.
 */
const POOL_OF_LINE = `
    left join supplier_match mr on mr.organisation_id = l.organisation_id and mr.kind = 'resource' and mr.key = l.resource
    left join supplier_match ms on ms.organisation_id = l.organisation_id and ms.kind = 'sku' and ms.key = l.sku
    left join supplier_match mc on mc.organisation_id = l.organisation_id and mc.kind = 'cluster'
      and mc.key = concat_ws(' / ', l.cluster, l.gpu_class)
    left join lateral (
      select (array_agg(p.id))[1] as id from compute_pool p
       where p.organisation_id = l.organisation_id
         and (lower(p.cluster) in (lower(l.cluster), lower(l.sku)) or lower(p.code) in (lower(l.cluster), lower(l.sku)))
         and (l.gpu_class is null or position(p.gpu_class in lower(l.gpu_class)) > 0)
      having count(*) = 1) named on true`;

/** Lines of the bills that count, summed as \`match.ts\` takes them. $1 supplier, $2 month. */
export const BILLED = `
  with line as (
    select distinct on (l.organisation_id, l.resource, l.sku, l.cluster, l.gpu_class)
           l.organisation_id, l.resource, l.sku, l.cluster, l.gpu_class
      from supplier_bill_line l where l.bill_id in (${CURRENT})
  ), known as (
    select l.*, coalesce(mr.pool_id, ms.pool_id, mc.pool_id, named.id) as pool_id from line l ${POOL_OF_LINE}
  )
  select k.pool_id as "poolId",
         case when k.pool_id is null then case when l.sku is not null then 'sku' when l.cluster is not null or l.gpu_class is not null
           then 'cluster' else 'resource' end end as "matchKind",
         case when k.pool_id is null then coalesce(l.sku, nullif(concat_ws(' / ', l.cluster, l.gpu_class), ''), l.resource, '') end as "matchKey",
         l.category, l.first_day::text as "firstDay", l.last_day::text as "lastDay", sum(l.gpu_mh)::bigint as "gpuMh",
         sum(l.amount_ufen)::bigint as "amountUfen", sum(l.tax_ufen)::bigint as "taxUfen", count(*)::int as lines
    from supplier_bill_line l
    join known k on (k.resource, k.sku, k.cluster, k.gpu_class) is not distinct from (l.resource, l.sku, l.cluster, l.gpu_class)
   where l.bill_id in (${CURRENT})
   group by 1, 2, 3, 4, 5, 6`;

/** What was metered in a supplier's pools by days of Shanghai. $1 supplier, $2 month. */
export const METERED = `
  with pool as (select id from compute_pool where organisation_id = $1),
  day as (
    select u.pool_id, (u.at at time zone 'Asia/Shanghai')::date as day, sum(u.gpu_mh)::bigint as mh,
           sum(u.cost_mfen)::bigint as cost, sum(u.charge_mfen)::bigint as charge
      from usage_day u join pool on pool.id = u.pool_id
     where u.at >= $2::date::timestamp at time zone 'Asia/Shanghai'
       and u.at < ($2::date + interval '1 month')::timestamp at time zone 'Asia/Shanghai'
     group by 1, 2
  ), utc as (
    select u.pool_id, (u.at at time zone 'UTC')::date as day, sum(u.gpu_mh)::bigint as mh
      from usage_hour u join pool on pool.id = u.pool_id
     where u.at >= $2::date::timestamp at time zone 'UTC' and u.at < ($2::date + interval '1 month')::timestamp at time zone 'UTC'
     group by 1, 2
  )
  select d.pool_id as "poolId", d.day::text as day, d.mh as "gpuMh", d.cost * 1000 as "costUfen", d.charge * 1000 as "chargeUfen",
         coalesce(utc.mh, 0) as "utcMh"
    from day d left join utc on utc.pool_id = d.pool_id and utc.day = d.day
   order by 1, 2`;

/** The prices under the contracts of a supplier's pools. $1 supplier. */
export const PRICES_OF_POOLS = `
  select p.id as "poolId", (s.valid_from at time zone 'Asia/Shanghai')::date::text as day, s.fen_per_gpu_hour as fen
    from compute_pool p join supplier_price s on s.contract_id = p.contract_id and s.gpu_class = p.gpu_class
   where p.organisation_id = $1 order by p.id, s.valid_from`;

export const TOLERANCE = `
  select absolute_fen as "absoluteFen", basis_points as "basisPoints" from reconciliation_tolerance
   where valid_from <= $1 order by valid_from desc limit 1`;

/** $1 the comparisons as one JSON parameter, $2 reconciliation, $3 supplier. */
export const STORE_LINES = `
  insert into reconciliation_line (reconciliation_id, no, organisation_id, kind, pool_id, first_day, last_day, match_kind, match_key,
    metered_mh, metered_ufen, charged_ufen, billed_mh, billed_ufen, bill_lines, contract_fen, quantity_ufen, causes, is_within)
  select $2, no, $3, kind, "poolId", "firstDay", "lastDay", "matchKind", "matchKey", "meteredMh", "meteredUfen", "chargedUfen",
         "billedMh", "billedUfen", "billLines", "contractFen", "quantityUfen", causes, "isWithin"
    from json_to_recordset($1) as r (no int, kind text, "poolId" uuid, "firstDay" date, "lastDay" date, "matchKind" text,
      "matchKey" text, "meteredMh" bigint, "meteredUfen" bigint, "chargedUfen" bigint, "billedMh" bigint, "billedUfen" bigint,
      "billLines" int, "contractFen" bigint, "quantityUfen" bigint, causes text[], "isWithin" boolean)`;

/** Lines of the bills behind one comparison, the dearest first. $1 reconciliation, $2 its line's number. */
export const LINES_BEHIND = `
  select l.bill_id as "billId", b.invoice, l.line, l.line_id as "lineId", l.category, l.resource, l.sku, l.cluster,
         l.gpu_class as "gpuClass", l.description, l.starts_at as "startsAt", l.ends_at as "endsAt", l.gpu_mh as "gpuMh",
         l.amount_ufen as "amountUfen", l.tax_ufen as "taxUfen"
    from reconciliation r
    join reconciliation_line c on c.reconciliation_id = r.id and c.no = $2
    join supplier_bill b on b.organisation_id = r.organisation_id and b.month = r.month
      and not exists (select from supplier_bill d where d.replaces = b.id)
    join supplier_bill_line l on l.bill_id = b.id ${POOL_OF_LINE}
   where r.id = $1
     and case c.kind
       when 'use' then coalesce(mr.pool_id, ms.pool_id, mc.pool_id, named.id) = c.pool_id and l.category not in ('tax', 'credit')
         and l.first_day <= c.last_day and l.last_day >= c.first_day
       when 'unmatched' then coalesce(mr.pool_id, ms.pool_id, mc.pool_id, named.id) is null and l.category not in ('tax', 'credit')
         and coalesce(l.sku, nullif(concat_ws(' / ', l.cluster, l.gpu_class), ''), l.resource, '') = c.match_key
       when 'credit' then l.category = 'credit'
       when 'tax' then l.category = 'tax' or l.tax_ufen <> 0
       else l.category not in ('tax', 'credit') and (l.last_day < r.month or l.first_day >= r.month + interval '1 month') end
   order by abs(l.amount_ufen) desc, l.bill_id, l.line limit 200`;

/** The jobs metered in a pool from one day to another, of Shanghai, the longest first. $1 pool, $2 first day, $3 last day. */
const JOBS = `
    from usage_record u
   where u.pool_id = $1
     and u.organisation_id in (select organisation_id from usage_day where pool_id = $1
       and at >= $2::date::timestamp at time zone 'Asia/Shanghai' and at < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai')
     and u.start_at < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai'
     and u.until_at > $2::date::timestamp at time zone 'Asia/Shanghai'`;

export const JOBS_BEHIND = `
  select u.job_id as "jobId", u.account, u.state, u.gpus, u.start_at as "startAt", u.until_at as "untilAt", u.gpu_mh as "gpuMh" ${JOBS}
   order by u.gpu_mh desc, u.job_key limit 100`;

export const COUNT_JOBS = `select count(*)::int as jobs ${JOBS}`;

/** The price in force on a day, with its time and contract: evidence. $1 pool, $2 day. */
export const PRICE_ON = `
  select c.number, s.valid_from as "validFrom",
         lead(s.valid_from) over (partition by s.contract_id, s.gpu_class order by s.valid_from) as "validUntil", s.fen_per_gpu_hour as fen
    from compute_pool p join supplier_contract c on c.id = p.contract_id
    join supplier_price s on s.contract_id = c.id and s.gpu_class = p.gpu_class
   where p.id = $1`;
