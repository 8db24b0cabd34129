import type { Ctx, Tx } from '@wutong/core-server';
import { runsOfJob } from '../usage/job-record';
import type { Placement } from './placement';

/** A placement with the last moment at which it is known to have been so. */
export type HeldPlacement = Placement & { readonly untilAt: Date };

/** Prometheus is never read from further back. */
const KEEP_DAYS = 14;

/** Keeps what a cluster's jobs hold at this moment. As the system. */
export async function notePlacements(ctx: Ctx, tx: Tx, cluster: string, placements: readonly Placement[]): Promise<void> {
  await tx.query(
    `insert into slurm_placement (cluster, job_id, start_at, host, gpus, gpu_indexes, until_at)
     select distinct on (1, 2, 3, 4) $1, "jobId", "startAt", host, gpus, indexes, greatest($3, "startAt")
       from json_to_recordset($2) as r ("jobId" text, "startAt" timestamptz, host text, gpus int, indexes smallint[])
      order by 1, 2, 3, 4
     on conflict (cluster, job_id, start_at, host) do update
       set gpus = excluded.gpus, gpu_indexes = excluded.gpu_indexes, until_at = excluded.until_at`,
    [cluster, JSON.stringify(placements), ctx.now],
  );
  await tx.query(`delete from slurm_placement where until_at < $1`, [new Date(ctx.now.getTime() - KEEP_DAYS * 86_400_000)]);
}

/** What jobs held between two moments, each until its end where accounting has told it. */
export function placementsBetween(tx: Tx, cluster: string, from: Date, to: Date): Promise<HeldPlacement[]> {
  return tx.query<HeldPlacement>(
    `select p.job_id as "jobId", p.start_at as "startAt", p.host, p.gpus, p.gpu_indexes as indexes,
            coalesce(u.end_at, p.until_at) as "untilAt"
       from slurm_placement p
       left join usage_record u on ${runsOfJob('p.cluster', 'p.job_id')} and u.start_at = p.start_at
      where p.cluster = $1 and p.start_at < $3 and coalesce(u.end_at, p.until_at) > $2
      order by p.host, p.start_at, p.job_id`,
    [cluster, from, to],
  );
}
