import { migration } from '@wutong/core-server';

/** Reclaim of grants: the rule in its versions, and each case from the notice to what became of the hours. */
export const ComputeReclaim1764345600000 = migration(
  'ComputeReclaim1764345600000',
  `
  -- Without a class it holds for every class that has no rule of its own. Versions are only added.
  create table compute_reclaim_rule (
    version int generated always as identity primary key,
    gpu_class text references gpu_class,
    is_on boolean not null,
    at_percent int not null check (at_percent between 10 and 90),
    min_used_percent int not null check (min_used_percent between 1 and 100),
    keep_percent int not null check (keep_percent between 100 and 1000),
    reply_working_days int not null check (reply_working_days between 1 and 60),
    returns_to text not null check (returns_to in ('tenant', 'centre')),
    valid_from timestamptz not null,
    set_by_name text not null
  );
  create index on compute_reclaim_rule (gpu_class, version desc);
  alter table compute_reclaim_rule enable row level security;
  create policy read on compute_reclaim_rule for select using ((select current_setting('wutong.reach', true)) <> 'anonymous');
  create policy keep on compute_reclaim_rule for insert
    with check ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert on compute_reclaim_rule to wutong_app;

  -- A grant may now come down to nothing: what was never used can be taken back whole.
  alter table compute_grant drop constraint compute_grant_granted_mh_check,
    add constraint compute_grant_granted_mh_check check (granted_mh >= 0);

  create table compute_reclaim (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    grant_id uuid not null references compute_grant,
    state text not null,
    version int not null,
    rule_version int not null references compute_reclaim_rule,
    gpu_class text not null references gpu_class,
    noticed_at timestamptz not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    metered_until timestamptz not null,
    -- Of the time until then, what it could be used in.
    usable_ms bigint not null check (usable_ms > 0),
    granted_mh bigint not null,
    used_mh bigint not null,
    held_mh bigint not null,
    idle_mh bigint not null check (idle_mh > 0 and idle_mh <= held_mh),
    reply_due_at timestamptz not null,
    reply_kind text check (reply_kind in ('explain', 'plan', 'give_back')),
    reply text,
    replied_by uuid references app_user,
    replied_by_name text,
    replied_at timestamptz,
    recommended_mh bigint check (recommended_mh >= 0),
    recommended_by uuid references app_user,
    recommended_by_name text,
    decided_by uuid references app_user,
    decided_by_name text,
    decided_at timestamptz,
    taken_mh bigint not null default 0 check (taken_mh >= 0),
    returned_to text check (returned_to in ('tenant', 'centre')),
    gpus_before int,
    gpus_after int,
    check ((reply_kind is null) = (replied_at is null) and (reply_kind is null or length(trim(reply)) > 0)),
    check (state <> 'recommended' or recommended_by is not null),
    check (state <> 'kept' or decided_by is not null),
    check ((taken_mh = 0) = (returned_to is null)),
    check (state <> 'returned' or taken_mh > 0)
  );
  create unique index one_open_reclaim on compute_reclaim (grant_id) where state in ('noticed', 'answered', 'recommended');
  create index on compute_reclaim (noticed_at desc, id desc);
  create index on compute_reclaim (organisation_id, noticed_at desc);
  create index on compute_reclaim (grant_id);
  call guard_rows('compute_reclaim', grants => 'select, insert, update');
  `,
);
