import { say } from '../terminal';
import { Portal, Refusal, type Surroundings } from './portal';

export type Options = Readonly<Record<string, string | true | undefined>>;

/** What a command found: as data for programs, and as text for people. */
export interface Answer {
  readonly data: unknown;
  readonly text: string;
  readonly exitCode?: number;
}

export interface PortalCommand {
  readonly name: string;
  /** Its one argument, as commander writes it. */
  readonly argument?: readonly [name: string, what: string];
  readonly what: string;
  /** The rights that the token needs. */
  readonly needs: readonly string[];
  readonly options: readonly (readonly [flags: string, what: string, byDefault?: string])[];
  readonly example: string;
  run(portal: Portal, argument: string | undefined, options: Options, around: Surroundings): Promise<Answer>;
}

const QUEUE = ['--queue', say('of the centre’s queue, for its staff', '中心受理的申请（仅中心人员）')] as const;
const FIRST = ['--first <number>', say('how many at the most', '最多显示条数'), '50'] as const;

/** What a company's engineers and the centre's operators do every day, over the same operations as the pages. */
export const PORTAL_COMMANDS: readonly PortalCommand[] = [
  {
    name: 'hours', needs: ['compute-balance.read'], options: [], example: 'wutong hours',
    what: say('GPU hours left by class, how fast they go, when they run out.', '各卡型剩余卡时、日均消耗与用尽日期。'),
    run: async (portal) => (await import('./read')).hours(portal),
  },
  {
    name: 'requests', argument: ['[request]', say('one of them, by number or id', '申请编号或 ID')], needs: ['compute-request.read'],
    options: [QUEUE, ['--state <states>', say('only in these states, with commas between', '仅这些状态，逗号分隔')], FIRST], example: 'wutong requests C2026-0012',
    what: say('Compute requests, or one of them with its story.', '算力申请列表，或某份申请的经过。'),
    run: async (portal, wanted, options) => (await import('./read')).requests(portal, wanted, options),
  },
  {
    name: 'request', needs: ['compute-request.read', 'compute-request.edit'],
    options: [
      ['--file <file>', say('the request as JSON; - is standard input', 'JSON 格式的申请；- 为标准输入')],
      ['--draft <request>', say('go on with a draft, by number or id', '继续填写草稿（编号或 ID）')],
      ['--keep-draft', say('save it, do not hand it in', '仅保存草稿，不提交')],
    ],
    example: `wutong request --file request.json\n\nrequest.json:\n  { "gpuClass": "h800", "gpus": 8, "startsAt": "2026-12-07T00:00:00+08:00", "endsAt": "2026-12-21T00:00:00+08:00",\n    "purposeKind": "finetune", "purpose": "…", "answers": { "…": "…" } }`,
    what: say('Hand in a compute request from a file; the same file twice is one request.', '由文件提交算力申请；同一文件重复发送仍是同一份申请。'),
    run: async (...given) => (await import('./send')).request(...given),
  },
  {
    name: 'jobs', needs: ['compute-balance.read'],
    options: [
      ['--grant <request>', say('of one grant, by number or id', '某份批准，编号或 ID')], ['--month <month>', say('as 2026-10', '如 2026-10')],
      ['--queue', say('look for the number among the centre’s requests', '在中心受理的申请中查找编号')], FIRST,
    ],
    example: 'wutong jobs --grant C2026-0012',
    what: say('Metered jobs, those that began last first.', '计量的作业，最近开始的在前。'),
    run: async (portal, _, options) => (await import('./read')).jobs(portal, options),
  },
  {
    name: 'push-usage', argument: ['[file]', say('what sacct --parsable2 or sacct --json wrote; standard input when left out or -', 'sacct --parsable2 或 --json 的输出；省略或 - 为标准输入')],
    needs: ['usage.send'],
    options: [['--cluster <name>', say('where the records do not name it', '记录中未写明时的集群名')], ['--time-zone <zone>', say('of the times in it; UTC when not said', '其中时间的时区，默认 UTC')]],
    example: 'sacct --allusers --parsable2 --allocations --format=… | wutong push-usage --cluster hall-a',
    what: say('Send accounting records of Slurm; sending them again changes nothing. Exit code 1 when lines were not taken.', '上报 Slurm 记账数据，重复上报不会重复计量；有未采用的行时退出码为 1。'),
    run: async (...given) => (await import('./send')).pushUsage(...given),
  },
  {
    name: 'statement', argument: ['<month>', say('as 2026-10', '如 2026-10')], needs: ['compute-cost.read'],
    options: [
      ['--pdf', say('as PDF (so it is when nothing is said)', 'PDF（默认）')], ['--csv', say('for a spreadsheet', '表格文件')], ['--focus', say('in FOCUS 1.2', 'FOCUS 1.2 格式')],
      ['--number <number>', say('which, when there are several', '有多份时的账单编号')], ['-o, --output <file>', say('where to save it', '保存路径')],
    ],
    example: 'wutong statement 2026-10 --csv',
    what: say('Save the statement of a month.', '保存某月账单。'),
    run: async (...given) => (await import('./send')).statement(...given),
  },
];

/** Runs one; gives the exit code: 1 when the portal refused, each fault on a line. Throws a CommandError when it could not be asked. */
export async function runPortalCommand(command: PortalCommand, argument: string | undefined, options: Options, around: Surroundings): Promise<number> {
  try {
    const { data, text, exitCode = 0 } = await command.run(new Portal(around), argument, options, around);
    around.out(options['json'] ? `${JSON.stringify(data, null, 2)}\n` : text);
    return exitCode;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const line of error.lines) around.err(`${line}\n`);
    return 1;
  }
}
