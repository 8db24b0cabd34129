import type { JobRecord } from '../usage/job-record';

/** What a pod held on one day in whole hours, with so many GPUs at once. */
export interface PodUse {
  readonly namespace: string;
  /** `namespace/pod`. */
  readonly holder: string;
  readonly gpus: number;
  /** GPU-seconds: a seventh of a GPU counts as a seventh. */
  readonly heldSeconds: number;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly gpuClass: string | null;
}

/**
 * Usage records of pods, as the meter takes them from Slurm: account = namespace, one record for each pod, day of
 * Shanghai and number of GPUs that it held at once. What is metered is the time for which GPUs were held, whether or
 * not anything ran on them. A part of a GPU is a run time that is shorter by as much: a seventh held for seven hours is
 * one GPU for one hour, spread over the seven. Only hours that are over count, so a record only ever grows.
 */
export function podRecords(cluster: string, day: string, uses: readonly PodUse[], isOver: boolean): (JobRecord & { start: Date })[] {
  return uses.flatMap(({ namespace, holder, gpus, heldSeconds, startAt, endAt, gpuClass }) => {
    const elapsedSeconds = Math.floor(heldSeconds / gpus);
    if (elapsedSeconds === 0) return [];
    return {
      key: `${cluster}/pod:${holder}/${day}/${gpus}`, cluster, jobIdRaw: holder, jobId: holder, account: namespace, user: '',
      state: isOver ? 'COMPLETED' : 'RUNNING', gpuClass, gpus, elapsedSeconds, limitSeconds: null, start: startAt, end: endAt,
    };
  });
}
