import { getOrInsert } from './get-or-insert';
import { type JobRecord, jobKey } from './job-record';
import type { ParsedUsage, UsageOptions, UsageProblem, UsageProblemCode } from './job-record';
import { type GpuAllocation, type GpusRead, isRunning, isWaiting, readState } from './slurm-values';

/** A run as read from a line or an object, before it is checked. `undefined` stands for what could not be read. */
export interface RawJob {
  readonly cluster: string;
  readonly jobIdRaw: string;
  readonly jobId: string;
  readonly account: string;
  readonly user: string;
  readonly state: string;
  readonly gpus: GpusRead;
  readonly elapsedSeconds: number | undefined;
  readonly limitSeconds: number | null;
  readonly start: Date | null | undefined;
  readonly end: Date | null | undefined;
}

/** A run that was taken. */
interface Taken {
  line: number;
  record: JobRecord;
  /** At the first of a job: the others, by key. */
  others: Map<string, Taken> | null;
}

const JOB_ID = /^\d+(?:[_+](?:\d+|\[[^\]]*\]))?$/;
/** Slurm rounds to whole seconds in several places; a zone read wrongly is off by half an hour at least. */
const ROUNDING_MS = 60_000;
/** What is kept as it was told, and its column. */
const COLUMN = { cluster: 'Cluster', account: 'Account', user: 'User', jobId: 'JobID' } as const;
const NAMES = ['cluster', 'account', 'user', 'jobId'] as const;
/** What the column holds. */
const MOST_SECONDS = 2 ** 31 - 1;
const LONGEST_NAME = 256;
const NO_GPU: GpuAllocation = { gpuClass: null, gpus: 0 };

/**
 * Gathers runs from any Slurm source: checks each, keeps the good ones, says why for the others. The same run read
 * twice counts once, the further one; two records of one job that overlap in time cannot both be true, and the later is
 * not taken.
 */
export class JobCollector {
  private readonly taken: Taken[] = [];
  /** The first of each job, by cluster and number. */
  private readonly jobs = new Map<string, Map<string, Taken>>();
  private readonly problems: UsageProblem[] = [];
  private steps = 0;
  private readonly states = new Map<string, string | undefined>();

  constructor(private readonly options: UsageOptions) {}

  step(): void {
    this.steps += 1;
  }

  report(line: number, code: UsageProblemCode, field: string | null, zh: string, en: string): void {
    this.problems.push({ line, code, field, message: { 'zh-CN': zh, en } });
  }

  add(line: number, raw: RawJob): void {
    const record = this.check(line, raw);
    if (record === undefined) return;
    const runs = getOrInsert(this.jobs, record.cluster, () => new Map<string, Taken>());
    const first = runs.get(record.jobIdRaw);
    const same = first?.record.key === record.key ? first : first?.others?.get(record.key);
    if (!same) {
      const taken = { line, record, others: null };
      if (first) (first.others ??= new Map()).set(record.key, taken);
      else runs.set(record.jobIdRaw, taken);
      this.taken.push(taken);
      return;
    }
    const further = record.elapsedSeconds >= same.record.elapsedSeconds;
    const counted = further ? line : same.line;
    const zh = `与第 ${same.line} 行是同一次运行，只计第 ${counted} 行`;
    this.report(line, 'duplicate', 'JobIDRaw', zh, `Same run as line ${same.line}; only line ${counted} counts`);
    if (further) [same.line, same.record] = [line, record];
  }

  result(): ParsedUsage {
    const overlapping = this.findOverlaps();
    const records = this.taken.flatMap((taken) => (overlapping.has(taken) ? [] : taken.record));
    const problems = this.problems.sort((one, other) => one.line - other.line);
    return { records, problems, steps: this.steps };
  }

  private findOverlaps(): ReadonlySet<Taken> {
    const overlapping = new Set<Taken>();
    for (const first of this.taken) {
      if (!first.others) continue;
      const ran = [first, ...first.others.values()].filter(({ record }) => record.start !== null && record.elapsedSeconds > 0);
      ran.sort((one, other) => startOf(one) - startOf(other));
      let last = ran[0];
      for (const run of ran.slice(1)) {
        const end = (last?.record.end ?? this.options.now).getTime();
        if (last === undefined || startOf(run) >= end) {
          last = run;
          continue;
        }
        overlapping.add(run);
        const zh = `作业 ${run.record.jobId} 的这次运行与第 ${last.line} 行在时间上重叠，未计入`;
        const en = `This run of job ${run.record.jobId} overlaps in time with line ${last.line}; it was not counted`;
        this.report(run.line, 'overlap', 'Start', zh, en);
      }
    }
    return overlapping;
  }

