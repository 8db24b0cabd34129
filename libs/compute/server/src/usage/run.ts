import { type JobRecord, jobKey } from './job-record';
import { sliceUsage } from './metering';

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

/** The run of a record, or null for one that never ran or had no GPU: there is nothing to meter. */
export function runOf(record: JobRecord, now: Date): Run | null {
  const { cluster, jobId, account, user, state, gpuClass, gpus, elapsedSeconds, limitSeconds, start, end } = record;
  if (start === null || gpus === 0) return null;
  // A running job was last heard of when its run time was: the report may be older than its arrival.
  const heardAt = end ?? new Date(Math.min(start.getTime() + elapsedSeconds * 1000, Math.max(now.getTime(), start.getTime())));
  const untilAt = wholeSecond(heardAt);
  const slice = sliceUsage(record, { from: start, to: untilAt, now: untilAt });
  return {
    key: jobKey(record), cluster, jobId, account, user, state, gpuClass, gpus, elapsedSeconds, limitSeconds,
    startAt: wholeSecond(start), endAt: end && untilAt, untilAt, gpuMh: slice?.gpuMilliHours ?? 0n,
  };
}

/** Whether what was read tells more of a run than what is known: its end, or a longer time. */
export function tellsMore(read: Pick<Run, 'endAt' | 'elapsedSeconds'>, known: Pick<Run, 'endAt' | 'elapsedSeconds'>): boolean {
  if ((read.endAt === null) !== (known.endAt === null)) return known.endAt === null;
  return read.elapsedSeconds > known.elapsedSeconds;
}

function wholeSecond(moment: Date): Date {
  return moment.getTime() % 1000 === 0 ? moment : new Date(Math.floor(moment.getTime() / 1000) * 1000);
}
