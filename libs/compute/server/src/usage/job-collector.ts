import { type JobRecord, jobKey } from './job-record';
import type { ParsedUsage, UsageOptions, UsageProblem, UsageProblemCode } from './job-record';
import { isRunning, isWaiting, readGpus, readState } from './slurm-values';

/** A run as read from a line or an object, before it is checked. `undefined` stands for what could not be read. */
export interface RawJob {
  readonly cluster: string;
  readonly jobIdRaw: string;
  readonly jobId: string;
  readonly dbIndex: string | null;
  readonly account: string;
  readonly user: string;
  readonly state: string;
  readonly allocTres: Readonly<Record<string, string>> | undefined;
  readonly elapsedSeconds: number | undefined;
  readonly limitSeconds: number | null;
  readonly submit: Date | null | undefined;
  readonly start: Date | null | undefined;
  readonly end: Date | null | undefined;
  readonly nodes: number;
  readonly exitCode: string;
}

const JOB_ID = /^\d+(?:[_+](?:\d+|\[[^\]]*\]))?$/;
/** Slurm rounds to whole seconds in several places; a zone read wrongly is off by half an hour at least. */
const ROUNDING_MS = 60_000;

/**
 * Gathers runs from any Slurm source: checks each, keeps the good ones, says why for the others. The same run read
 * twice counts once, the further one; two records of one job that overlap in time cannot both be true, and the later is
 * not taken.
 */
