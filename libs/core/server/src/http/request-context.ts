import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../context/clock';
import type { Ctx, Locale } from '../context/ctx';
import { AppError } from '../errors/app-error';
import type { Authenticator } from './authenticator';

declare module 'fastify' {
  interface FastifyRequest {
    ctx: Ctx;
  }
}

/** Gives every request to `prefixes` its context; pages and scripts need none and cost no look-up. */
export function registerRequestContext(
  app: FastifyInstance,
  parts: { authenticator: Authenticator; clock: Clock; prefixes: readonly string[] },
): void {
  app.decorateRequest('ctx', null as unknown as Ctx);
  app.addHook('onRequest', async (request) => {
    if (!parts.prefixes.some((prefix) => request.url.startsWith(prefix))) return;
    const { actor, locale, timeZone } = await parts.authenticator.authenticate(request);
    request.ctx = {
      actor,
      locale: askedLocale(request) ?? locale ?? 'zh-CN',
      timeZone: timeZone ?? 'Asia/Shanghai',
      requestId: request.id,
      now: parts.clock.now(),
      idempotencyKey: idempotencyKey(request),
    };
  });
}

/** In which language an answer is told, and under which number: also of a request refused before anybody was looked up. */
export function toldTo(request: FastifyRequest): Pick<Ctx, 'locale' | 'requestId'> {
  return request.ctx ?? { locale: askedLocale(request) ?? 'zh-CN', requestId: request.id };
}

/** `X-Locale` where the page sends it, else the first language of `Accept-Language` that we speak. */
export function askedLocale(request: FastifyRequest): Locale | null {
  const asked = request.headers['x-locale'] ?? request.headers['accept-language'] ?? '';
  for (const part of String(asked).split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return null;
}

function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new AppError('INVALID_INPUT', {
      en: 'Idempotency-Key must be 1 to 128 visible ASCII characters.',
      'zh-CN': 'Idempotency-Key 须为 1 至 128 个可见 ASCII 字符。',
    }, { field: 'Idempotency-Key' });
  }
  return key;
}
