import { Logger, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import { NoSchemaIntrospectionCustomRule, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Ctx } from '../context/ctx';
import { describeError } from '../errors/error-format';
import { documentLimits } from './limits';

export interface GraphqlContext {
  ctx: Ctx;
  /** Batches of this request, one per loader; see `loader`. */
  loaders: Map<unknown, unknown>;
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
    validationRules: [documentLimits, ...(options.introspection ? [] : [NoSchemaIntrospectionCustomRule])],
    context: (request: FastifyRequest): GraphqlContext => ({ ctx: request.ctx, loaders: new Map() }),
    errorFormatter: (execution, context) => {
      const ctx = (context as unknown as Partial<GraphqlContext>).ctx ?? { locale: 'en' as const, requestId: '' };
      const errors = execution.errors.map((error): GraphQLFormattedError => {
        const { message, ...extensions } = describeError(error, ctx, (cause) => logger.error(cause));
        return { message, ...(error.path ? { path: error.path } : {}), extensions: { ...extensions } };
      });
      const response = { data: execution.data ?? null, errors } as unknown as ExecutionResult;
      return { statusCode: execution.data === undefined ? 400 : 200, response };
    },
  });
}
