import type { JobRecord } from './job-record';
import { milliHoursUsed, type GpuTime } from './metering';

/** A run on GPUs, metered up to its end or to the moment at which it was heard of. */
export interface Run {
  readonly key: string;
  readonly cluster: string;
  readonly jobId: string;
  readonly account: string;
  readonly user: string;
  readonly state: string;
  readonly gpuClass: string | null;
  readonly gpus: number;
  readonly elapsedSeconds: number;
  /** The run time that was asked for; null where it is without limit or not known. */
  readonly limitSeconds: number | null;
  readonly startAt: Date;
  /** Null while it runs. */
  readonly endAt: Date | null;
  readonly untilAt: Date;
  readonly gpuMh: bigint;
}

/** What was read of a run on GPUs. */
export type RunRecord = Omit<JobRecord, 'jobIdRaw'> & { readonly start: Date };

/** Whether it ran and had GPUs: else there is nothing to meter. */
export function isRun(record: JobRecord): record is JobRecord & RunRecord {
  return record.start !== null && record.gpus > 0;
}

/** The run of a record that was heard of at a moment. */
export function runOf(record: RunRecord, now: Date): Run {
  const { key, cluster, jobId, account, user, state, gpuClass, gpus, elapsedSeconds, limitSeconds, start, end } = record;
  // A running job was last heard of when its run time was: the report may be older than its arrival.
  const heardAt = end ?? new Date(Math.min(start.getTime() + elapsedSeconds * 1000, Math.max(now.getTime(), start.getTime())));
  const untilAt = wholeSecond(heardAt);
  const startAt = wholeSecond(start);
  return {
    key, cluster, jobId, account, user, state, gpuClass, gpus, elapsedSeconds, limitSeconds,
    startAt, endAt: end && untilAt, untilAt, gpuMh: usedUntil({ gpus, elapsedSeconds, startAt, untilAt }),
  };
}

function usedUntil(run: Pick<Run, 'gpus' | 'elapsedSeconds' | 'startAt' | 'untilAt'>): bigint {
  const time = gpuTimeOf(run);
  return time === null ? 0n : milliHoursUsed(time, time.wallSeconds);
}

/** Its time on GPUs up to when it is metered; null for none. Slurm may round a run to longer than from its start to its end. */
export function gpuTimeOf({ gpus, elapsedSeconds, startAt, untilAt }: Pick<Run, 'gpus' | 'elapsedSeconds' | 'startAt' | 'untilAt'>): GpuTime | null {
  const wallSeconds = (untilAt.getTime() - startAt.getTime()) / 1000;
  return wallSeconds > 0 ? { gpus, wallSeconds, busySeconds: Math.min(elapsedSeconds, wallSeconds) } : null;
}

/** Whether what was read tells more of a run than what is known: its end, or a longer time. */
export function tellsMore(read: Pick<Run, 'endAt' | 'elapsedSeconds'>, known: Pick<Run, 'endAt' | 'elapsedSeconds'>): boolean {
  if ((read.endAt === null) !== (known.endAt === null)) return known.endAt === null;
  return read.elapsedSeconds > known.elapsedSeconds;
}

function wholeSecond(moment: Date): Date {
  return moment.getTime() % 1000 === 0 ? moment : new Date(Math.floor(moment.getTime() / 1000) * 1000);
}
