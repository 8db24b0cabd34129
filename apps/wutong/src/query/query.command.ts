import { CommandError, language, say } from '../terminal';

export interface QueryOptions {
  /** A file that holds the query. */
  readonly file?: string;
  /** JSON. */
  readonly variables?: string;
  /** Of the portal. */
  readonly url: string;
}

export interface QuerySurroundings {
  readonly token: string | undefined;
  readText(path: string): Promise<string>;
  out(text: string): void;
  err(text: string): void;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
}

/**
 * Asks a running portal in GraphQL, as the person whose API token it is, and prints what it answers as JSON. Gives the exit
 * code: 1 when the portal refused, each of its errors on a line. Throws a CommandError when it could not be asked.
 */
export async function queryCommand(given: string | undefined, { file, variables, url }: QueryOptions, around: QuerySurroundings): Promise<number> {
  if ((given === undefined) === (file === undefined)) throw new CommandError(say('Give either a query or a file with -f.', '请给出查询语句，或用 -f 指定文件，二者择一。'));
  if (!around.token) {
    throw new CommandError(say('Put an API token into WUTONG_TOKEN; you make one in the portal under your account.', '请将 API 令牌放入环境变量 WUTONG_TOKEN；令牌可在门户的个人账户中创建。'));
  }
  const query = given ?? (await textOf(file ?? '', around));
  const body = JSON.stringify({ query, ...(variables === undefined ? {} : { variables: variablesOf(variables) }) });
  const { data, errors } = await ask(url, around.token, body);
  for (const { message, path } of errors ?? []) around.err(`${path?.length ? `${path.join('.')}: ` : ''}${message}\n`);
  if (errors?.length) return 1;
  around.out(`${JSON.stringify(data, null, 2)}\n`);
  return 0;
}

async function textOf(file: string, { readText }: QuerySurroundings): Promise<string> {
  return readText(file).catch((error: Error) => {
    throw new CommandError(say(`${file} cannot be read: ${error.message}`, `无法读取 ${file}：${error.message}`));
  });
}

function variablesOf(text: string): object {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new CommandError(say(`--variables is a JSON object, as '{"id": "…"}'.`, `--variables 须为 JSON 对象，如 '{"id": "…"}'。`));
}

async function ask(url: string, token: string, body: string): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(new URL('/graphql', url), {
      method: 'POST', body, redirect: 'error',
      headers: { 'content-type': 'application/json', 'accept-language': language, authorization: `Bearer ${token}` },
    });
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new CommandError(say(`The portal at ${url} did not answer: ${why}`, `${url} 的门户没有应答：${why}`));
  }
  const answer = (await response.json().catch(() => null)) as (Answer & { message?: string }) | null;
  if (answer && ('data' in answer || answer.errors)) return answer;
  if (response.status === 401) throw new CommandError(say('The portal does not accept the token in WUTONG_TOKEN.', '门户不接受 WUTONG_TOKEN 中的令牌。'));
  throw new CommandError(answer?.message ?? say(`${url} answered ${response.status}, and no portal does so.`, `${url} 返回 ${response.status}，并非门户的应答。`));
}
