import { createHash } from 'node:crypto';
import { CommandError, say } from '../terminal';
import type { Answer, Options } from './commands';
import { fileText, Refusal, refusalOf, type Portal, type Surroundings } from './portal';
import { requestId } from './read';

interface Draft {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
}
interface Problem {
  readonly field: string;
  readonly message: string;
}

const HAND_IN = `mutation ($input: ComputeRequestMoveInput!) { submitComputeRequest(input: $input) {
  __typename ... on ComputeRequest { id number state } ... on ComputeRequestProblems { problems { field message } } } }`;

/**
 * Begins a request from a file, or takes a draft that is there, and hands it in. The same file sent again is the same request.
 * What stands against it is told by field, and the draft is kept.
 */
export async function request(portal: Portal, _: string | undefined, { file, draft, keepDraft }: Options, around: Surroundings): Promise<Answer> {
  if (typeof file !== 'string') throw new CommandError(say('Name the request’s file with --file; - reads it from standard input.', '请用 --file 指定申请文件；- 表示标准输入。'));
  const text = await fileText(around, file);
  const wish = wishOf(text);
  const key = createHash('sha256').update(text).digest('hex');
  const id = typeof draft === 'string'
    ? await requestId(portal, draft, false)
    : (await portal.data<{ startComputeRequest: { id: string } }>('mutation { startComputeRequest { id } }', {}, key)).startComputeRequest.id;
  const { computeRequest: begun } = await portal.data<{ computeRequest: Draft }>('query ($id: ID!) { computeRequest(id: $id) { id number state version } }', { id });
  if (begun.state !== 'draft') return { data: begun, text: say(`${begun.number} has been handed in already: ${begun.state}.\n`, `${begun.number} 此前已提交，状态：${begun.state}。\n`) };
  try {
    await portal.data('mutation ($input: SaveComputeRequestInput!) { saveComputeRequest(input: $input) { id } }', { input: { ...wish, id } });
    if (keepDraft) return { data: begun, text: say(`${begun.number} is a draft.\n`, `${begun.number} 已存为草稿。\n`) };
    const { submitComputeRequest: done } = await portal.data<{ submitComputeRequest: Draft & { problems?: readonly Problem[] } }>(HAND_IN, { input: { id, version: begun.version } });
    if (done.problems) throw new Refusal(done.problems.map(({ field, message }) => `${field}: ${message}`));
    return { data: done, text: say(`${done.number} has been handed in.\n`, `${done.number} 已提交。\n`) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal([...error.lines, say(`The draft ${begun.number} is kept. Mend the file and add --draft ${begun.number}.`, `草稿 ${begun.number} 已保留。请修改文件后加 --draft ${begun.number} 重新发送。`)]);
  }
}

/** The file's fields are those of SaveComputeRequestInput, and `gpuHours` for `amountMh`. */
function wishOf(text: string): object {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) {
      const { gpuHours, ...wish } = found as { gpuHours?: unknown };
      return typeof gpuHours === 'number' ? { ...wish, amountMh: String(Math.round(gpuHours * 1000)) } : found;
    }
  } catch (error) {
    throw new CommandError(say(`The file is no JSON: ${(error as Error).message}`, `文件不是 JSON：${(error as Error).message}`));
  }
  throw new CommandError(say('The file is a JSON object with the fields of a request.', '文件须为包含申请字段的 JSON 对象。'));
}

interface Report {
  readonly records: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly parked: number;
  readonly passedOver: number;
  readonly problemCount: number;
  readonly problems: readonly (Problem & { readonly line: number })[];
}

/** Sends accounting records of Slurm: the text or the JSON of sacct. Lines that were not taken are told, with exit code 1. */
export async function pushUsage(portal: Portal, file: string | undefined, { cluster, timeZone }: Options, around: Surroundings): Promise<Answer> {
  const body = await fileText(around, file ?? '-');
  const about = new URLSearchParams();
  for (const [name, value] of Object.entries({ cluster, timeZone })) if (typeof value === 'string') about.set(name, value);
  const type = /^\s*\{/.test(body) ? 'application/json' : 'text/plain';
  const response = await portal.send(`/v1/usage?${about.toString()}`, { method: 'POST', body, headers: { 'content-type': type } });
  if (!response.ok && response.status !== 422) throw await refusalOf(response);
  const data = (await response.json()) as Report;
  if (!Array.isArray(data.problems)) throw new Refusal([(data as { message?: string }).message ?? `HTTP ${response.status}`]);
  for (const { line, field, message } of data.problems) around.err(`${[line || '', field ?? ''].filter(Boolean).join(' ')}: ${message}\n`);
  if (data.problemCount > data.problems.length) around.err(say(`… and ${data.problemCount - data.problems.length} more\n`, `……另有 ${data.problemCount - data.problems.length} 处\n`));
  const { records, added, updated, unchanged, parked, passedOver, problemCount } = data;
  return {
    data, exitCode: problemCount > 0 ? 1 : 0,
    text: say(
      `${records} runs read: ${added} new, ${updated} changed, ${unchanged} known, ${parked} of unknown accounts. ${passedOver} without GPUs, ${problemCount} problems.\n`,
      `读取 ${records} 条：新增 ${added}，更新 ${updated}，已有 ${unchanged}，账户待认领 ${parked}；无 GPU ${passedOver}，问题 ${problemCount}。\n`,
    ),
  };
}

interface Statement {
  readonly id: string;
  readonly number: string;
  readonly organisation: { readonly nameZh: string; readonly nameEn: string };
}

/** Saves the statement of a month as PDF, or with `--csv` or `--focus` as a table. */
export async function statement(portal: Portal, month: string | undefined, { csv, focus, output, number }: Options, around: Surroundings): Promise<Answer> {
  const { chargeStatements: { nodes } } = await portal.data<{ chargeStatements: { nodes: Statement[] } }>(
    'query ($month: String) { chargeStatements(month: $month, first: 200) { nodes { id number month chargedFen fundedFen dueFen organisation { nameZh nameEn } } } }', { month },
  );
  const wanted = nodes.filter((one) => typeof number !== 'string' || one.number === number);
  const [found] = wanted;
  if (!found) throw new Refusal([say(`There is no statement of ${month} yet.`, `${month} 尚无账单。`)]);
  if (wanted.length > 1) {
    throw new Refusal([say('There are several; name one with --number:', '有多份账单，请用 --number 指定：'), ...wanted.map((one) => `${one.number}  ${say(one.organisation.nameEn, one.organisation.nameZh)}`)]);
  }
  const format = focus ? 'focus' : csv ? 'csv' : 'pdf';
  const response = await portal.send(`/v1/statements/${found.id}/${format}`);
  if (!response.ok) throw await refusalOf(response);
  const named = /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const path = typeof output === 'string' ? output : (named ?? `${found.number}.${format}`);
  await around.writeFile(path, new Uint8Array(await response.arrayBuffer())).catch((error: Error) => {
    throw new CommandError(say(`${path} cannot be written: ${error.message}`, `无法写入 ${path}：${error.message}`));
  });
  return { data: { ...found, file: path }, text: `${path}\n` };
}
