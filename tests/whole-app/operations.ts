import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { AccessCheck, type Access } from '@wutong/core-server';
import {
  getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isUnionType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputType, type GraphQLOutputType,
} from 'graphql';
import type { WholeApp } from './open-app';

/** One query, mutation or plain route of the running application. */
export interface AppOperation {
  /** `Query tenancy`, `POST /v1/usage`. */
  readonly name: string;
  readonly access: Access;
  readonly field?: GraphQLField<unknown, unknown>;
  readonly route?: { readonly method: string; readonly path: string };
}

/** Everything that may be called, as the start-up check found it, the pages' own files aside. */
export function operationsOf(app: WholeApp): AppOperation[] {
  const { schema } = app.nest.get(GraphQLSchemaHost, { strict: false });
  const routes = routesOf(app);
  return app.get(AccessCheck).operations
    .map(({ kind, name, access }): AppOperation => {
      if (kind === 'Route') {
        const route = routes.get(name);
        if (!route) throw new Error(`${name} has no address`);
        return { name: `${route.method} ${route.path}`, access, route };
      }
      const root = kind === 'Query' ? schema.getQueryType() : schema.getMutationType();
      const field = root?.getFields()[name];
      if (!field) throw new Error(`${kind} ${name} is not in the schema: say in ${import.meta.filename} how it is called`);
      return { name: `${kind} ${name}`, access, field };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function routesOf(app: WholeApp): Map<string, { method: string; path: string }> {
  const routes = new Map<string, { method: string; path: string }>();
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    if (!metatype) continue;
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    for (const name of app.nest.get(MetadataScanner, { strict: false }).getAllMethodNames(prototype)) {
      const handler = prototype[name] ?? {};
      if (!Reflect.hasMetadata('path', handler)) continue;
      const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
      const parts = [metatype, handler].map((target) => String(Reflect.getMetadata('path', target)));
      routes.set(`${metatype.name}.${name}`, { method, path: `/${parts.join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1') });
    }
  }
  return routes;
}

/** Instead of a value: make the input object of its fields, though it could be left out. */
export const WHOLE = Symbol('whole');

/** Gives a value for an argument or input field, by its path (`input.panel.present`); undefined leaves the choice open. */
export type Values = (path: string, type: string, required: boolean) => unknown;

/** A document that asks for one operation and everything plain in its answer, with values for its arguments. */
export function documentFor(operation: AppOperation, values: Values): { query: string; variables: Record<string, unknown> } {
  const { field } = operation;
  if (!field) throw new Error(`${operation.name} is no GraphQL operation`);
  const variables = Object.fromEntries(
    field.args
      .map((argument) => [argument.name, valueFor(argument, argument.name, values)] as const)
      .filter(([, value]) => value !== undefined),
  );
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const kind = operation.name.startsWith('Query') ? 'query' : 'mutation';
  const brackets = (text: string): string => (text ? `(${text})` : '');
  const query = `${kind} ${brackets(declared)} { ${field.name}${brackets(passed)} ${selection(field.type)} }`;
  return { query, variables };
}

function valueFor({ type, defaultValue }: Pick<GraphQLArgument, 'type' | 'defaultValue'>, path: string, values: Values): unknown {
  const required = isNonNullType(type) && defaultValue === undefined;
  const bare = isNonNullType(type) ? type.ofType : type;
  const wanted = values(path, String(getNamedType(type)), required);
  if (wanted !== undefined && wanted !== WHOLE) return isListType(bare) ? [wanted].flat() : wanted;
  return required || wanted === WHOLE ? smallest(bare, path, values) : undefined;
}

function smallest(type: GraphQLInputType, path: string, values: Values): unknown {
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const parts = Object.values(type.getFields()).map(
      (field) => [field.name, valueFor(field, `${path}.${field.name}`, values)] as const,
    );
    return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
  }
  throw new Error(`No value for ${path}: ${String(type)}`);
}

/** Plain fields two levels down: enough to see whether anything of an object comes back. */
function selection(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (isUnionType(named)) return '{ __typename }';
  if (!isObjectType(named)) return '';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (!isObjectType(inner) && !isUnionType(inner)) return [field.name];
    return depth < 2 && isObjectType(inner) ? [`${field.name} ${selection(inner, depth + 1)}`] : [];
  });
  return `{ __typename ${parts.join(' ')} }`;
}
