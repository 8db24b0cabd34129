import type { Say } from '@wutong/core-server';
import { z } from 'zod';
import type { PrometheusSeries } from './gpu-hours';

/** Why a Prometheus could not be read, in words for the operator. */
export class PrometheusFailure extends Error {
  constructor(readonly say: Say) {
    super(say.en);
    this.name = 'PrometheusFailure';
  }
}

export interface RangeQuery {
  readonly query: string;
  /** Moments in seconds; both belong to the range. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const TIMEOUT_MS = 60_000;
/** An hour of 10,000 GPUs is about 5 MB a measure. */
const MOST_BYTES = 128 * 1024 * 1024;

const answerSchema = z.union([
  z.object({
    status: z.literal('success'),
    data: z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) })),
    }),
  }),
  z.object({ status: z.literal('error'), errorType: z.string().optional(), error: z.string() }),
]);

/**
 * The HTTP API of one Prometheus (or of what speaks like it: Thanos, VictoriaMetrics, Mimir).
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export class Prometheus {
  constructor(
    /** `http://host:9090`, with the path before `/api/v1` if there is one. */
    private readonly url: string,
    private readonly token: string | null,
  ) {}

  /** `query_range`. Throws `PrometheusFailure` for whatever is not a whole matrix. */
  async range({ query, start, end, step }: RangeQuery): Promise<readonly PrometheusSeries[]> {
    const body = new URLSearchParams({ query, start: String(start), end: String(end), step: String(step) });
    const text = await this.post('/api/v1/query_range', body);
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw failure('did not answer in JSON', '返回的不是 JSON', text);
    }
    const parsed = answerSchema.safeParse(json);
    if (!parsed.success) throw failure('answered in another shape than its API says', '返回的数据结构不符合其接口约定', text);
    if (parsed.data.status === 'error') throw failure('refused the query', '拒绝了查询', parsed.data.error);
    return parsed.data.data.result;
  }

  private async post(path: string, body: URLSearchParams): Promise<string> {
    let response: Response;
    try {
      response = await fetch(this.url.replace(/\/+$/, '') + path, {
        method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: this.token ? { authorization: `Bearer ${this.token}` } : {},
      });
      // A query that is wrong is told in the body, with 400 or 422.
      if (response.ok || response.status === 400 || response.status === 422) return await limited(response);
    } catch (error) {
      if (error instanceof PrometheusFailure) throw error;
      if ((error as Error).name === 'TimeoutError') throw failure('did not answer within 60 seconds', '60 秒内没有响应', '');
      const { cause } = error as { cause?: { code?: string; message?: string } };
      throw failure('cannot be reached', '无法连接', cause?.code ?? cause?.message ?? (error as Error).message);
    }
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) {
      throw failure('did not accept the token', '不接受所用的令牌', `HTTP ${response.status}`);
    }
    throw failure('answered with an error', '返回错误', `HTTP ${response.status}`);
  }
}

async function limited(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw failure('gave more than 128 MiB for one hour: narrow it by matchers', '单小时数据超过 128 MiB，请用标签条件缩小范围', '');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function failure(en: string, zh: string, detail: string): PrometheusFailure {
  const told = detail.trim().slice(0, 300);
  return new PrometheusFailure({
    en: `Prometheus ${en}${told ? `: ${told}` : ''}`, 'zh-CN': `Prometheus ${zh}${told ? `：${told}` : ''}`,
  });
}
