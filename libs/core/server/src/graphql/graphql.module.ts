import { Logger, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoSchemaIntrospectionCustomRule, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Ctx } from '../context/ctx';
import { invalid } from '../errors/app-error';
import { describeError } from '../errors/error-format';
import { toldTo } from '../http/request-context';
import { documentLimits } from './limits';

export interface GraphqlContext {
  ctx: Ctx;
  /** Batches of this request, one per loader; see `loader`. */
  loaders: Map<unknown, unknown>;
}

/** Mercurius takes whatever stands in `query` for a document, a number too. */
async function refuseOtherThanText({ body }: FastifyRequest): Promise<void> {
  const { query } = (body ?? {}) as { query?: unknown };
  if (query !== undefined && query !== null && typeof query !== 'string') {
    throw invalid('query', 'The GraphQL document in “query” must be text.', '“query” 中的 GraphQL 文档须为文本。');
  }
}

/** GraphQL over Mercurius: JIT-compiled after the first run, limited in size, its errors told in words. */
export function graphqlModule(options: { introspection: boolean }): DynamicModule {
  const logger = new Logger('GraphQL');
  return GraphQLModule.forRoot<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    jit: 1,
    graphiql: false,
    additionalRouteOptions: { preValidation: refuseOtherThanText },
    validationRules: [documentLimits, ...(options.introspection ? [] : [NoSchemaIntrospectionCustomRule])],
    context: (request: FastifyRequest): GraphqlContext => ({ ctx: request.ctx, loaders: new Map() }),
    errorFormatter: (execution, context) => {
      const ctx = toldTo((context as unknown as { reply: FastifyReply }).reply.request);
      const errors = execution.errors.map((error): GraphQLFormattedError => {
        const { message, ...extensions } = describeError(error, ctx, (cause) => logger.error(cause));
        return { message, ...(error.path ? { path: error.path } : {}), extensions: { ...extensions } };
      });
      const response = { data: execution.data ?? null, errors } as unknown as ExecutionResult;
      return { statusCode: execution.data === undefined ? 400 : 200, response };
    },
  });
}
