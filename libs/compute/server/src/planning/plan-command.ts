import { parseArgs } from 'node:util';
import { z } from 'zod';
import { exampleWorld } from './example-world';
import { firstComePlan } from './first-come';
import { HighsSolver } from './highs';
import { checkByHighs, type Agreement } from './highs-check';
import { planByMilp, type MilpReport } from './milp';
import { parseInput, parseWorld } from './parse-world';
import { planWorld, previousLines, type Plan } from './plan';
import { say, type Language } from './plan-text';
import { checkLine, firstComeTables, milpLine, planTables, whatIfTables } from './plan-tables';
import { buildProblem } from './problem';
import { settle } from './settle';
import { changesSchema, whatIf, type WhatIf } from './what-if';
import { worldSchema, type World } from './world';
import { WorldError } from './world-checks';

/** What the command needs of its surroundings. */
export interface PlanIo {
  readText(path: string): Promise<string>;
  out(text: string): void;
  err(text: string): void;
}

/** Exit codes: 0 planned, 1 the input is wrong, 2 the command line is wrong, 3 HiGHS disagrees. */
export const exitCodes = { ok: 0, input: 1, usage: 2, disagreement: 3 } as const;

/** The search for choices stops when it is proven to be within one per cent of the best. */
const MILP_GAP = 0.01;

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  example: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'first-come': { type: 'boolean', default: false },
  'what-if': { type: 'string' },
  milp: { type: 'string' },
  check: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'en' },
} as const;

/** `wutong plan`: reads a world, prints the plan. Nothing but `io` is touched; gives the exit code. */
export async function runPlanCommand(argv: readonly string[], io: PlanIo): Promise<number> {
  const parsed = parseCommand(argv);
  if ('problem' in parsed) {
    io.err(`${parsed.problem}\n${usage('en')}`);
    return exitCodes.usage;
  }
  const { values, positionals, language, seconds } = parsed;
  if (values.help) {
    io.out(`${usage(language)}\n${changeHelp(language)}\n${fieldHelp(language)}`);
    return exitCodes.ok;
  }
  if (values.example) {
    io.out(`${JSON.stringify(exampleWorld(), null, 2)}\n`);
    return exitCodes.ok;
  }
  try {
    const world = parseWorld(await readJson(io, positionals[0]!));
    const changes = values['what-if'] === undefined ? undefined : await readJson(io, values['what-if']);
    const results = await plans(world, {
      firstCome: values['first-come'],
      changes,
      seconds,
      check: values.check,
    });
    io.out(values.json ? `${JSON.stringify(printable(results), null, 2)}\n` : tables(results, language));
    return results.check && !results.check.agrees ? exitCodes.disagreement : exitCodes.ok;
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    for (const issue of error.issues) io.err(`${issue.path}: ${say(language, issue.en, issue['zh-CN'])}\n`);
    return exitCodes.input;
  }
}

