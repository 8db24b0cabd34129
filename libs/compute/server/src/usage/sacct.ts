import { decodeUploadText } from '@wutong/core-shared';
import { getOrInsert } from './get-or-insert';
import { JobCollector } from './job-collector';
import type { ParsedUsage, UsageOptions } from './job-record';
import { PAUSE_AFTER, withoutPauses, type WithPauses } from './pauses';
import { type GpusRead, limitOfMinutes, readElapsed, readGpus, readLimit, readTime, readTres, readWhole } from './slurm-values';

/** The columns that XDMoD asks sacct for, in its order; such files have no header. */
export const XDMOD_COLUMNS: readonly string[] = (
  'jobid jobidraw cluster partition qos account group gid user uid submit eligible start end elapsed exitcode state ' +
  'nnodes ncpus reqcpus reqmem reqtres alloctres timelimit nodelist jobname'
).split(' ');

const NEEDED: readonly (readonly string[])[] = [
  ['JobIDRaw', 'JobID'],
  ['Account'],
  ['State'],
  ['AllocTRES'],
  ['ElapsedRaw', 'Elapsed'],
  ['Start'],
  ['End'],
];
/** A last line without its line end is only taken when it cannot have lost a part that is metered. */
const SAFE_AT_THE_END = new Set(['jobname', 'exitcode', 'nodelist', 'admincomment', 'wckey', 'reservation', 'qos']);

/**
 * Reads the output of `sacct --parsable2`, with any columns in any order by its header, or without header in XDMoD's
 * order. Bytes may be UTF-8, UTF-16 or GB18030. Every good line is taken, every bad one is a problem that names line
 * and column.
 *
 * Rules: https://slurm.schedmd.com/sacct.html. Steps repeat the GPUs of their job and are passed over. Waiting jobs use
 * nothing. Times have no zone of their own: `options.timeZone`, default UTC.
 *
 * @throws RangeError when `options.timeZone` is no zone.
 */
export function parseSacct(input: string | Uint8Array, options: UsageOptions): ParsedUsage {
  return withoutPauses(readSacct(input, options));
}

/** As `parseSacct`, with pauses. */
export function* readSacct(input: string | Uint8Array, options: UsageOptions): WithPauses<ParsedUsage> {
  const jobs = new JobCollector(options);
  const text = typeof input === 'string' ? input.replace(/^\uFEFF/, '') : decodeUploadText(input)?.text;
  if (text === undefined) {
    jobs.report(0, 'notText', null, '这不是文本文件，请上传 sacct 的输出', 'This is no text; upload the output of sacct');
    return jobs.result();
  }
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) {
    jobs.report(0, 'empty', null, '文件是空的', 'The file is empty');
    return jobs.result();
  }
  const header = (lines[first] ?? '').split('|');
  const hasHeader = header.some((name) => /^jobid(raw)?$/i.test(name));
  const names = hasHeader ? header.map((name) => name.trim().toLowerCase()) : XDMOD_COLUMNS;
  const trailing = names.at(-1) === '';
  const columns = trailing ? names.slice(0, -1) : names;
  if (!hasHeader && (header.length < columns.length || !/^\d+$/.test(header[1] ?? ''))) {
    const en = 'The first line must name the columns, JobIDRaw among them';
    jobs.report(first + 1, 'missingColumn', 'JobIDRaw', '第一行应为列名（含 JobIDRaw）', en);
    return jobs.result();
  }
  const missing = NEEDED.filter((choices) => !choices.some((name) => columns.includes(name.toLowerCase())));
  if (options.cluster === undefined && !columns.includes('cluster')) missing.push(['Cluster']);
  for (const [name = ''] of missing) {
    jobs.report(first + 1, 'missingColumn', name, `缺少列 ${name}`, `The column ${name} is missing`);
  }
  if (missing.length > 0) return jobs.result();
  const reader = new LineReader(jobs, columns, options);
  for (let i = hasHeader ? first + 1 : first; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (line.trim() !== '') reader.read(i + 1, trailing && line.endsWith('|') ? line.slice(0, -1) : line, i === lines.length - 1);
    if (i % PAUSE_AFTER === 0) yield;
  }
  return jobs.result();
}

