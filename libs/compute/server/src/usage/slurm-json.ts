import { JobCollector, type RawJob } from './job-collector';
import type { ParsedUsage, UsageOptions } from './job-record';
import { PAUSE_AFTER, withoutPauses, type WithPauses } from './pauses';
import { limitOfMinutes, readGpus, readTres } from './slurm-values';

type Loose = Readonly<Record<string, unknown>>;

/**
 * Reads what `sacct --json`, slurmrestd's `/slurmdb/…/jobs` (accounting) and `/slurm/…/jobs` (live) answer, in the
 * shapes of data parsers v0.0.38 to v0.0.46, into the same records as `parseSacct`. Takes text or the parsed document.
 * An error that slurmrestd reports with status 200 is a problem too. Nothing throws.
 */
export function parseSlurmJson(input: unknown, options: UsageOptions): ParsedUsage {
  return withoutPauses(readSlurmJson(input, options));
}

/** As `parseSlurmJson`, with pauses. */
export function* readSlurmJson(input: unknown, options: UsageOptions): WithPauses<ParsedUsage> {
  const jobs = new JobCollector(options);
  const answer = typeof input === 'string' ? fromText(input) : input;
  if (!isLoose(answer) || !Array.isArray(answer.jobs)) {
    const en = 'This is no JSON of Slurm: there is no list of jobs';
    jobs.report(0, 'badJson', 'jobs', '这不是 Slurm 的 JSON（缺少 jobs 列表）', en);
    return jobs.result();
  }
  for (const error of Array.isArray(answer.errors) ? answer.errors : []) {
    const words = isLoose(error) ? text(error.description) || text(error.error) : text(error);
    jobs.report(0, 'slurmError', null, `Slurm 报错：${words}`, `Slurm reports an error: ${words}`);
  }
  for (const [i, job] of (answer.jobs as unknown[]).entries()) {
    if (isLoose(job)) jobs.add(i + 1, 'job_state' in job ? liveJob(job, options) : accountedJob(job, options));
    else jobs.report(i + 1, 'badJson', null, '作业应为对象', 'A job must be an object');
    if (i % PAUSE_AFTER === 0) yield;
  }
  return jobs.result();
}

function accountedJob(job: Loose, options: UsageOptions): RawJob {
  const [time, array, state] = [loose(job.time), loose(job.array), loose(job.state)];
  const tres = loose(job.tres).allocated;
  const jobIdRaw = id(job.job_id);
  return {
    cluster: text(job.cluster) || (options.cluster ?? ''),
    jobIdRaw,
    jobId: arrayTask(id(array.job_id), id(array.task_id)) ?? jobIdRaw,
    account: text(job.account),
    user: text(job.user),
    state: firstText(state.current),
    gpus: readGpus(tresFromList(tres)),
    elapsedSeconds: number(time.elapsed),
    limitSeconds: limitOfMinutes(number(time.limit)),
    start: instant(time.start),
    end: instant(time.end),
  };
}

/** A live job has no elapsed time of its own: it runs since its start, and its end is a forecast. */
function liveJob(job: Loose, options: UsageOptions): RawJob {
  const start = instant(job.start_time);
  const end = instant(job.end_time);
  const until = Math.min(options.now.getTime(), end?.getTime() ?? Infinity);
  const jobIdRaw = id(job.job_id);
  return {
    cluster: text(job.cluster) || (options.cluster ?? ''),
    jobIdRaw,
    jobId: arrayTask(id(job.array_job_id), id(job.array_task_id)) ?? jobIdRaw,
    account: text(job.account),
    user: text(job.user_name),
    state: firstText(job.job_state),
    gpus: readGpus(readTres(text(job.tres_alloc_str))),
    elapsedSeconds: start ? Math.max(0, Math.floor((until - start.getTime()) / 1000)) : 0,
    limitSeconds: limitOfMinutes(number(job.time_limit)),
    start,
    end,
  };
}

function tresFromList(list: unknown): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(list)) return undefined;
  const tres: Record<string, string> = {};
  for (const item of list) {
    const { type, name, count } = loose(item);
    if (count === null || count === undefined) continue;
    const value = number(count);
    if (value === undefined) return undefined;
    tres[text(name) === '' ? text(type) : `${text(type)}/${text(name)}`] = String(value);
  }
  return tres;
}

/** Slurm's optional numbers: plain in old versions, `{ set, infinite, number }` in newer ones. */
function number(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (!isLoose(value) || value.set !== true || value.infinite === true) return undefined;
  return typeof value.number === 'number' ? value.number : undefined;
}

function instant(value: unknown): Date | null | undefined {
  if (value === null || value === undefined || (isLoose(value) && value.set === false)) return null;
  const seconds = number(value);
  if (seconds === 0) return null;
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function arrayTask(array: string, task: string): string | undefined {
  return array === '' || array === '0' || task === '' ? undefined : `${array}_${task}`;
}

function id(value: unknown): string {
  const plain = number(value);
  return plain === undefined ? text(value) : String(plain);
}

function firstText(value: unknown): string {
  return Array.isArray(value) ? text(value[0]) : text(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function loose(value: unknown): Loose {
  return isLoose(value) ? value : {};
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromText(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
