/** The jobs of one person that ended by themselves or at their time limit. */
export interface LimitedJobs {
  /** Those that ended by themselves. */
  readonly jobs: number;
  /** Those that their limit ended. */
  readonly timeouts: number;
  /** The limit that the middle one of the former asked for; null when there are none, as are the next three. */
  readonly askedSeconds: number | null;
  /** Used time ÷ limit of the middle one, in percent. */
  readonly usedPercent: number | null;
  /** The time within which 95 of 100 of them ended. */
  readonly p95Seconds: number | null;
  readonly longestSeconds: number | null;
}

/** `shorter`: ask for `seconds` at a time; `longer`: jobs lose their work at the limit. */
export type LimitAdvice = { readonly step: 'shorter'; readonly seconds: number } | { readonly step: 'longer'; readonly seconds: null };

/** Of fewer jobs the 95th percentile is only the longest, and a month's habit cannot be told. */
const LEAST_JOBS = 10;
/** The middle job uses less than half of what it asks for. Princeton's job_defense_shield writes letters from a fifth on; advice may speak sooner. */
const LOW_PERCENT = 50;
/** What is advised must be clearly less than what is asked for, or it is not worth changing a script. */
const MOST_SHARE_PERCENT = 75;
/** One lost job is bad luck; this many, and this share, is a limit that is too short or a job without checkpoints. */
const LEAST_TIMEOUTS = 3;
const TIMEOUT_PERCENT = 5;

/**
 * What to do about time limits, or null when they fit. A limit that is too long wastes no GPU-hours, so none are counted:
 * Slurm's backfill places a job early only where its whole limit fits before the next reservation, so the job waits
 * longer than it must. One that is too short is worse: the work since the last checkpoint is lost. So nobody who loses jobs is
 * told to ask for less.
 */
export function limitAdvice({ jobs, timeouts, askedSeconds, usedPercent, p95Seconds }: LimitedJobs): LimitAdvice | null {
  if (timeouts >= LEAST_TIMEOUTS && timeouts * 100 >= (jobs + timeouts) * TIMEOUT_PERCENT) return { step: 'longer', seconds: null };
  if (jobs < LEAST_JOBS || askedSeconds === null || usedPercent === null || p95Seconds === null || usedPercent >= LOW_PERCENT) return null;
  const seconds = sensibleLimit(p95Seconds);
  return seconds * 100 <= askedSeconds * MOST_SHARE_PERCENT ? { step: 'shorter', seconds } : null;
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** The next limit that one would write by hand: whole 10 minutes up to an hour, 30 up to 6 hours, hours up to a day, then 6 hours. */
export function sensibleLimit(seconds: number): number {
  const step = seconds <= HOUR ? 10 * MINUTE : seconds <= 6 * HOUR ? 30 * MINUTE : seconds <= DAY ? HOUR : 6 * HOUR;
  return Math.max(1, Math.ceil(seconds / step)) * step;
}
