import { migration } from '@wutong/core-server';

/**
 * Computing power: what suppliers offer (contracts, dated prices, pools with dated capacity), what tenants ask for and
 * get (requests, grants, reservations), and what they used (metered runs, and their sums by hour, day and month).
 * Amounts of GPU time are GPU-milli-hours throughout; the ledger holds the balances.
 */
export const Compute1763899200000 = migration(
  'Compute1763899200000',
  `
  -- GPU classes are known to everybody who is signed in; the centre keeps them.
  create table gpu_class (
    code text primary key check (code ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
    name text not null check (length(trim(name)) > 0),
    memory_gib int not null check (memory_gib > 0),
    created_at timestamptz not null
  );
  alter table gpu_class enable row level security;
  create policy read on gpu_class for select using ((select current_setting('wutong.reach', true)) <> 'anonymous');
  create policy keep on gpu_class for insert with check ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert on gpu_class to wutong_app;

  -- How much an hour on a class is worth beside an hour on the reference, in thousandths. Versions are only added.
  create table gpu_class_factor (
    gpu_class text not null references gpu_class,
    version int not null check (version > 0),
    factor_milli int not null check (factor_milli between 1 and 1000000),
    valid_from timestamptz not null,
    source text not null check (length(trim(source)) > 0),
    set_by_name text not null,
    set_at timestamptz not null,
    primary key (gpu_class, version),
    unique (gpu_class, valid_from)
  );
  alter table gpu_class_factor enable row level security;
  create policy read on gpu_class_factor for select using ((select current_setting('wutong.reach', true)) <> 'anonymous');
  create policy keep on gpu_class_factor for insert
    with check ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert on gpu_class_factor to wutong_app;

  -- Up to so many normalised GPU hours a programme lead approves; above, an approver. Only added to.
  create table compute_approval_limit (
    valid_from timestamptz primary key,
    limit_mh bigint not null check (limit_mh >= 0),
    set_by_name text not null,
    set_at timestamptz not null
  );
  alter table compute_approval_limit enable row level security;
  create policy keep on compute_approval_limit using ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert on compute_approval_limit to wutong_app;

  -- Here and below organisation_id of what is a supplier's is the supplier.
  create table supplier_contract (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    number text not null check (length(trim(number)) > 0),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    terms text not null default '',
    ended_at timestamptz,
    end_reason text,
    created_at timestamptz not null,
    created_by_name text not null,
    unique (organisation_id, number),
    check ((ended_at is null) = (end_reason is null))
  );
  call guard_rows('supplier_contract', grants => 'select, insert, update (ended_at, end_reason)');

  -- A price holds from its moment until the next one of its contract and class. Rows are only added.
  create table supplier_price (
    contract_id uuid not null references supplier_contract,
    gpu_class text not null references gpu_class,
    valid_from timestamptz not null,
    organisation_id uuid not null references organisation,
    fen_per_gpu_hour bigint not null check (fen_per_gpu_hour >= 0),
    set_by_name text not null,
    set_at timestamptz not null,
    primary key (contract_id, gpu_class, valid_from)
  );
  call guard_rows('supplier_price', grants => 'select, insert');

  create table compute_pool (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    contract_id uuid not null references supplier_contract,
    code text not null unique check (length(trim(code)) > 0),
    name_zh text not null,
    name_en text not null,
    gpu_class text not null references gpu_class,
    region text not null,
    cluster text not null check (length(trim(cluster)) > 0),
    headroom int not null default 0 check (headroom >= 0),
    is_open boolean not null default true,
    version int not null,
    created_at timestamptz not null,
    unique (cluster, gpu_class)
  );
  create index on compute_pool (gpu_class) where is_open;
  call guard_rows('compute_pool', grants => 'select, insert, update',
    also => $$(select current_setting('wutong.reach', true)) = 'tenant'$$);

  -- GPUs of a pool over time: intervals that never overlap.
  create table pool_capacity (
    id uuid primary key,
    pool_id uuid not null references compute_pool,
    organisation_id uuid not null,
    gpus int not null check (gpus >= 0),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    set_by_name text not null,
    set_at timestamptz not null,
    exclude using gist (pool_id with =, tstzrange(starts_at, ends_at) with &&)
  );
  call guard_rows('pool_capacity', grants => 'select, insert, update (ends_at)');

  create table pool_maintenance (
    id uuid primary key,
    pool_id uuid not null references compute_pool,
    organisation_id uuid not null,
    gpus int not null check (gpus > 0),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    reason text not null check (length(trim(reason)) > 0),
    announced_by_name text not null,
    announced_at timestamptz not null,
    cancelled_at timestamptz
  );
  create index on pool_maintenance using gist (pool_id, tstzrange(starts_at, ends_at)) where cancelled_at is null;
  call guard_rows('pool_maintenance', grants => 'select, insert, update (cancelled_at)',
    also => $$(select current_setting('wutong.reach', true)) = 'tenant'$$);

  create sequence compute_request_number;
  create sequence compute_waitlist_order;
  grant usage on sequence compute_request_number, compute_waitlist_order to wutong_app;

  create table compute_request (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    number text not null unique,
    state text not null,
    version int not null,
    gpu_class text references gpu_class,
    gpus int check (gpus between 1 and 100000),
    starts_at timestamptz,
    ends_at timestamptz,
    amount_mh bigint check (amount_mh > 0),
    purpose_kind text check (purpose_kind in ('pretrain', 'finetune', 'evaluation', 'inference', 'data', 'other')),
    purpose text not null default '',
    dataset_ids uuid[] not null default '{}',
    created_by uuid not null references app_user,
    saved_at timestamptz not null,
    submitted_by uuid references app_user,
    submitted_by_name text,
    submitted_at timestamptz,
    claimed_by uuid references app_user,
    claimed_by_name text,
    info_question text,
    sized_by uuid references app_user,
    sized_by_name text,
    sized_gpus int check (sized_gpus between 1 and 100000),
    sized_starts_at timestamptz,
    sized_ends_at timestamptz,
    sized_mh bigint check (sized_mh > 0),
    sizing_note text,
    approval_by text check (approval_by in ('programme_lead', 'approver')),
    decided_by uuid references app_user,
    decided_at timestamptz,
    appealed boolean not null default false,
    due_at timestamptz,
    pool_id uuid references compute_pool,
    waitlist_order bigint,
    started_at timestamptz,
    ended_at timestamptz,
    check (ends_at > starts_at and sized_ends_at > sized_starts_at),
    check (state in ('draft', 'discarded')
      or (gpu_class is not null and gpus is not null and starts_at is not null and ends_at is not null
        and amount_mh is not null and purpose_kind is not null and length(trim(purpose)) > 0 and submitted_at is not null)),
    check (state <> 'approval' or (sized_mh is not null and approval_by is not null and sized_by is not null)),
    check ((state = 'waitlisted') = (waitlist_order is not null)),
    check (state <> 'info_requested' or (length(trim(info_question)) > 0 and due_at is not null))
  );
  create index on compute_request (submitted_at desc, id desc) where submitted_at is not null;
  create index on compute_request (state, submitted_at desc, id desc) where submitted_at is not null;
  create index on compute_request (organisation_id, saved_at desc);
  create index on compute_request (gpu_class, waitlist_order) where state = 'waitlisted';
  call guard_rows('compute_request', grants => 'select, insert, update');
  create policy drafts_are_private on compute_request as restrictive for select
    using (submitted_at is not null or (select current_setting('wutong.reach', true)) <> 'centre');

  -- The people who will use what is granted; it starts when each has accepted the terms of use.
  create table compute_grant_user (
    request_id uuid not null references compute_request,
    user_id uuid not null references app_user,
    organisation_id uuid not null,
    user_name text not null,
    added_at timestamptz not null,
    accepted_terms text,
    accepted_at timestamptz,
    primary key (request_id, user_id),
    check ((accepted_terms is null) = (accepted_at is null))
  );
  call guard_rows('compute_grant_user');

  -- What an approved request may use and has used. Held is what its open hold in the ledger still sets aside.
  create table compute_grant (
    id uuid primary key references compute_request,
    organisation_id uuid not null references organisation,
    gpu_class text not null references gpu_class,
    account text not null unique,
    pool_id uuid references compute_pool,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    granted_mh bigint not null check (granted_mh > 0),
    used_mh bigint not null default 0 check (used_mh >= 0),
    overuse_mh bigint not null default 0 check (overuse_mh >= 0),
    held_mh bigint not null check (held_mh >= 0),
    hold_id uuid,
    holds int not null,
    overuse_told_at timestamptz,
    closed_at timestamptz,
    settled_at timestamptz,
    check ((hold_id is null) = (held_mh = 0)),
    check (overuse_mh <= used_mh),
    check (closed_at is null or held_mh = 0),
    check (closed_at is not null or held_mh = granted_mh - (used_mh - overuse_mh))
  );
  create index on compute_grant (organisation_id, gpu_class, starts_at);
  call guard_rows('compute_grant', grants => 'select, insert, update');

  create table compute_reservation (
    id uuid primary key,
    request_id uuid not null references compute_request,
    pool_id uuid not null references compute_pool,
    organisation_id uuid not null,
    gpus int not null check (gpus > 0),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reserved_at timestamptz not null,
    check (ends_at >= starts_at)
  );
  create index on compute_reservation using gist (pool_id, tstzrange(starts_at, ends_at));
  create index on compute_reservation (request_id);
  call guard_rows('compute_reservation', grants => 'select, insert, update (ends_at)');

  -- Changes and renewals asked for, with what became of each: the history of a grant.
  create table compute_change (
    id uuid primary key,
    request_id uuid not null references compute_request,
    organisation_id uuid not null,
    kind text not null check (kind in ('change', 'renewal')),
    justification text not null check (length(trim(justification)) > 0),
    gpus int not null check (gpus between 1 and 100000),
    ends_at timestamptz not null,
    more_mh bigint not null check (more_mh >= 0),
    gpus_before int not null,
    ends_at_before timestamptz not null,
    asked_by uuid references app_user,
    asked_by_name text not null,
    asked_at timestamptz not null,
    outcome text check (outcome in ('accepted', 'refused', 'lapsed')),
    decided_by_name text,
    decided_at timestamptz,
    note text,
    check ((outcome is null) = (decided_at is null)),
    check (outcome <> 'refused' or length(trim(note)) > 0)
  );
  create unique index one_open_change on compute_change (request_id) where outcome is null;
  create index on compute_change (request_id, asked_at);
  call guard_rows('compute_change', grants => 'select, insert, update');

  create table compute_access_key (
    id uuid primary key,
    request_id uuid not null references compute_request,
    organisation_id uuid not null,
    user_id uuid not null references app_user,
    user_name text not null,
    name text not null,
    public_key text not null,
    fingerprint text not null,
    added_at timestamptz not null,
    revoked_at timestamptz,
    revoked_because text,
    check ((revoked_at is null) = (revoked_because is null))
  );
  create unique index one_live_key on compute_access_key (request_id, fingerprint) where revoked_at is null;
  call guard_rows('compute_access_key', grants => 'select, insert, update (revoked_at, revoked_because)');

  -- GPU hours that the centre gave a tenant, or took back (below zero). Rows are only added; the ledger has the balance.
  create table compute_entitlement (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    gpu_class text not null references gpu_class,
    amount_mh bigint not null check (amount_mh <> 0),
    reason text not null check (length(trim(reason)) > 0),
    given_by_name text not null,
    given_at timestamptz not null
  );
  create index on compute_entitlement (organisation_id, given_at desc);
  call guard_rows('compute_entitlement', grants => 'select, insert');

  -- Which tenant, and which grant, a cluster's account is.
  create table usage_account (
    cluster text not null,
    account text not null,
    organisation_id uuid not null references organisation,
    grant_id uuid references compute_grant,
    set_by_name text not null,
    set_at timestamptz not null,
    primary key (cluster, account)
  );
  call guard_rows('usage_account', grants => 'select, insert, update');

  create table usage_import (
    id uuid primary key,
    organisation_id uuid references organisation,
    source text not null,
    sent_by_name text not null,
    received_at timestamptz not null,
    records int not null,
    added int not null,
    updated int not null,
    unchanged int not null,
    parked int not null,
    problems int not null
  );
  create index on usage_import (received_at desc, id desc);
  alter table usage_import enable row level security;
  create policy own on usage_import using (
    (select current_setting('wutong.reach', true)) in ('centre', 'system')
    or organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid));
  grant select, insert on usage_import to wutong_app;

  -- One run of one job as it was last known; a running one is overwritten as it goes on.
  create table usage_record (
    job_key text primary key,
    organisation_id uuid not null references organisation,
    grant_id uuid,
    pool_id uuid not null,
    cluster text not null,
    job_id text not null,
    account text not null,
    user_name text not null,
    state text not null,
    gpu_class text not null,
    gpus int not null,
    elapsed_seconds int not null,
    start_at timestamptz not null,
    end_at timestamptz,
    until_at timestamptz not null,
    gpu_mh bigint not null check (gpu_mh >= 0),
    import_id uuid not null,
    updated_at timestamptz not null
  );
  create index on usage_record (organisation_id, start_at desc, job_key desc);
  create index on usage_record (grant_id, start_at desc, job_key desc);
  call guard_rows('usage_record', grants => 'select, insert, update');

  -- Runs whose account, or whose pool, nobody knows yet. They wait for a person, and count once it is said whose they are.
  create table parked_usage (
    job_key text primary key,
    cluster text not null,
    account text not null,
    because text not null check (because in ('unknown_account', 'unknown_pool')),
    gpu_class text,
    gpu_mh bigint not null,
    start_at timestamptz,
    record jsonb not null,
    import_id uuid not null,
    parked_at timestamptz not null,
    dismissed_at timestamptz,
    dismissed_by_name text,
    dismissed_because text,
    check ((dismissed_at is null) = (dismissed_because is null))
  );
  create index on parked_usage (cluster, account) where dismissed_at is null;
  alter table parked_usage enable row level security;
  create policy staff on parked_usage using ((select current_setting('wutong.reach', true)) in ('centre', 'system'));
  grant select, insert, update, delete on parked_usage to wutong_app;

  -- Sums for charts: GPU-milli-hours of a tenant in a pool, by hour, and by day and month of Shanghai.
  create table usage_hour (
    organisation_id uuid not null,
    at timestamptz not null,
    pool_id uuid not null,
    gpu_class text not null,
    gpu_mh bigint not null,
    primary key (organisation_id, at, pool_id, gpu_class)
  );
  create table usage_day (like usage_hour including all);
  create table usage_month (like usage_hour including all);
  create index on usage_hour (pool_id, at);
  create index on usage_day (pool_id, at);
  create index on usage_month (pool_id, at);
  call guard_rows('usage_hour', grants => 'select, insert, update');
  call guard_rows('usage_day', grants => 'select, insert, update');
  call guard_rows('usage_month', grants => 'select, insert, update');
  `,
);
