import { migration } from '@wutong/core-server';

/**
 * What pays a tenant's charges: vouchers of the city, subsidies of the centre, the tenant's own cash. Amounts are fen;
 * the ledger holds the balances (unit CNY), these columns are what each source has come to.
 */
export const ComputeFunding1764338400000 = migration(
  'ComputeFunding1764338400000',
  `
  -- A month of Shanghai, as 2026-10.
  create domain calendar_month as text check (value ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$');

  create table funding_source (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    programme text not null check (length(trim(programme)) > 0),
    kind text not null check (kind in ('voucher', 'subsidy', 'cash')),
    amount_fen bigint not null check (amount_fen > 0),
    first_month calendar_month not null,
    last_month calendar_month,
    share_percent int not null check (share_percent between 1 and 100),
    month_cap_fen bigint check (month_cap_fen > 0),
    gpu_classes text[] not null default '{}',
    pool_ids uuid[] not null default '{}',
    used_fen bigint not null default 0 check (used_fen >= 0),
    lapsed_fen bigint not null default 0 check (lapsed_fen >= 0),
    clawed_back_fen bigint not null default 0 check (clawed_back_fen >= 0),
    reason text not null check (length(trim(reason)) > 0),
    given_by_name text not null,
    given_at timestamptz not null,
    lapsed_at timestamptz,
    clawed_back_at timestamptz,
    claw_back_reason text,
    version int not null,
    check (used_fen + lapsed_fen + clawed_back_fen <= amount_fen),
    check (last_month >= first_month),
    check (last_month is not null or kind = 'cash'),
    check ((clawed_back_at is null) = (claw_back_reason is null)),
    check (clawed_back_at is null or length(trim(claw_back_reason)) > 0),
    check (lapsed_fen = 0 or lapsed_at is not null)
  );
  create index on funding_source (organisation_id, given_at desc, id desc);
  create index on funding_source (given_at desc, id desc);
  create index on funding_source (last_month) where lapsed_at is null;
  call guard_rows('funding_source', grants => 'select, insert, update');
  `,
);
