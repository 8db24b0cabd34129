import { migration } from '@wutong/core-server';

/** GPU time that was held and not put to use: the policy by which it is found, and the findings. */
export const ComputeWaste1764335400000 = migration(
  'ComputeWaste1764335400000',
  `
  -- What counts as waste. Versions are only added; each finding names the one by which it was found.
  create table waste_policy (
    version int primary key check (version > 0),
    rules jsonb not null,
    reason text not null check (length(trim(reason)) > 0),
    set_by_name text not null,
    set_at timestamptz not null
  );
  alter table waste_policy enable row level security;
  create policy read on waste_policy for select using ((select current_setting('wutong.reach', true)) <> 'anonymous');
  create policy keep on waste_policy for insert with check ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert on waste_policy to wutong_app;
  insert into waste_policy (version, rules, reason, set_by_name, set_at) values (1, '{
    "idlePercent": 5, "idleHours": 3, "idleSharePercent": 60, "lowPercent": 30, "targetPercent": 60, "memoryFullPercent": 90,
    "savingPercent": 15, "slowdownPercent": 50, "leastFen": 20000, "mediumFen": 200000, "highFen": 1000000,
    "lookBackDays": 14, "snoozeDays": 30}', 'As delivered', 'Wutong', '2026-11-28T00:00:00Z');

  create table waste_finding (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    state text not null,
    version int not null,
    kind text not null check (kind in ('idle', 'low_utilisation', 'memory_bound', 'oversized', 'cheaper_class')),
    severity text not null check (severity in ('low', 'medium', 'high')),
    grant_id uuid references compute_grant,
    pool_id uuid not null references compute_pool,
    gpu_class text not null references gpu_class,
    from_at timestamptz not null,
    to_at timestamptz not null check (to_at > from_at),
    jobs int not null check (jobs > 0),
    held_mh bigint not null check (held_mh > 0),
    lost_mh bigint not null check (lost_mh >= 0),
    lost_fen bigint not null check (lost_fen >= 0),
    evidence jsonb not null,
    advice jsonb not null,
    policy_version int not null references waste_policy,
    opened_at timestamptz not null,
    seen_at timestamptz not null,
    answer text,
    answered_by_name text,
    snoozed_until timestamptz,
    closed_at timestamptz,
    check ((state in ('acted', 'expired')) = (closed_at is not null)),
    check (state <> 'acknowledged' or (length(trim(answer)) > 0 and snoozed_until is not null))
  );
  create unique index one_live_waste_finding on waste_finding (organisation_id, kind, coalesce(grant_id, pool_id)) where closed_at is null;
  create index on waste_finding (organisation_id, lost_fen desc, id desc);
  create index on waste_finding (grant_id) where grant_id is not null;
  create index on waste_finding (lost_fen desc, id desc);
  call guard_rows('waste_finding', grants => 'select, insert, update');
  `,
);