function parseCommand(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const language = languageOf(values.lang);
    const seconds = values.milp === undefined ? undefined : Number(values.milp);
    if (!language) return { problem: `--lang ${values.lang}: en, zh` };
    if (seconds !== undefined && !(seconds > 0)) return { problem: `--milp ${values.milp}: seconds` };
    if (!values.help && !values.example && positionals.length !== 1) return { problem: 'one world.json is needed' };
    return { values, positionals, language, seconds };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function languageOf(name: string): Language | undefined {
  if (name === 'en') return 'en';
  return name === 'zh' || name === 'zh-CN' ? 'zh' : undefined;
}

/** Reads a JSON document; a missing file or broken JSON is an input problem of that document. */
async function readJson(io: PlanIo, path: string): Promise<unknown> {
  try {
    return JSON.parse(await io.readText(path)) as unknown;
  } catch (error) {
    const { message } = error as Error;
    throw new WorldError([{ path, en: message, 'zh-CN': `无法读取：${message}` }]);
  }
}

interface Results {
  readonly plan: Plan;
  readonly firstCome?: Plan;
  readonly whatIf?: WhatIf;
  readonly milp?: MilpReport;
  readonly check?: Agreement;
}

async function plans(
  world: World,
  wanted: { firstCome: boolean; changes: unknown; seconds: number | undefined; check: boolean },
): Promise<Results> {
  const { plan, milp } =
    wanted.seconds === undefined
      ? { plan: planWorld(world), milp: undefined }
      : await planByMilp(world, { seconds: wanted.seconds, gap: MILP_GAP });
  return {
    plan,
    ...(milp && { milp }),
    ...(wanted.firstCome && { firstCome: firstComePlan(world) }),
    ...(wanted.changes !== undefined && { whatIf: whatIf(world, parseInput(changesSchema, wanted.changes)) }),
    ...(wanted.check && { check: await check(world) }),
  };
}

async function check(world: World): Promise<Agreement> {
  const problem = buildProblem(world);
  const { allocation, placement } = settle(problem, previousLines(problem));
  const solver = new HighsSolver();
  try {
    return await checkByHighs(solver, problem, allocation, placement.lines);
  } finally {
    await solver.close();
  }
}

/** The plan alone, or an object of everything that was asked for. */
function printable(results: Results): unknown {
  return Object.keys(results).length === 1 ? results.plan : results;
}

function tables({ plan, firstCome, whatIf: tried, milp, check: checked }: Results, language: Language): string {
  return [
    planTables(plan, language),
    ...(firstCome ? [firstComeTables(plan, firstCome, language)] : []),
    ...(tried ? [whatIfTables(tried, language)] : []),
    ...(milp ? [milpLine(milp, language)] : []),
    ...(checked ? [checkLine(checked, language)] : []),
  ].join('\n');
}

function usage(language: Language): string {
  return say(
    language,
    `wutong plan WORLD.json [options]

Shares the GPU-hours of all suppliers fairly among tenants, then places them at the least price.

  --example            print a small world to start from
  --json               print the plan as JSON instead of tables
  --first-come         beside it, what first come, first served would do
  --what-if FILE       a JSON list of changes to try out, listed below
  --milp SECONDS       settle one-pool, all-or-nothing and budget rules together by HiGHS, for so long at most
  --check              let HiGHS check the shares and the price independently
  --lang en|zh         language of tables and messages
  -h, --help           this text and every field of a world

Exit code: 0 planned, 1 the input is wrong, 2 the command line is wrong, 3 HiGHS disagrees.
`,
    `wutong plan WORLD.json [选项]

把所有供应商的 GPU 小时公平分配给企业，再按最低费用落到资源池。

  --example            打印一份示例输入
  --json               以 JSON 而非表格输出方案
  --first-come         同时给出“先到先得”对照方案
  --what-if 文件       假设推演：JSON 变更列表，写法见下
  --milp 秒数          用 HiGHS 统筹单一资源池、最低可用量与预算规则，最长运行该时间
  --check              用 HiGHS 独立核对份额与费用
  --lang en|zh         表格与提示的语言
  -h, --help           本说明及输入的全部字段

退出码：0 成功，1 输入有误，2 命令行有误，3 与 HiGHS 不一致。
`,
  );
}

interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly zh?: string;
  readonly properties?: Record<string, SchemaNode>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly additionalProperties?: SchemaNode | boolean;
}

/** Every kind of change and its fields, read off the schema. */
function changeHelp(language: Language): string {
  const { anyOf, oneOf } = (z.toJSONSchema(changesSchema, { io: 'input' }) as SchemaNode).items!;
  const lines = (oneOf ?? anyOf)!.map(({ properties }) => {
    const fields = Object.entries(properties!).map(([name, { const: fixed }]) =>
      fixed === undefined ? `"${name}": …` : `"${name}": ${JSON.stringify(fixed)}`,
    );
    return `  { ${fields.join(', ')} }`;
  });
  return `${say(language, 'Changes of a what-if', '假设推演的变更')}\n\n${lines.join('\n')}\n`;
}

/** Every field of a world: path, type, whether it may be left out, meaning. Read off the schema itself. */
export function fieldHelp(language: Language): string {
  const lines: string[] = [];
  const visit = (node: SchemaNode, path: string, required: boolean): void => {
    if (path) {
      const kind = node.const === undefined ? (node.type ?? '') : JSON.stringify(node.const);
      const optional = required ? '' : say(language, ', optional', '，可省略');
      const fallback = node.default === undefined ? '' : ` = ${JSON.stringify(node.default)}`;
      lines.push(`  ${path}  (${kind}${optional}${fallback})`);
      lines.push(`      ${say(language, node.description ?? '', node.zh ?? '')}`);
    }
    for (const [name, inner] of Object.entries(node.properties ?? {})) {
      visit(inner, path ? `${path}.${name}` : name, node.required?.includes(name) ?? false);
    }
    const { items } = node;
    for (const [name, inner] of Object.entries(items?.properties ?? {})) {
      visit(inner, `${path}[].${name}`, items!.required?.includes(name) ?? false);
    }
  };
  visit(z.toJSONSchema(worldSchema, { io: 'input' }) as SchemaNode, '', true);
  return `${say(language, 'Fields of a world', '输入字段')}\n\n${lines.join('\n')}\n`;
}
