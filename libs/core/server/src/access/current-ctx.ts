import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ctxOf } from './access.guard';

/** Parameter of a resolver or controller method: the request's `Ctx`. */
export const CurrentCtx = createParamDecorator((_: unknown, execution: ExecutionContext) => ctxOf(execution));
