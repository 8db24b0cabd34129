import type { LocalisedText } from '@wutong/core-shared';

/** One run of one Slurm job, as accounting knows it. A job that was requeued has one record for each run. */
export interface JobRecord {
  /** What makes it the same run however often it is read, and wherever: see `jobKey`. */
  readonly key: string;
  readonly cluster: string;
  /** The job's own number; for a task of an array not the array's. */
  readonly jobIdRaw: string;
  /** The number as people see it: `5_0` is task 0 of array 5. */
  readonly jobId: string;
  readonly account: string;
  /** Empty where the source leaves it out. */
  readonly user: string;
  readonly state: string;
  /** GPU class in small letters; `null` when the job has no GPU, or the cluster does not say which class. */
  readonly gpuClass: string | null;
  readonly gpus: number;
  /** Run time without suspensions. */
  readonly elapsedSeconds: number;
  /** The run time that was asked for; `null` where it is without limit, or the source does not tell it. */
  readonly limitSeconds: number | null;
  /** `null` while the job waits, or when it never ran. */
  readonly start: Date | null;
  /** `null` while the job waits or runs. */
  readonly end: Date | null;
}

export type UsageProblemCode =
  | 'notText'
  | 'empty'
  | 'badJson'
  | 'slurmError'
  | 'missingColumn'
  | 'wrongColumnCount'
  | 'truncatedLine'
  | 'missing'
  | 'badJobId'
  | 'badName'
  | 'unknownState'
  | 'badElapsed'
  | 'badTime'
  | 'badTres'
  | 'severalGpuClasses'
  | 'endBeforeStart'
  | 'elapsedTooLong'
  | 'inFuture'
  | 'duplicate'
  | 'overlap';

/** Why a line was not taken, or which of two was. */
export interface UsageProblem {
  /** Line of the file, from 1; in JSON the place in the list of jobs; 0 for the whole. */
  readonly line: number;
  readonly code: UsageProblemCode;
  /** Name of the column, as Slurm calls it. */
  readonly field: string | null;
  readonly message: LocalisedText;
}

export interface ParsedUsage {
  /** Every run that could be read, in the order of the source. */
  readonly records: readonly JobRecord[];
  readonly problems: readonly UsageProblem[];
  /** Steps passed over: they repeat what their job uses. */
  readonly steps: number;
}

export interface UsageOptions {
  /** The present, against which clock skew is judged and by which running jobs are cut. */
  readonly now: Date;
  /** The cluster's name where the source does not give it. */
  readonly cluster?: string;
  /** IANA zone of times without one; default UTC. */
  readonly timeZone?: string;
  /** How far the supplier's clock may be ahead of ours; default 300 s. */
  readonly skewSeconds?: number;
}

/**
 * What makes a run the same run: job number and start, which every source tells (slurmdbd's index is known to some only, so a run
 * that is read from two would count twice). Jobs that wait have no start and nothing to meter.
 */
export function jobKey({ cluster, jobIdRaw, start }: Pick<JobRecord, 'cluster' | 'jobIdRaw' | 'start'>): string {
  return [cluster, '/', jobIdRaw, '@', start === null ? 'waiting' : Math.floor(start.getTime() / 1000)].join('');
}

/**
 * In SQL, the runs of a job, by its own number (`SLURM_JOB_ID`; each task of an array has one): their keys begin so, and as keys
 * are compared byte by byte (collation C.UTF-8), the primary key finds them.
 */
export function runsOfJob(cluster: string, job: string): string {
  return `job_key >= ${cluster} || '/' || ${job} || '@' and job_key < ${cluster} || '/' || ${job} || 'A'`;
}
