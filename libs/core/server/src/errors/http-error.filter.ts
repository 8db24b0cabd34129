import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toldTo } from '../http/request-context';
import { AppError, notFound } from './app-error';
import { describeError, httpStatus } from './error-format';

/** The one place where errors of plain HTTP routes become answers; GraphQL errors pass on to its formatter. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    answerError(error, request, reply, (cause) => this.logger.error(cause));
  }
}

/** Answers a request with what went wrong, in the viewer's language; `log` gets what is our fault. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: (error: unknown) => void,
): void {
  const fault = error instanceof HttpException ? unwrapped(error) : error;
  const answer = describeError(fault, toldTo(request), log);
  const status = fault instanceof AppError ? httpStatus(fault.code) : statusOf(fault, answer.code);
  void reply.status(status).send({ error: answer });
}

/** Nest wraps what Fastify finds wrong with a request, a body that is no JSON for one. */
function unwrapped(error: HttpException): Error {
  if (error.getStatus() === 404) return notFound();
  return Object.assign(new Error(error.message, { cause: error }), { statusCode: error.getStatus() });
}

function statusOf(error: unknown, code: string): number {
  return (error as { statusCode?: number }).statusCode ?? httpStatus(code);
}
