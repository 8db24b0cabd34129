import { migration } from '@wutong/core-server';

/**
 * Clusters that are connected: from where accounting records are pulled and where grants are enforced. What only the host
 * may know (tokens, keys, certificates, the place of slurm.conf) is named here and kept there.
 */
export const ComputeCluster1764331200000 = migration(
  'ComputeCluster1764331200000',
  `
  create table cluster_connection (
    cluster text primary key check (length(trim(cluster)) > 0),
    -- The supplier whose pools name the cluster.
    organisation_id uuid not null references organisation,
    kind text not null check (kind in ('slurm_rest', 'slurm_cli', 'kueue')),
    url text check (url ~ '^https?://'),
    user_name text,
    secret text,
    signs_tokens boolean not null default false,
    slurm_conf text,
    ca text,
    cohort text,
    enforces boolean not null,
    takes_all boolean not null,
    api_version text,
    pulled_until timestamptz,
    last_pull_at timestamptz,
    next_pull_at timestamptz,
    failures int not null default 0,
    pull_error jsonb,
    checked_at timestamptz,
    findings jsonb not null default '[]',
    enforced_at timestamptz,
    compared_at timestamptz,
    differences int,
    strangers text[] not null default '{}',
    enforce_error jsonb,
    -- Who pulls or enforces holds the cluster until then, so that no two do at once.
    pulling_until timestamptz,
    enforcing_until timestamptz,
    version int not null,
    connected_by_name text not null,
    connected_at timestamptz not null,
    check (kind = 'slurm_cli' or (url is not null and secret is not null)),
    check (kind <> 'slurm_rest' or user_name is not null),
    check ((kind = 'kueue') = (pulled_until is null))
  );
  call guard_rows('cluster_connection', staff_only => true);

  alter table compute_grant_user add column cluster_user_name text
    check (cluster_user_name ~ '^[a-z_][a-z0-9_-]{0,30}$');

  -- How a grant stood on its cluster when it was last read back there.
  create table grant_enforcement (
    grant_id uuid primary key references compute_grant,
    organisation_id uuid not null,
    cluster text not null,
    account text not null,
    is_open boolean not null,
    gpus int not null,
    -- GPU-minutes; null where the cluster has no such limit (Kueue). The offset is by how much the cluster counts more than we metered.
    limit_minutes bigint,
    counted_minutes bigint,
    offset_minutes bigint not null,
    users text[] not null,
    read_back_at timestamptz not null
  );
  create index on grant_enforcement (cluster);
  call guard_rows('grant_enforcement', grants => 'select, insert, update');

  -- What was done on a cluster. Rows are only added.
  create table enforcement_operation (
    id uuid primary key,
    organisation_id uuid not null,
    cluster text not null,
    grant_id uuid references compute_grant,
    account text not null,
    kind text not null,
    subject text,
    before jsonb,
    after jsonb,
    is_done boolean not null,
    error jsonb,
    made_by_name text not null,
    made_at timestamptz not null,
    check (is_done = (error is null))
  );
  create index on enforcement_operation (cluster, made_at desc, id desc);
  create index on enforcement_operation (grant_id, made_at desc, id desc);
  call guard_rows('enforcement_operation', grants => 'select, insert');
  `,
);
