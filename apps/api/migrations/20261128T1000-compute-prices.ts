import { migration } from '@wutong/core-server';

/**
 * What tenants are charged (tariffs), and what metered use costs: beside every amount of GPU time its price to the centre
 * and to the tenant, in thousandths of a fen, so that milli-hours × fen per hour needs no rounding. Use that is there
 * already is priced by the suppliers' prices of its time (see price-list.ts; there are no tariffs yet).
 */
export const ComputePrices1764324000000 = migration(
  'ComputePrices1764324000000',
  `
  -- What tenants pay for an hour on a GPU of a pool, from a full hour on. Rows are only added; of two for the same hour
  -- the one set last counts. The organisation is the supplier; only the centre sees them.
  create table compute_tariff (
    id uuid primary key,
    pool_id uuid not null references compute_pool,
    organisation_id uuid not null references organisation,
    valid_from timestamptz not null check (extract(epoch from valid_from) % 3600 = 0),
    fen_per_gpu_hour bigint not null check (fen_per_gpu_hour >= 0),
    set_by_name text not null,
    set_at timestamptz not null
  );
  create index on compute_tariff (pool_id, valid_from, set_at);
  call guard_rows('compute_tariff', grants => 'select, insert', staff_only => true);

  alter table usage_record add cost_mfen bigint not null default 0, add charge_mfen bigint not null default 0;
  alter table usage_hour add cost_mfen bigint not null default 0, add charge_mfen bigint not null default 0;
  alter table usage_day add cost_mfen bigint not null default 0, add charge_mfen bigint not null default 0;
  alter table usage_month add cost_mfen bigint not null default 0, add charge_mfen bigint not null default 0;

  -- Sums by grant and day of Shanghai. Use without any grant has the grant of zeros.
  create table usage_grant_day (
    organisation_id uuid not null,
    at timestamptz not null,
    grant_id uuid not null,
    pool_id uuid not null,
    gpu_class text not null,
    gpu_mh bigint not null,
    cost_mfen bigint not null,
    charge_mfen bigint not null,
    primary key (organisation_id, at, grant_id, pool_id, gpu_class)
  );
  create index on usage_grant_day (grant_id, at);
  call guard_rows('usage_grant_day', grants => 'select, insert, update');

  create temp table slice on commit drop as
  with run as (
    select job_key, organisation_id, grant_id, pool_id, gpu_class, extract(epoch from start_at)::bigint as first,
           extract(epoch from until_at)::bigint as last, gpus::numeric as gpus, elapsed_seconds
      from usage_record where until_at > start_at
  ), hour as (
    select run.*, at, least(at + 3600, last) - first as until, greatest(at, first) - first as since,
           gpus * least(elapsed_seconds, last - first) as busy, last - first as wall
      from run, generate_series(first - first % 3600, last - 1, 3600) as at
  )
  select job_key, organisation_id, coalesce(grant_id, '00000000-0000-0000-0000-000000000000') as grant_id, pool_id, gpu_class,
         date_trunc('day', to_timestamp(at), 'Asia/Shanghai') as day, mh, mh * coalesce(price, 0) as mfen
    from (
      select hour.*, (div(div(busy * until, wall) * 5 + 9, 18) - div(div(busy * since, wall) * 5 + 9, 18))::bigint as mh,
             (select s.fen_per_gpu_hour from compute_pool p
                join supplier_price s on s.contract_id = p.contract_id and s.gpu_class = p.gpu_class
               where p.id = hour.pool_id and s.valid_from <= to_timestamp(hour.at)
               order by s.valid_from desc limit 1) as price
        from hour
    ) priced;
  update usage_record u set cost_mfen = s.mfen, charge_mfen = s.mfen
    from (select job_key, sum(mfen) as mfen from slice group by 1) s where s.job_key = u.job_key;
  insert into usage_grant_day
  select organisation_id, day, grant_id, pool_id, gpu_class, sum(mh), sum(mfen), sum(mfen) from slice group by 1, 2, 3, 4, 5;
  update usage_hour u set cost_mfen = u.gpu_mh * s.fen, charge_mfen = u.gpu_mh * s.fen
    from (
      select p.id, s.valid_from, s.fen_per_gpu_hour as fen,
             lead(s.valid_from, 1, 'infinity') over (partition by p.id order by s.valid_from) as until
        from compute_pool p join supplier_price s on s.contract_id = p.contract_id and s.gpu_class = p.gpu_class
    ) s
   where s.id = u.pool_id and u.at >= s.valid_from and u.at < s.until;
  update usage_day u set cost_mfen = s.mfen, charge_mfen = s.mfen
    from (select organisation_id, at, pool_id, gpu_class, sum(cost_mfen) as mfen from usage_grant_day group by 1, 2, 3, 4) s
   where (s.organisation_id, s.at, s.pool_id, s.gpu_class) = (u.organisation_id, u.at, u.pool_id, u.gpu_class);
  update usage_month u set cost_mfen = s.mfen, charge_mfen = s.mfen
    from (select organisation_id, date_trunc('month', at, 'Asia/Shanghai') as at, pool_id, gpu_class, sum(cost_mfen) as mfen
            from usage_day group by 1, 2, 3, 4) s
   where (s.organisation_id, s.at, s.pool_id, s.gpu_class) = (u.organisation_id, u.at, u.pool_id, u.gpu_class);
  `,
);
