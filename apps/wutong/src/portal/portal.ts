import { CommandError, language, say } from '../terminal';

/** What a command of a running portal is given beside its own arguments. */
export interface Surroundings {
  /** Of the portal. */
  readonly url: string;
  readonly token: string | undefined;
  readText(path: string): Promise<string>;
  writeFile(path: string, content: Uint8Array): Promise<void>;
  out(text: string): void;
  err(text: string): void;
}

interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly field?: string };
}
export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlError[];
}

/** What the portal refused, a line for each fault, with its field where there is one. */
export class Refusal extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** A running portal, asked as the person whose API token it is. Throws a CommandError when it cannot be asked. */
export class Portal {
  constructor(private readonly around: Pick<Surroundings, 'url' | 'token'>) {
    if (around.token) return;
    throw new CommandError(say('Put an API token into WUTONG_TOKEN; you make one in the portal under your account.', '请将 API 令牌放入环境变量 WUTONG_TOKEN；令牌可在门户的个人账户中创建。'));
  }

  /** The data of an operation. Throws a Refusal. */
  async data<T>(query: string, variables: object = {}, idempotencyKey?: string): Promise<T> {
    const { data, errors } = await this.graphql(JSON.stringify({ query, variables }), idempotencyKey);
    if (errors?.length) throw new Refusal(errors.map(({ message, extensions }) => (extensions?.field ? `${extensions.field}: ${message}` : message)));
    return data as T;
  }

  async graphql(body: string, idempotencyKey?: string): Promise<GraphqlAnswer> {
    const headers = { 'content-type': 'application/json', ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}) };
    const response = await this.send('/graphql', { method: 'POST', body, headers });
    const answer = (await response.json().catch(() => null)) as (GraphqlAnswer & { message?: string }) | null;
    if (answer && ('data' in answer || answer.errors)) return answer;
    if (response.status === 401) throw noSuchToken();
    throw new CommandError(answer?.message ?? say(`${this.around.url} answered ${response.status}, and no portal does so.`, `${this.around.url} 返回 ${response.status}，并非门户的应答。`));
  }

  async send(path: string, { headers, ...more }: { method?: string; body?: string; headers?: Record<string, string> } = {}): Promise<Response> {
    const { url, token } = this.around;
    try {
      return await fetch(new URL(path, url), { ...more, redirect: 'error', headers: { ...headers, 'accept-language': language, authorization: `Bearer ${token}` } });
    } catch (error) {
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      throw new CommandError(say(`The portal at ${url} did not answer: ${why}`, `${url} 的门户没有应答：${why}`));
    }
  }
}

/** Why an answer without GraphQL is none, in the portal's words. */
export async function refusalOf(response: Response): Promise<Error> {
  if (response.status === 401) return noSuchToken();
  const said = (await response.json().catch(() => null)) as { message?: string } | null;
  return new Refusal([said?.message ?? `HTTP ${response.status}`]);
}

export function fileText({ readText }: Pick<Surroundings, 'readText'>, file: string): Promise<string> {
  return readText(file).catch((error: Error) => {
    throw new CommandError(say(`${file} cannot be read: ${error.message}`, `无法读取 ${file}：${error.message}`));
  });
}

function noSuchToken(): CommandError {
  return new CommandError(say('The portal does not accept the token in WUTONG_TOKEN.', '门户不接受 WUTONG_TOKEN 中的令牌。'));
}
