import { ClusterError, firstLine } from './cluster-error';
import { httpCall, type HttpAnswer } from './http-call';

/** As much of a Kubernetes object as we write and compare. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: object;
}

export interface KubeApiOptions {
  readonly url: string;
  readonly token: () => Promise<string>;
  readonly ca?: string | undefined;
  readonly timeoutMs?: number;
}

/** Who owns the fields that the portal writes. */
const MANAGER = 'wutong';

/** The API server of a Kubernetes cluster: reads objects and applies them on the server's side. */
export class KubeApi {
  constructor(private readonly options: KubeApiOptions) {}

  /** The object at a path, or null when there is none. */
  async get(path: string): Promise<Record<string, unknown> | null> {
    const answer = await this.call('GET', path);
    if (answer.status === 404) return null;
    return read(answer);
  }

  /**
   * Server-side apply. Where somebody else has changed a field that is ours, it becomes ours again: what was granted is
   * not for others to change. https://kubernetes.io/docs/reference/using-api/server-side-apply/
   */
  async apply(path: string, object: KubeObject): Promise<void> {
    const first = await this.call('PATCH', `${path}?fieldManager=${MANAGER}`, object);
    const answer = first.status === 409 ? await this.call('PATCH', `${path}?fieldManager=${MANAGER}&force=true`, object) : first;
    read(answer);
  }

  private async call(method: 'GET' | 'PATCH', path: string, body?: object): Promise<HttpAnswer> {
    const { url, token, ca, timeoutMs = 30_000 } = this.options;
    const headers = {
      authorization: `Bearer ${await token()}`, accept: 'application/json',
      // Every JSON document is YAML, and this is the type that all servers take.
      ...(body ? { 'content-type': 'application/apply-patch+yaml' } : {}),
    };
    return httpCall({ method, url: new URL(url.replace(/\/+$/, '') + path), headers, timeoutMs, ca, ...(body ? { body } : {}) });
  }
}

function read({ status, text }: HttpAnswer): Record<string, unknown> {
  const document = documentOf(text);
  const words = typeof document?.['message'] === 'string' ? document['message'] : firstLine(text);
  if (status === 401) {
    throw new ClusterError(
      'CLUSTER_UNAUTHORISED', `Kubernetes does not accept the token (${words}). Make one for a service account with “kubectl create token”.`,
      `Kubernetes 不接受该令牌（${words}）。请用“kubectl create token”为服务账号生成令牌。`,
    );
  }
  if (status === 403) {
    throw new ClusterError(
      'CLUSTER_UNAUTHORISED', `The service account may not do this: ${words}. Give it a role that may get and patch namespaces, resourceflavors, clusterqueues and localqueues.`,
      `该服务账号权限不足：${words}。请授予其读取与修改 namespaces、resourceflavors、clusterqueues、localqueues 的权限。`,
    );
  }
  if (status < 200 || status >= 300) throw new ClusterError('CLUSTER_REFUSED', `Kubernetes refuses this: ${words}`, `Kubernetes 拒绝：${words}`);
  if (document) return document;
  throw new ClusterError(
    'CLUSTER_BAD_ANSWER', 'The server did not answer with JSON. Check that the address is that of a Kubernetes API server.',
    '服务器返回的不是 JSON。请确认该地址是 Kubernetes API 服务器。',
  );
}

function documentOf(text: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
