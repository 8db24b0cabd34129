import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { Ctx } from '../context/ctx';
import { denied, unauthenticated } from '../errors/app-error';
import { ACCESS, type Access } from './allow';

/** Stands before every top-level operation and route: denied unless declared. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (!access) throw denied();
    if ('public' in access) return true;
    const { actor } = ctxOf(execution);
    if (actor.permissions.has(access.permission)) return true;
    throw actor.kind === 'anonymous' ? unauthenticated() : denied();
  }
}

/** The context of the request being answered, over GraphQL or plain HTTP. */
export function ctxOf(execution: ExecutionContext): Ctx {
  if (execution.getType<GqlContextType>() === 'graphql') {
    return GqlExecutionContext.create(execution).getContext<{ ctx: Ctx }>().ctx;
  }
  return execution.switchToHttp().getRequest<FastifyRequest>().ctx;
}
