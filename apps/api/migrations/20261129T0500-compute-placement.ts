import { migration } from '@wutong/core-server';

/** Where Slurm's jobs hold GPUs, and how it is known whose an hour of a GPU is. */
export const ComputePlacement1764392400000 = migration(
  'ComputePlacement1764392400000',
  `
  -- The GPUs of a node that a job held from start_at at least to until_at, when it was last seen running. Jobs of accounts that
  -- are not the centre's stand here too, by their numbers alone: who else is on a node decides what can be said of it.
  create table slurm_placement (
    cluster text not null,
    job_id text not null,
    start_at timestamptz not null,
    host text not null,
    gpus int not null check (gpus > 0),
    gpu_indexes smallint[],
    until_at timestamptz not null,
    primary key (cluster, job_id, start_at, host),
    check (cardinality(gpu_indexes) = gpus),
    check (until_at >= start_at)
  );
  create index on slurm_placement (cluster, until_at);
  alter table slurm_placement enable row level security;
  create policy machines on slurm_placement using ((select current_setting('wutong.reach', true)) = 'system');
  grant select, insert, update, delete on slurm_placement to wutong_app;

  -- label: by the exporter's labels; index: by Slurm's record of which GPUs a job holds; node: of how many it holds there.
  alter table gpu_hour add told_by text not null default 'label' check (told_by in ('label', 'index', 'node'));
  `,
);