  private check(line: number, raw: RawJob): JobRecord | undefined {
    const { jobIdRaw, jobId, cluster, account, user, limitSeconds, gpus: gpu } = raw;
    if (!JOB_ID.test(jobIdRaw)) {
      return this.refuse(line, 'badJobId', 'JobIDRaw', `作业号“${clip(jobIdRaw)}”无效`, `“${clip(jobIdRaw)}” is no job number`);
    }
    if (cluster === '') return this.refuse(line, 'missing', 'Cluster', '缺少集群名', 'The cluster is missing');
    if (account === '') return this.refuse(line, 'missing', 'Account', '缺少账户', 'The account is missing');
    for (const field of NAMES) {
      if (isName(raw[field])) continue;
      const shown = clip(raw[field].replaceAll('\0', '␀'));
      const [zh, en] = [`“${shown}”过长或含有无法保存的字符`, `“${shown}” is too long or holds a character that cannot be kept`];
      return this.refuse(line, 'badName', COLUMN[field], zh, en);
    }
    const state = getOrInsert(this.states, raw.state, () => readState(raw.state));
    if (state === undefined) {
      return this.refuse(line, 'unknownState', 'State', `未知状态“${clip(raw.state)}”`, `Unknown state “${clip(raw.state)}”`);
    }
    if (gpu === 'noList') return this.refuse(line, 'badTres', 'AllocTRES', '资源列表无法识别', 'The list of resources cannot be read');
    if (gpu === 'badCount') return this.refuse(line, 'badTres', 'AllocTRES', 'GPU 数量须为不超过一百万的整数', 'The number of GPUs must be a whole number up to a million');
    if (gpu === 'several') {
      return this.refuse(line, 'severalGpuClasses', 'AllocTRES', '一次运行混用多种 GPU，无法计量', 'One run mixes GPU classes');
    }
    const times = this.checkTimes(line, raw, state);
    if (times === undefined) return undefined;
    const { gpuClass, gpus } = isWaiting(state) ? NO_GPU : gpu;
    const { elapsedSeconds, start, end } = times;
    const key = jobKey({ cluster, jobIdRaw, start });
    return { key, cluster, jobIdRaw, jobId, account, user, state, gpuClass, gpus, elapsedSeconds, limitSeconds, start, end };
  }

  private refuse(line: number, code: UsageProblemCode, field: string, zh: string, en: string): undefined {
    this.report(line, code, field, zh, en);
  }

  private checkTimes(
    line: number, raw: RawJob, state: string,
  ): Pick<JobRecord, 'elapsedSeconds' | 'start' | 'end'> | undefined {
    const { elapsedSeconds } = raw;
    // A waiting job's start and a running job's end are forecasts, where a source gives them at all.
    if (isWaiting(state)) return { elapsedSeconds: 0, start: null, end: null };
    const start = raw.start;
    const end = isRunning(state) ? null : raw.end;
    if (elapsedSeconds === undefined || !Number.isInteger(elapsedSeconds) || elapsedSeconds < 0 || elapsedSeconds > MOST_SECONDS) {
      const en = 'The run time must be a whole number of seconds, from 0 to 68 years';
      return this.refuse(line, 'badElapsed', 'ElapsedRaw', '运行时长须为 0 至 68 年之间的整数秒', en);
    }
    if (start === undefined) return this.refuse(line, 'badTime', 'Start', '开始时间无法识别', 'The start cannot be read');
    if (end === undefined) return this.refuse(line, 'badTime', 'End', '结束时间无法识别', 'The end cannot be read');
    if (start === null) {
      if (elapsedSeconds === 0) return { elapsedSeconds, start, end };
      return this.refuse(line, 'missing', 'Start', '有运行时长却没有开始时间', 'There is a run time but no start');
    }
    if (end === null && !isRunning(state)) {
      return this.refuse(line, 'missing', 'End', '作业已结束却没有结束时间', 'The job has ended but has no end');
    }
    const latest = this.options.now.getTime() + (this.options.skewSeconds ?? 300) * 1000;
    const late = start.getTime() > latest ? start : end && end.getTime() > latest ? end : null;
    if (late) {
      const at = late.toISOString();
      const en = `This is in the future (${at}); check the time zone and the clocks`;
      return this.refuse(line, 'inFuture', late === start ? 'Start' : 'End', `时间在将来（${at}），请检查时区和时钟`, en);
    }
    const until = end ? end.getTime() : Math.max(start.getTime(), latest);
    if (until < start.getTime()) return this.refuse(line, 'endBeforeStart', 'End', '结束时间早于开始时间', 'The end is before the start');
    if (elapsedSeconds * 1000 > until - start.getTime() + ROUNDING_MS) {
      const [zh, en] = ['运行时长超过起止时间之差', 'The run time is longer than from start to end'];
      return this.refuse(line, 'elapsedTooLong', 'ElapsedRaw', zh, en);
    }
    return { elapsedSeconds, start, end };
  }
}

function startOf({ record }: Taken): number {
  return record.start?.getTime() ?? 0;
}

/** PostgreSQL keeps no NUL, and an index no page-long name. */
function isName(text: string): boolean {
  return text.length <= LONGEST_NAME && !text.includes('\0');
}

/** What a file holds may be long; a message quotes its beginning. */
function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
