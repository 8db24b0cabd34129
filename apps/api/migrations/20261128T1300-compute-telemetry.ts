import { migration } from '@wutong/core-server';

/** What the suppliers' Prometheus servers say of each GPU, hour by hour, and whose job or pod held it. */
export const ComputeTelemetry1764334800000 = migration(
  'ComputeTelemetry1764334800000',
  `
  -- One Prometheus for each cluster. The bearer token stays outside: token_env names the variable that holds it.
  create table telemetry_source (
    cluster text primary key check (length(trim(cluster)) > 0),
    url text not null,
    token_env text check (token_env ~ '^WUTONG_[A-Z0-9_]{1,80}$'),
    matchers text not null default '',
    meters_pods boolean not null default false,
    is_enabled boolean not null default true,
    -- Up to here everything was read.
    high_water_at timestamptz,
    tried_at timestamptz,
    succeeded_at timestamptz,
    failures int not null default 0,
    last_error jsonb,
    version int not null,
    set_by_name text not null,
    set_at timestamptz not null,
    check ((failures = 0) = (last_error is null))
  );
  alter table telemetry_source enable row level security;
  create policy staff on telemetry_source using ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert, update on telemetry_source to wutong_app;

  -- One hour of one GPU (or MIG instance) under one holder: a Slurm job, a pod, or nobody (''). util has the mean of
  -- each five minutes, null where nothing was read; bits of seen are the five minutes in which it was held.
  create table gpu_hour (
    cluster text not null,
    at timestamptz not null,
    gpu text not null,
    holder text not null,
    kind text not null check (kind in ('job', 'pod', 'none')),
    namespace text not null default '',
    organisation_id uuid references organisation,
    grant_id uuid,
    pool_id uuid,
    host text not null,
    model text not null,
    profile text not null default '',
    seen int not null check (seen between 1 and 4095),
    held_seconds int not null check (held_seconds between 0 and 3600),
    read_seconds int not null,
    busy_seconds int not null,
    idle_seconds int not null,
    util smallint[] not null check (cardinality(util) = 12),
    util_max smallint,
    tensor smallint,
    dram smallint,
    memory_used_mib int,
    memory_total_mib int,
    power_w int,
    xid int,
    primary key (cluster, at, gpu, holder),
    check ((organisation_id is null) = (pool_id is null))
  );
  create index on gpu_hour (organisation_id, at);
  create index on gpu_hour (grant_id, at) where grant_id is not null;
  create index on gpu_hour (cluster, at) where organisation_id is null and kind <> 'none';
  alter table gpu_hour enable row level security;
  create policy own on gpu_hour using (
    (select current_setting('wutong.reach', true) = 'system')
    or ((select current_setting('wutong.reach', true) = 'centre')
        and (organisation_id is null
          or organisation_id <> all ((select nullif(current_setting('wutong.conflicts', true), '')::uuid[])::uuid[])))
    or ((select current_setting('wutong.reach', true) <> 'anonymous')
        and organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid)));
  grant select, insert, update, delete on gpu_hour to wutong_app;

  -- A day, of Shanghai, of a tenant in a pool: GPU-milli-hours held, read, busy (read × utilisation) and idle, what the
  -- idle ones cost at the pool's price of that day, and read and busy once more for each hour of the day.
  create table gpu_day (
    organisation_id uuid not null references organisation,
    pool_id uuid not null references compute_pool,
    day date not null,
    held_mh bigint not null,
    read_mh bigint not null,
    busy_mh bigint not null,
    idle_mh bigint not null,
    idle_fen bigint not null,
    read_by_hour bigint[] not null check (cardinality(read_by_hour) = 24),
    busy_by_hour bigint[] not null check (cardinality(busy_by_hour) = 24),
    primary key (organisation_id, pool_id, day)
  );
  create index on gpu_day (day);
  call guard_rows('gpu_day', grants => 'select, insert, update');

  create index on usage_record (cluster, job_id, start_at);
  `,
);
