import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Query, Resolver } from '@nestjs/graphql';
import { AccessCheck, Allow, KNOWN_PERMISSIONS } from '@wutong/core-server';
import { PERMISSION_NAMES, permissionsOf, ROLE_NAMES, ROLES, type RoleName } from '@wutong/identity-server';
import type { Visitor } from '@wutong/core-testing';
import { openApp, type AppPerson, type WholeApp } from '../whole-app/open-app';
import { documentFor, operationsOf, type AppOperation, type Values } from '../whole-app/operations';

/**
 * Every operation is really called by a person of every role. The table of the answers is kept beside this file: whoever
 * opens something to a role changes a line that a reviewer sees. After a change that is meant, run this file with -u.
 */
let app: WholeApp;
let operations: AppOperation[];
const callers = new Map<RoleName, AppPerson>();

beforeAll(async () => {
  app = await openApp();
  operations = operationsOf(app);
  for (const role of ROLE_NAMES) callers.set(role, await app.person({ kind: ROLES[role].kind, roles: [role] }));
}, 60_000);
afterAll(() => app.close());

/** These end the session with which they are called: called last, from another browser. */
const LAST = ['Mutation signOut', 'Mutation signOutEverywhere'];

const SMALLEST: Record<string, unknown> = {
  String: 'x', Int: 1, Float: 1, Boolean: true, BigInt: '1', JSON: {}, DateTime: '2027-01-04T02:00:00Z',
};
const anything: Values = (_, type, required) => {
  if (!required) return undefined;
  return type === 'ID' ? randomUUID() : SMALLEST[type];
};

/** What the guard says: the error's code when it refuses, else `open`. */
async function verdict(visitor: Visitor, operation: AppOperation): Promise<'DENIED' | 'UNAUTHENTICATED' | 'open'> {
  const code = operation.route ? await routeCode(visitor, operation.route) : await graphqlCode(visitor, operation);
  return code === 'DENIED' || code === 'UNAUTHENTICATED' ? code : 'open';
}

async function graphqlCode(visitor: Visitor, operation: AppOperation): Promise<string | undefined> {
  const { query, variables } = documentFor(operation, anything);
  const { data, errors } = await visitor.ask(query, variables);
  if (data === null && errors.length === 0) throw new Error(`${operation.name} answered nothing`);
  if (errors.some(({ message }) => message.includes('GraphQL request is not valid'))) throw new Error(errors[0]?.message);
  return errors[0]?.extensions.code;
}

async function routeCode(visitor: Visitor, { method, path }: { method: string; path: string }): Promise<string | undefined> {
  const address = path.replace(':id', randomUUID()).replace(':name', 'x.pdf');
  const response = await visitor.fetch(address, { method });
  if (method === 'HEAD') return { 401: 'UNAUTHENTICATED', 403: 'DENIED' }[response.status];
  const text = await response.text();
  return text ? (JSON.parse(text) as { error?: { code: string } }).error?.code : undefined;
}

test('every operation answers whom the table of roles says, and nobody else', async () => {
  const ordered = [...operations].sort((a, b) => LAST.indexOf(a.name) - LAST.indexOf(b.name));
  const lines = new Map<string, string>();
  const faults: string[] = [];
  for (const operation of ordered) {
    const ask = async (role: RoleName | 'nobody', visitor: Visitor) => [role, await verdict(visitor, operation)] as const;
    const answers = await Promise.all([
      ask('nobody', app.visitor({ 'accept-language': 'en' })),
      ...[...callers].map(async ([role, { visitor, signIn }]) =>
        ask(role, LAST.includes(operation.name) ? await signIn() : visitor),
      ),
    ]);
    for (const [role, answer] of answers) {
      const declared = expected(operation, role);
      if (answer !== declared) faults.push(`${operation.name} says ${answer} to ${role}, declared is ${declared}`);
    }
    lines.set(operation.name, line(operation, answers.filter(([, answer]) => answer === 'open').map(([role]) => role)));
  }
  expect(faults).toEqual([]);
  expect(`\n${[...lines.keys()].sort().map((name) => lines.get(name)).join('\n')}\n`).toMatchSnapshot();
}, 120_000);

function expected({ access }: AppOperation, role: RoleName | 'nobody'): string {
  if ('public' in access) return 'open';
  if (role === 'nobody') return 'UNAUTHENTICATED';
  return permissionsOf([role]).has(access.permission) ? 'open' : 'DENIED';
}

function line({ name, access }: AppOperation, open: string[]): string {
  const who = open.length > ROLE_NAMES.length ? 'everybody' : open.length === ROLE_NAMES.length ? 'every role' : open.join(', ');
  return `${name.padEnd(42)} ${('public' in access ? 'public' : access.permission).padEnd(36)} ${who}`;
}

test('every address that the server answers is an operation with declared access, or stands in this list', () => {
  const fastify = app.nest.getHttpAdapter().getInstance();
  expect(`\n${fastify.printRoutes({ commonPrefix: false })}`).toMatchSnapshot();
});

describe('the process refuses to start', () => {
  const starting = (provider: Type): Promise<unknown> => {
    const known = { provide: KNOWN_PERMISSIONS, useValue: new Set(PERMISSION_NAMES) };
    const module = { module: class {}, imports: [DiscoveryModule], providers: [AccessCheck, known, provider] };
    return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  };

  test('when a handler says neither who may call it nor that everybody may', async () => {
    await expect(starting(Forgetful)).rejects.toThrow('Forgetful.secrets declares neither @Allow(permission) nor @Public()');
  });

  test('when a handler asks for a permission that no role has', async () => {
    await expect(starting(Misspelt)).rejects.toThrow('Misspelt.tenancies asks for ‘tenancy.raed’, which no role has');
  });
});

@Resolver()
class Forgetful {
  @Query(() => String)
  secrets(): string {
    return '';
  }
}

@Resolver()
class Misspelt {
  @Query(() => String)
  @Allow('tenancy.raed')
  tenancies(): string {
    return '';
  }
}
