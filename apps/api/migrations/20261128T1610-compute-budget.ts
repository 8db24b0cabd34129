import { migration } from '@wutong/core-server';

/** Budgets that tenants set themselves, and reminders of grants that end: each told once. */
export const ComputeBudget1764346200000 = migration(
  'ComputeBudget1764346200000',
  `
  -- So much a month of Shanghai: GPU-milli-hours of a class, or fen. It warns and stops nothing.
  create table compute_budget (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    version int not null,
    unit text not null check (unit in ('gpu_mh', 'fen')),
    gpu_class text references gpu_class,
    grant_id uuid references compute_grant,
    amount bigint not null check (amount > 0),
    thresholds int[] not null check (cardinality(thresholds) between 1 and 10 and 1 <= all (thresholds) and 500 >= all (thresholds)),
    warns_ahead boolean not null,
    set_by_name text not null,
    set_at timestamptz not null,
    ended_at timestamptz,
    check (unit = 'fen' or gpu_class is not null)
  );
  create index on compute_budget (organisation_id) where ended_at is null;
  call guard_rows('compute_budget', grants => 'select, insert, update');

  -- What was told of a budget in a month: a threshold, or 0 that it is going to be exceeded. A changed budget warns anew.
  create table compute_budget_alert (
    budget_id uuid not null references compute_budget,
    version int not null,
    month date not null,
    threshold int not null,
    organisation_id uuid not null,
    used bigint not null,
    at timestamptz not null,
    primary key (budget_id, version, month, threshold)
  );
  call guard_rows('compute_budget_alert', grants => 'select, insert');

  -- Reminders of a grant's end, so many days before. A grant that is renewed has a new end and is reminded of anew.
  create table compute_end_reminder (
    grant_id uuid not null references compute_grant,
    ends_at timestamptz not null,
    days int not null,
    organisation_id uuid not null,
    at timestamptz not null,
    primary key (grant_id, ends_at, days)
  );
  call guard_rows('compute_end_reminder', grants => 'select, insert');
  `,
);
