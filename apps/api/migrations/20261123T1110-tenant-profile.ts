import { migration } from '@wutong/core-server';

const FACTS = `
    tagline_zh text,
    tagline_en text,
    about_zh text,
    about_en text,
    domains text[],
    model_name text,
    parameters_billion double precision check (parameters_billion > 0),
    filing_number text,
    funding_stage text,
    raised_fen bigint check (raised_fen >= 0),
    revenue_fen bigint check (revenue_fen >= 0),
    headcount int check (headcount > 0),
    founded_year int,
    website text,
    looking_for text,
    updated_at timestamptz not null`;

/** What tenants tell of themselves, and the copy of what they show to investors. */
export const TenantProfile1763896200000 = migration(
  'TenantProfile1763896200000',
  `
  create table tenant_profile (
    organisation_id uuid primary key references organisation,${FACTS},
    shown_fields text[] not null default '{}',
    listed boolean not null default false
  );
  call guard_rows('tenant_profile', grants => 'select, insert, update');

  create table shown_profile (
    organisation_id uuid primary key references organisation,${FACTS},
    name_zh text not null,
    name_en text not null,
    tenancy_state text not null
  );
  create index on shown_profile (updated_at desc, organisation_id desc);
  create index on shown_profile using gin (domains);
  call guard_rows('shown_profile', also => '(select current_setting(''wutong.reach'', true)) = ''investor''');
  `,
);
