import { decodeUploadText } from '@wutong/core-shared';
import { JobCollector } from './job-collector';
import type { ParsedUsage, UsageOptions } from './job-record';
import { PAUSE_AFTER, withoutPauses, type WithPauses } from './pauses';
import { limitOfMinutes, readElapsed, readLimit, readTime, readTres, readWhole } from './slurm-values';

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
  const layout = layoutOf(columns);
  const tres = new Map<string, ReturnType<typeof readTres>>();
  for (let i = hasHeader ? first + 1 : first; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const cells = (trailing ? line.replace(/\|$/, '') : line).split('|');
    readLine(jobs, i + 1, layout, cells, i === lines.length - 1, options, tres);
    if (i % PAUSE_AFTER === 0) yield;
  }
  return jobs.result();
}

const READ = [
  'jobidraw', 'jobid', 'dbindex', 'cluster', 'account', 'user', 'state', 'alloctres', 'elapsedraw', 'elapsed', 'submit', 'start',
  'end', 'nnodes', 'exitcode', 'timelimit', 'timelimitraw',
] as const;

/** Where the columns that are read stand; −1 for one that is not there. */
interface Layout {
  readonly columns: readonly string[];
  readonly at: Readonly<Record<(typeof READ)[number], number>>;
}

function layoutOf(columns: readonly string[]): Layout {
  return { columns, at: Object.fromEntries(READ.map((name) => [name, columns.lastIndexOf(name)])) as Layout['at'] };
}

function readLine(
  jobs: JobCollector,
  line: number,
  { columns, at }: Layout,
  given: readonly string[],
  unended: boolean,
  options: UsageOptions,
  /** Lists of resources that were read already: a few of them stand in most lines. */
  tres: Map<string, ReturnType<typeof readTres>>,
): void {
  // A job's name may hold the separator; as the last column it can take what is over.
  const last = columns.at(-1) ?? '';
  const cells =
    last === 'jobname' && given.length > columns.length
      ? [...given.slice(0, columns.length - 1), given.slice(columns.length - 1).join('|')]
      : given;
  if (unended && (cells.length < columns.length || !SAFE_AT_THE_END.has(last))) {
    const zh = '最后一行没有换行符，可能被截断，未计入；请重新导出';
    jobs.report(line, 'truncatedLine', null, zh, 'The last line has no line end and may be cut off; export it again');
    return;
  }
  if (cells.length !== columns.length) {
    const [expected, actual] = [columns.length, cells.length];
    const en = `${expected} columns expected, ${actual} found`;
    jobs.report(line, 'wrongColumnCount', null, `应有 ${expected} 列，实有 ${actual} 列`, en);
    return;
  }
  const cell = (index: number): string => (index < 0 ? '' : (cells[index] ?? '').trim());
  const jobId = cell(at.jobid) || cell(at.jobidraw);
  const jobIdRaw = cell(at.jobidraw) || jobId;
  if (jobIdRaw.includes('.') || jobId.includes('.')) {
    jobs.step();
    return;
  }
  const timeZone = options.timeZone ?? 'UTC';
  const tresText = cell(at.alloctres);
  if (!tres.has(tresText)) tres.set(tresText, readTres(tresText));
  const allocTres = tres.get(tresText);
  jobs.add(line, {
    cluster: cell(at.cluster) || (options.cluster ?? ''),
    jobIdRaw,
    jobId,
    dbIndex: readWhole(cell(at.dbindex)) === undefined ? null : cell(at.dbindex),
    account: cell(at.account),
    user: cell(at.user),
    state: cell(at.state),
    allocTres,
    elapsedSeconds: at.elapsedraw >= 0 ? readWhole(cell(at.elapsedraw)) : readElapsed(cell(at.elapsed)),
    limitSeconds: at.timelimitraw >= 0 ? limitOfMinutes(readWhole(cell(at.timelimitraw))) : readLimit(cell(at.timelimit)),
    submit: readTime(cell(at.submit), timeZone),
    start: readTime(cell(at.start), timeZone),
    end: readTime(cell(at.end), timeZone),
    nodes: readWhole(cell(at.nnodes)) ?? readWhole(allocTres?.['node'] ?? '') ?? 0,
    exitCode: cell(at.exitcode),
  });
}