const READ = [
  'jobidraw', 'jobid', 'cluster', 'account', 'user', 'state', 'alloctres', 'elapsedraw', 'elapsed', 'start', 'end', 'timelimit', 'timelimitraw',
] as const;

/** Reads lines of given columns, only the cells that are needed: a month has half a million lines. */
class LineReader {
  /** Where the columns that are read stand; −1 for one that is not there. */
  private readonly at: Readonly<Record<(typeof READ)[number], number>>;
  private line = '';
  /** Where the cells of the line begin, and one behind its end. */
  private readonly begins: number[] = [];
  /** Texts that stand in many lines, each kept once. */
  private readonly texts = new Map<string, string>();
  private readonly gpus = new Map<string, GpusRead>();

  constructor(
    private readonly jobs: JobCollector,
    private readonly columns: readonly string[],
    private readonly options: UsageOptions,
  ) {
    this.at = Object.fromEntries(READ.map((name) => [name, columns.lastIndexOf(name)])) as LineReader['at'];
  }

  read(number: number, line: string, isUnended: boolean): void {
    const found = this.split(line);
    const expected = this.columns.length;
    const last = this.columns.at(-1) ?? '';
    if (isUnended && (found < expected || !SAFE_AT_THE_END.has(last))) {
      const zh = '最后一行没有换行符，可能被截断，未计入；请重新导出';
      this.jobs.report(number, 'truncatedLine', null, zh, 'The last line has no line end and may be cut off; export it again');
      return;
    }
    // A job's name may hold the separator; as the last column it can take what is over.
    if (found !== expected && !(found > expected && last === 'jobname')) {
      const en = `${expected} columns expected, ${found} found`;
      this.jobs.report(number, 'wrongColumnCount', null, `应有 ${expected} 列，实有 ${found} 列`, en);
      return;
    }
    const { at, options } = this;
    const jobId = this.cell(at.jobid) || this.cell(at.jobidraw);
    const raw = this.cell(at.jobidraw);
    const jobIdRaw = raw === '' || raw === jobId ? jobId : raw;
    if (jobIdRaw.includes('.') || jobId.includes('.')) {
      this.jobs.step();
      return;
    }
    const timeZone = options.timeZone ?? 'UTC';
    this.jobs.add(number, {
      cluster: this.once(at.cluster) || (options.cluster ?? ''),
      jobIdRaw,
      jobId,
      account: this.once(at.account),
      user: this.once(at.user),
      state: this.once(at.state),
      gpus: this.gpusOf(this.cell(at.alloctres)),
      elapsedSeconds: at.elapsedraw >= 0 ? readWhole(this.cell(at.elapsedraw)) : readElapsed(this.cell(at.elapsed)),
      limitSeconds: at.timelimitraw >= 0 ? limitOfMinutes(readWhole(this.cell(at.timelimitraw))) : readLimit(this.cell(at.timelimit)),
      start: readTime(this.cell(at.start), timeZone),
      end: readTime(this.cell(at.end), timeZone),
    });
  }

  /** Finds the cells of a line; gives how many. */
  private split(line: string): number {
    this.line = line;
    let cells = 0;
    this.begins[0] = 0;
    for (let bar = line.indexOf('|'); bar >= 0; bar = line.indexOf('|', bar + 1)) this.begins[(cells += 1)] = bar + 1;
    this.begins[(cells += 1)] = line.length + 1;
    return cells;
  }

  /** A cell without the spaces around it; empty for a column that is not there. */
  private cell(index: number): string {
    if (index < 0) return '';
    let [begin, end] = [this.begins[index] ?? 0, (this.begins[index + 1] ?? 0) - 1];
    while (begin < end && isBlank(this.line.charCodeAt(begin))) begin += 1;
    while (begin < end && isBlank(this.line.charCodeAt(end - 1))) end -= 1;
    return this.line.slice(begin, end);
  }

  /** A cell whose text is that of many lines. */
  private once(index: number): string {
    const text = this.cell(index);
    return getOrInsert(this.texts, text, () => text);
  }

  private gpusOf(tres: string): GpusRead {
    return getOrInsert(this.gpus, tres, () => readGpus(readTres(tres)));
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
