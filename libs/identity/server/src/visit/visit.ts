import type {} from '@fastify/cookie';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'wutong_session';
const DEVICE_COOKIE = 'wutong_device';
const DEVICE_DAYS = 365;

/** The browser behind a request: where it is, what it holds, and what it is given to hold. */
export interface Visit {
  /** Network address. */
  readonly source: string;
  readonly userAgent: string;
  readonly sessionToken: string | null;
  /** Proves that somebody signed in here before. */
  readonly deviceToken: string | null;
  keepSession(token: string, expiresAt: Date): void;
  keepDevice(token: string): void;
  forgetSession(): void;
}

/** Cookies that scripts cannot read and that other sites' forms cannot send along; over TLS never in the clear. */
export function visitOf(reply: FastifyReply): Visit {
  const request = reply.request;
  const common = { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' } as const;
  return {
    source: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    sessionToken: sessionTokenOf(request),
    deviceToken: request.cookies[DEVICE_COOKIE] ?? null,
    keepSession: (token, expires) => void reply.setCookie(SESSION_COOKIE, token, { ...common, expires }),
    keepDevice: (token) => void reply.setCookie(DEVICE_COOKIE, token, { ...common, maxAge: DEVICE_DAYS * 86_400 }),
    forgetSession: () => void reply.clearCookie(SESSION_COOKIE, common),
  };
}

export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[SESSION_COOKIE] || null;
}

/** Parameter of a resolver method: the browser that asks. */
export const CurrentVisit = createParamDecorator((_: unknown, execution: ExecutionContext): Visit => {
  if (execution.getType<GqlContextType>() === 'graphql') {
    return visitOf(GqlExecutionContext.create(execution).getContext<{ reply: FastifyReply }>().reply);
  }
  return visitOf(execution.switchToHttp().getResponse<FastifyReply>());
});
