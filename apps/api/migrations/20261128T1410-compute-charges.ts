import { migration } from '@wutong/core-server';

/**
 * From metered and priced use to a monthly statement. What is on a statement never changes: rows are only added, and what
 * turns out otherwise later is a line of the next open month. Amounts are fen; `charge_mfen` thousandths of a fen, exact.
 */
export const ComputeCharges1764339000000 = migration(
  'ComputeCharges1764339000000',
  `
  -- A month's closing, a case of the centre. What was proposed is what is closed.
  create table charge_month (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    month calendar_month not null unique,
    state text not null check (state in ('open', 'proposed', 'closed')),
    version int not null,
    statements int,
    charged_fen bigint,
    funded_fen bigint,
    proposed_by uuid references app_user,
    proposed_by_name text,
    proposed_at timestamptz,
    closed_by uuid references app_user,
    closed_by_name text,
    closed_at timestamptz,
    check (state = 'open' or (proposed_by is not null and statements is not null)),
    check ((state = 'closed') = (closed_at is not null)),
    check (closed_by <> proposed_by)
  );
  call guard_rows('charge_month', grants => 'select, insert, update');

  create table charge_statement (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    month calendar_month not null,
    number text not null unique,
    charged_fen bigint not null,
    funded_fen bigint not null,
    due_fen bigint not null,
    closed_at timestamptz not null,
    unique (organisation_id, month),
    check (due_fen = charged_fen - funded_fen)
  );
  create index on charge_statement (organisation_id, number desc);
  call guard_rows('charge_statement', grants => 'select, insert');

  create table charge_line (
    id uuid primary key,
    statement_id uuid not null references charge_statement,
    organisation_id uuid not null,
    kind text not null check (kind in ('usage', 'correction', 'refund', 'manual', 'cap')),
    usage_month calendar_month not null,
    grant_id uuid,
    pool_id uuid,
    gpu_class text,
    gpu_mh bigint not null,
    charge_mfen bigint not null,
    amount_fen bigint not null,
    reason text,
    check ((kind in ('usage', 'correction', 'refund')) = (pool_id is not null)),
    check (kind not in ('manual', 'cap') or length(trim(reason)) > 0)
  );
  create index on charge_line (statement_id);
  create index on charge_line (usage_month, organisation_id) where kind in ('usage', 'correction');
  call guard_rows('charge_line', grants => 'select, insert');

  -- What funding paid of a statement; below zero where a correction gave it back.
  create table charge_funding (
    id uuid primary key,
    statement_id uuid not null references charge_statement,
    source_id uuid not null references funding_source,
    organisation_id uuid not null,
    pool_id uuid,
    gpu_class text,
    amount_fen bigint not null check (amount_fen <> 0)
  );
  create index on charge_funding (statement_id);
  call guard_rows('charge_funding', grants => 'select, insert');

  -- Up to so much a tenant is charged in a month, from a month on; null ends it. Rows are only added; the last one counts.
  create table charge_cap (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    valid_from calendar_month not null,
    cap_fen bigint check (cap_fen >= 0),
    reason text not null check (length(trim(reason)) > 0),
    set_by_name text not null,
    set_at timestamptz not null
  );
  create index on charge_cap (organisation_id, valid_from, set_at);
  call guard_rows('charge_cap', grants => 'select, insert');

  -- Runs that a failed node ended: what of them is given back.
  create table charge_refund (
    job_key text primary key,
    organisation_id uuid not null references organisation,
    usage_month calendar_month not null,
    grant_id uuid,
    pool_id uuid not null,
    gpu_class text not null,
    gpu_mh bigint not null check (gpu_mh >= 0),
    charge_mfen bigint not null check (charge_mfen >= 0),
    refunded_at timestamptz not null,
    statement_id uuid references charge_statement
  );
  create index on charge_refund (organisation_id) where statement_id is null;
  create index on usage_record (end_at) where state in ('NODE_FAIL', 'BOOT_FAIL') and end_at is not null;
  call guard_rows('charge_refund', grants => 'select, insert, update (statement_id)');

  -- Hours or money added or taken off by hand: one person proposes, another decides.
  create table charge_correction (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    state text not null check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
    version int not null,
    month calendar_month not null,
    amount_fen bigint check (amount_fen <> 0),
    gpu_class text references gpu_class,
    amount_mh bigint check (amount_mh <> 0),
    reason text not null check (length(trim(reason)) > 0),
    proposed_by uuid not null references app_user,
    proposed_by_name text not null,
    proposed_at timestamptz not null,
    decided_by uuid references app_user,
    decided_by_name text,
    decided_at timestamptz,
    statement_id uuid references charge_statement,
    check ((amount_fen is null) <> (amount_mh is null)),
    check ((gpu_class is null) = (amount_mh is null)),
    check (decided_by <> proposed_by or state = 'withdrawn'),
    check (statement_id is null or (state = 'approved' and amount_fen is not null))
  );
  create index on charge_correction (proposed_at desc, id desc);
  create index on charge_correction (organisation_id) where state = 'approved' and statement_id is null;
  call guard_rows('charge_correction', grants => 'select, insert, update');
  `,
);
