import { migration } from '@wutong/core-server';

/** GPUs that nobody has at the moment, lent to a running grant beside its own until somebody is given them. */
export const ComputeBorrow1764364800000 = migration(
  'ComputeBorrow1764364800000',
  `
  create table compute_borrow (
    id uuid primary key,
    grant_id uuid not null references compute_grant,
    pool_id uuid not null references compute_pool,
    organisation_id uuid not null,
    gpus int not null check (gpus > 0),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    returns_at timestamptz not null check (returns_at between starts_at and ends_at),
    borrowed_by_name text not null,
    recalled_at timestamptz,
    recall_reason text check (length(trim(recall_reason)) > 0),
    check (recall_reason is null or recalled_at is not null)
  );
  create index on compute_borrow using gist (pool_id, tstzrange(starts_at, returns_at));
  create index on compute_borrow (grant_id);
  call guard_rows('compute_borrow', grants => 'select, insert, update (returns_at, recalled_at, recall_reason)');
  `,
);
