import { migration } from '@wutong/core-server';

/** What tenants and alumni report of their growth. */
export const GrowthReport1763896800000 = migration(
  'GrowthReport1763896800000',
  `
  create table growth_report (
    id uuid primary key,
    tenancy_id uuid not null references tenancy,
    organisation_id uuid not null,
    period text not null,
    due_at timestamptz not null,
    submitted_at timestamptz,
    overdue boolean not null default false,
    headcount int check (headcount > 0),
    revenue_fen bigint check (revenue_fen >= 0),
    raised_fen bigint check (raised_fen >= 0),
    paying_customers int check (paying_customers >= 0),
    highlights text,
    unique (tenancy_id, period),
    check (submitted_at is null or num_nulls(headcount, revenue_fen, raised_fen, paying_customers) = 0)
  );
  call guard_rows('growth_report', grants => 'select, insert, update');
  `,
);
