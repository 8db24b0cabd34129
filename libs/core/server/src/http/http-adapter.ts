import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerError } from '../errors/http-error.filter';
import { readAway } from './read-away';

/** What an ordinary request may carry; a route that takes more says so itself. */
const BODY_BYTES = 1024 * 1024;

/**
 * Fastify as our API runs it. A route keeps the error handler that was there when it was made, and Nest sets its own after
 * the routes: a body that cannot be read would be answered by Fastify, in its own words. So ours is there from the start.
 */
export class HttpAdapter extends FastifyAdapter {
  constructor() {
    const logger = new Logger('Http');
    const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
      answerError(error, request, reply, (cause) => logger.error(cause));
    super({
      // An address that cannot be decoded comes to no route.
      frameworkErrors: answer,
      bodyLimit: BODY_BYTES,
      genReqId: () => randomUUID(),
      trustProxy: 'loopback, uniquelocal',
      forceCloseConnections: true,
    });
    super.setErrorHandler(answer);
    // Here and not where errors are answered, as GraphQL answers its own.
    this.getInstance().addHook('onSend', async (request, reply) => {
      if (reply.statusCode >= 400) await readAway(request.raw);
    });
  }

  /** Nest's handler would do the same for fewer routes. */
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}
