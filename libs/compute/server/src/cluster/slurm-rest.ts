import { ClusterError, firstLine } from './cluster-error';
import { httpCall, type HttpAnswer, type HttpCall } from './http-call';

/**
 * The versions of slurmrestd's data that this client reads: v0.0.38 is Slurm 22.05, v0.0.40 is 23.11, v0.0.46 is 26.11.
 * v0.0.39 was removed from Slurm and is left out. https://slurm.schedmd.com/rest.html
 */
export const KNOWN_VERSIONS = ['v0.0.38', 'v0.0.40', 'v0.0.41', 'v0.0.42', 'v0.0.43', 'v0.0.44', 'v0.0.45', 'v0.0.46'] as const;
export type SlurmRestVersion = (typeof KNOWN_VERSIONS)[number];

export interface SlurmRestOptions {
  readonly url: string;
  readonly userName: string;
  /** A token for now; asked for before each call, as tokens end. */
  readonly token: () => Promise<string>;
  /** What was negotiated last. */
  readonly version?: SlurmRestVersion | null;
  readonly timeoutMs?: number;
  /** A certificate (PEM) of the authority behind the server's own. */
  readonly ca?: string | undefined;
}

export type Loose = Readonly<Record<string, unknown>>;
type Part = 'slurm' | 'slurmdb';

/**
 * slurmrestd over HTTP. The version is the highest that both sides know, found once and again when the server stops
 * knowing it (an upgrade). An answer with status 200 may carry `errors`: then it is an error, whatever else it says.
 * Reads are tried a second time when the connection broke; writes never are.
 */
export class SlurmRest {
  private negotiated: SlurmRestVersion | null;

  constructor(private readonly options: SlurmRestOptions) {
    this.negotiated = options.version ?? null;
  }

  /** Asks the server which versions it has. Throws CLUSTER_UNKNOWN_VERSION when none is common. */
  async negotiate(): Promise<SlurmRestVersion> {
    const answer = await this.call('GET', '/openapi/v3');
    const { paths } = read(answer);
    const offered = new Set<string>();
    for (const path of Object.keys(isLoose(paths) ? paths : {})) {
      const version = /^\/slurmdb\/(v\d+\.\d+\.\d+)\//.exec(path)?.[1];
      if (version) offered.add(version);
    }
    const version = KNOWN_VERSIONS.findLast((known) => offered.has(known));
    if (!version) throw noCommonVersion([...offered].sort());
    this.negotiated = version;
    return version;
  }

  /** The version in use, negotiated if it was not. */
  async version(): Promise<SlurmRestVersion> {
    return this.negotiated ?? this.negotiate();
  }

  /** `get('slurmdb', 'jobs/', { account })`; gives the document without errors. */
  async get(part: Part, path: string, query: Readonly<Record<string, string>> = {}): Promise<Loose> {
    try {
      return await this.versioned('GET', part, path, query);
    } catch (error) {
      if (!(error instanceof ClusterError) || error.code !== 'CLUSTER_UNREACHABLE') throw error;
      return this.versioned('GET', part, path, query);
    }
  }

  post(part: Part, path: string, body: object): Promise<Loose> {
    return this.versioned('POST', part, path, {}, body);
  }

  delete(part: Part, path: string, query: Readonly<Record<string, string>> = {}): Promise<Loose> {
    return this.versioned('DELETE', part, path, query);
  }

  private async versioned(
    method: HttpCall['method'], part: Part, path: string, query: Readonly<Record<string, string>>, body?: object,
  ): Promise<Loose> {
    const at = async (): Promise<string> => `/${part}/${await this.version()}/${path}`;
    const first = await at();
    let answer = await this.call(method, first, query, body);
    if (answer.status === 404) {
      // A path of a version that is gone was not carried out; anything else that is missing answers 404 again.
      await this.negotiate();
      const second = await at();
      if (second !== first) answer = await this.call(method, second, query, body);
    }
    return read(answer);
  }

  private async call(
    method: HttpCall['method'], path: string, query: Readonly<Record<string, string>> = {}, body?: object,
  ): Promise<HttpAnswer> {
    const { userName, token, timeoutMs = 60_000, ca } = this.options;
    const url = new URL(this.options.url.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = {
      'x-slurm-user-name': userName, 'x-slurm-user-token': await token(), accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    };
    return httpCall({ method, url, headers, timeoutMs, ca, ...(body ? { body } : {}) });
  }
}

/** The document of an answer. Throws CLUSTER_UNAUTHORISED, CLUSTER_REFUSED or CLUSTER_BAD_ANSWER. */
function read({ status, text }: HttpAnswer): Loose {
  const document = documentOf(text);
  const error = document && errorOf(document);
  if (status === 401 || status === 403 || /authentication|invalid token|expired/i.test(error ?? '')) throw unauthorised(error ?? firstLine(text));
  if (error) throw refused(error);
  if (status < 200 || status >= 300) throw refused(`HTTP ${status} ${firstLine(text)}`);
  if (document) return document;
  throw new ClusterError(
    'CLUSTER_BAD_ANSWER', 'The server did not answer with JSON. Check that the address is slurmrestd’s and not a web page’s.',
    '服务器返回的不是 JSON。请确认该地址是 slurmrestd，而不是网页。',
  );
}

function errorOf({ errors }: Loose): string | undefined {
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const [first] = errors as unknown[];
  if (!isLoose(first)) return firstLine(String(first));
  const { description, error } = first;
  return [description, error].filter((one) => typeof one === 'string' && one !== '').join(': ') || 'error';
}

function documentOf(text: string): Loose | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isLoose(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unauthorised(words: string): ClusterError {
  return new ClusterError(
    'CLUSTER_UNAUTHORISED',
    `The cluster does not accept the user name and token (${words}). The token may have ended: make a new one with “scontrol token username=… lifespan=…”, or name the JWT key instead.`,
    `集群不接受该用户名或令牌（${words}）。令牌可能已过期：请用“scontrol token username=… lifespan=…”重新生成，或改用 JWT 密钥。`,
  );
}

function refused(words: string): ClusterError {
  if (/connect(ing)? to (database|slurmdbd)|slurmdbd/i.test(words)) {
    return new ClusterError(
      'CLUSTER_REFUSED', `The cluster’s accounting database (slurmdbd) does not answer: ${words}. Nothing is lost: it is tried again.`,
      `集群记账数据库（slurmdbd）无响应：${words}。数据不会丢失，稍后重试。`,
    );
  }
  return new ClusterError('CLUSTER_REFUSED', `Slurm refuses this: ${words}`, `Slurm 拒绝：${words}`);
}

function noCommonVersion(offered: readonly string[]): ClusterError {
  const [has, knows] = [offered.join(', ') || '–', `${KNOWN_VERSIONS[0]}, ${KNOWN_VERSIONS[1]} – ${KNOWN_VERSIONS.at(-1)}`];
  return new ClusterError(
    'CLUSTER_UNKNOWN_VERSION', `The server offers ${has}; the portal knows ${knows}. Check the address, or start slurmrestd with one of these.`,
    `服务器提供 ${has}，门户支持 ${knows}。请检查地址，或让 slurmrestd 启用其中之一。`,
  );
}
