import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { ClusterError } from './cluster-error';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** For the whole call. */
  readonly timeoutMs: number;
  /** Certificate (PEM) of the authority that the server is to be believed by, beside those of the system when left out. */
  readonly ca?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** A month of a busy cluster as JSON is some 200 MB; more is a mistake. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * One call to a cluster's API. Redirects are not followed: a token goes to nobody else. Throws CLUSTER_UNREACHABLE or
 * CLUSTER_TIMEOUT; any status is an answer.
 */
export function httpCall({ method, url, headers, body, timeoutMs, ca }: HttpCall): Promise<HttpAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const request = url.protocol === 'https:' ? overHttps : overHttp;
  const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const failed = (error: Error): void => reject(signal.aborted ? late(url, timeoutMs) : unreachable(url, error));
    const sent = request(url, { method, headers: { ...headers, ...length }, signal, ...(ca ? { ca } : {}) }, (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MOST_BYTES) sent.destroy(new Error('the answer is larger than 512 MB'));
        else parts.push(part);
      });
      answer.on('error', failed);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
    });
    sent.on('error', failed);
    sent.end(text);
  });
}

function unreachable({ host }: URL, error: Error): ClusterError {
  const why = (error as NodeJS.ErrnoException).code ?? error.message;
  return new ClusterError(
    'CLUSTER_UNREACHABLE',
    `${host} cannot be reached (${why}). Check the address, the network between the portal and the cluster, and whether the service runs there.`,
    `无法连接 ${host}（${why}）。请检查地址、门户到集群的网络，以及该服务是否在运行。`,
  );
}

function late({ host }: URL, timeoutMs: number): ClusterError {
  const seconds = Math.round(timeoutMs / 1000);
  return new ClusterError(
    'CLUSTER_TIMEOUT', `${host} did not answer within ${seconds} s. It is tried again later; if it goes on, look at the service’s load there.`,
    `${host} 在 ${seconds} 秒内没有答复，稍后会重试；若持续如此，请检查该服务的负载。`,
  );
}