export class JobCollector {
  private readonly taken = new Map<string, { readonly line: number; readonly record: JobRecord }>();
  private readonly problems: UsageProblem[] = [];
  private steps = 0;
  private readonly gpus = new WeakMap<object, ReturnType<typeof readGpus>>();

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
    const key = jobKey(record);
    const before = this.taken.get(key);
    if (before === undefined) {
      this.taken.set(key, { line, record });
      return;
    }
    const further = record.elapsedSeconds >= before.record.elapsedSeconds;
    const counted = further ? line : before.line;
    const zh = `与第 ${before.line} 行是同一次运行，只计第 ${counted} 行`;
    this.report(line, 'duplicate', 'JobIDRaw', zh, `Same run as line ${before.line}; only line ${counted} counts`);
    if (further) this.taken.set(key, { line, record });
  }

  result(): ParsedUsage {
    const entries = [...this.taken.values()];
    const overlapping = this.findOverlaps(entries);
    const records = entries.filter((entry) => !overlapping.has(entry)).map(({ record }) => record);
    const problems = this.problems.sort((one, other) => one.line - other.line);
    return { records, problems, steps: this.steps };
  }

  private findOverlaps(entries: readonly { line: number; record: JobRecord }[]): ReadonlySet<unknown> {
    const first = new Map<string, { line: number; record: JobRecord }>();
    const several = new Map<string, { line: number; record: JobRecord }[]>();
    for (const entry of entries) {
      if (entry.record.start === null || entry.record.elapsedSeconds === 0) continue;
      const job = `${entry.record.cluster}/${entry.record.jobIdRaw}`;
      const before = first.get(job);
      if (!before) first.set(job, entry);
      else several.set(job, [...(several.get(job) ?? [before]), entry]);
    }
    const overlapping = new Set<unknown>();
    for (const job of several.values()) {
      job.sort((one, other) => (one.record.start?.getTime() ?? 0) - (other.record.start?.getTime() ?? 0));
      let last = job[0];
      for (const entry of job.slice(1)) {
        const end = (last?.record.end ?? this.options.now).getTime();
        if (last === undefined || (entry.record.start?.getTime() ?? 0) >= end) {
          last = entry;
          continue;
        }
        overlapping.add(entry);
        const zh = `作业 ${entry.record.jobId} 的这次运行与第 ${last.line} 行在时间上重叠，未计入`;
        const en = `This run of job ${entry.record.jobId} overlaps in time with line ${last.line}; it was not counted`;
        this.report(entry.line, 'overlap', 'Start', zh, en);
      }
    }
    return overlapping;
  }

  private check(line: number, raw: RawJob): JobRecord | undefined {
    const no = (code: UsageProblemCode, field: string, zh: string, en: string) => {
      this.report(line, code, field, zh, en);
      return undefined;
    };
    const { jobIdRaw, jobId, dbIndex, cluster, account, user, nodes, exitCode, limitSeconds, allocTres: tres } = raw;
    if (!JOB_ID.test(jobIdRaw)) {
      return no('badJobId', 'JobIDRaw', `作业号“${clip(jobIdRaw)}”无效`, `“${clip(jobIdRaw)}” is no job number`);
    }
    if (cluster === '') return no('missing', 'Cluster', '缺少集群名', 'The cluster is missing');
    if (account === '') return no('missing', 'Account', '缺少账户', 'The account is missing');
    const state = readState(raw.state);
    if (state === undefined) {
      return no('unknownState', 'State', `未知状态“${clip(raw.state)}”`, `Unknown state “${clip(raw.state)}”`);
    }
    if (tres === undefined) return no('badTres', 'AllocTRES', '资源列表无法识别', 'The list of resources cannot be read');
    const gpu = this.gpusOf(tres);
    if (gpu === undefined) return no('badTres', 'AllocTRES', 'GPU 数量不是整数', 'The number of GPUs is no whole number');
    if (gpu === 'several') {
      return no('severalGpuClasses', 'AllocTRES', '一次运行混用多种 GPU，无法计量', 'One run mixes GPU classes');
    }
    const times = this.checkTimes(no, raw, state);
    if (times === undefined) return undefined;
    const held = isWaiting(state) ? { gpuClass: null, gpus: 0 } : gpu;
    const job = { cluster, jobIdRaw, jobId, dbIndex, account, user, state, allocTres: tres, limitSeconds, nodes, exitCode };
    return { ...job, ...held, ...times };
  }

  /** Records share their list of resources where their text was the same. */
  private gpusOf(tres: Readonly<Record<string, string>>): ReturnType<typeof readGpus> {
    if (!this.gpus.has(tres)) this.gpus.set(tres, readGpus(tres));
    return this.gpus.get(tres);
  }

  private checkTimes(
    no: (code: UsageProblemCode, field: string, zh: string, en: string) => undefined,
    raw: RawJob,
    state: string,
  ): Pick<JobRecord, 'elapsedSeconds' | 'submit' | 'start' | 'end'> | undefined {
    const { elapsedSeconds, submit } = raw;
    if (submit === undefined) return no('badTime', 'Submit', '提交时间无法识别', 'The time of submission cannot be read');
    // A waiting job's start and a running job's end are forecasts, where a source gives them at all.
    if (isWaiting(state)) return { elapsedSeconds: 0, submit, start: null, end: null };
    const start = raw.start;
    const end = isRunning(state) ? null : raw.end;
    if (elapsedSeconds === undefined || !Number.isSafeInteger(elapsedSeconds) || elapsedSeconds < 0) {
      const en = 'The run time must be a whole number of seconds, 0 or more';
      return no('badElapsed', 'ElapsedRaw', '运行时长须为非负整数秒', en);
    }
    if (start === undefined) return no('badTime', 'Start', '开始时间无法识别', 'The start cannot be read');
    if (end === undefined) return no('badTime', 'End', '结束时间无法识别', 'The end cannot be read');
    if (start === null) {
      if (elapsedSeconds === 0) return { elapsedSeconds, submit, start, end };
      return no('missing', 'Start', '有运行时长却没有开始时间', 'There is a run time but no start');
    }
    if (end === null && !isRunning(state)) {
      return no('missing', 'End', '作业已结束却没有结束时间', 'The job has ended but has no end');
    }
    const latest = this.options.now.getTime() + (this.options.skewSeconds ?? 300) * 1000;
    for (const [field, time] of [['Start', start], ['End', end]] as const) {
      if (time === null || time.getTime() <= latest) continue;
      const at = time.toISOString();
      const en = `This is in the future (${at}); check the time zone and the clocks`;
      return no('inFuture', field, `时间在将来（${at}），请检查时区和时钟`, en);
    }
    const until = end ?? new Date(Math.max(start.getTime(), latest));
    if (until < start) return no('endBeforeStart', 'End', '结束时间早于开始时间', 'The end is before the start');
    if (elapsedSeconds * 1000 > until.getTime() - start.getTime() + ROUNDING_MS) {
      const [zh, en] = ['运行时长超过起止时间之差', 'The run time is longer than from start to end'];
      return no('elapsedTooLong', 'ElapsedRaw', zh, en);
    }
    return { elapsedSeconds, submit, start, end };
  }
}

/** What a file holds may be long; a message quotes its beginning. */
function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
