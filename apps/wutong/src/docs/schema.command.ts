import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { AppModule } from '../../../api/src/app.module';
import { settle } from './committed';

const HEADER = '# Made from the code by `npx wutong schema`; do not edit.\n\n';

/** Writes apps/api/schema.graphql, the contract between server and pages. Needs no database. */
export async function schemaCommand(root: string, check: boolean): Promise<void> {
  settle(root, new Map([['apps/api/schema.graphql', HEADER + (await schemaText())]]), check);
}

async function schemaText(): Promise<string> {
  const providers = [...providersOf(AppModule.forRoot({ databaseUrl: '', filesDir: '' }), new Set())];
  const has = (key: string) => (provider: Type) => Reflect.hasMetadata(key, provider);
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await app
    .get(GraphQLSchemaFactory)
    .create(providers.filter(has('graphql:resolver_type')), providers.filter(has('graphql:scalar_name')));
  await app.close();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** The classes that a module and all it imports provide, without making any of them. */
function providersOf(module: Type | DynamicModule, seen: Set<unknown>): Set<Type> {
  if (seen.has(module)) return new Set();
  seen.add(module);
  const type = 'module' in module ? module.module : module;
  const declared = (key: string): unknown[] => (Reflect.getMetadata(key, type) as unknown[] | undefined) ?? [];
  const extra = 'module' in module ? module : { providers: [], imports: [] };
  const providers = [...declared(MODULE_METADATA.PROVIDERS), ...(extra.providers ?? [])];
  const imports = [...declared(MODULE_METADATA.IMPORTS), ...(extra.imports ?? [])] as (Type | DynamicModule)[];
  return new Set([
    ...providers.filter((provider): provider is Type => typeof provider === 'function'),
    ...imports.flatMap((imported) => [...providersOf(imported, seen)]),
  ]);
}
