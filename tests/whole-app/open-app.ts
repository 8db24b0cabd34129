import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, Jobs, systemCtx, type Ctx, type OrganisationKind } from '@wutong/core-server';
import { actorCtx, cloneDatabase, Visitor, type TestDatabase } from '@wutong/core-testing';
import { AccountService, hashPassword, permissionsOf, type RoleName } from '@wutong/identity-server';
import { Pool } from 'pg';
import { createApi } from '../../apps/api/src/create-api';

const PASSWORD = '三只蓝色鲸鱼在唱歌';

/** Somebody with an account who is signed in. */
export interface AppPerson {
  readonly userId: string;
  readonly email: string;
  readonly organisationId: string;
  readonly visitor: Visitor;
  /** Another browser of the same person. */
  signIn(): Promise<Visitor>;
  /** For making things through services, as if this person had sent them now. */
  ctx(): Ctx;
}

export interface NewPerson {
  kind: OrganisationKind;
  roles: RoleName[];
  /** One that is there; else a new one. */
  organisationId?: string;
}

/** The services of a running application, and people who can sign in to it. */
export interface AppParts {
  get<T>(type: abstract new (...args: never[]) => T): T;
  person(who: NewPerson): Promise<AppPerson>;
  /** Runs the events and jobs that wait. */
  drain(): Promise<number>;
  /** As the superuser, past row-level security and grants. */
  asOwner<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
}

export interface WholeApp extends AppParts {
  readonly nest: NestFastifyApplication;
  readonly database: TestDatabase;
  /** Somebody with no cookies yet; `headers` go with each of their requests. */
  visitor(headers?: Readonly<Record<string, string>>): Visitor;
  close(): Promise<void>;
}

/** The whole API in this process, answering over HTTP on a port and a database of its own. */
export async function openApp(): Promise<WholeApp> {
  const database = await cloneDatabase();
  const filesDir = mkdtempSync(join(tmpdir(), 'wutong-files-'));
  const nest = await createApi({ databaseUrl: database.url, filesDir, poolSize: 8 });
  await nest.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(nest.getHttpServer().address() as AddressInfo).port}`;
  const owner = new Pool({ connectionString: database.superuserUrl, max: 2 });
  owner.on('error', () => undefined);
  const asOwner = async <Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> =>
    (await owner.query(sql, params)).rows as Row[];
  return {
    ...(await appParts(nest, url, asOwner)),
    nest, database,
    visitor: (headers) => new Visitor(url, headers),
    close: async () => {
      await nest.close();
      await owner.end();
      await database.drop();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

/** `nest` has the services; `url` is where people sign in: here or in another process on the same database. */
export async function appParts(
  nest: INestApplicationContext, url: string, asOwner: AppParts['asOwner'],
): Promise<AppParts> {
  const passwordHash = await hashPassword(PASSWORD);
  const get = <T>(type: abstract new (...args: never[]) => T): T => nest.get(type as never, { strict: false });
  const person = async ({ kind, roles, organisationId }: NewPerson): Promise<AppPerson> => {
    const name = randomUUID().slice(0, 8);
    const email = `${name}@example.test`;
    const system = systemCtx(new Date());
    const names = { nameZh: `机构${name}`, nameEn: `Organisation ${name}`, registrationId: null };
    const account = await get(Database).write(system, (tx) =>
      get(AccountService).open(system, tx, {
        email, name, passwordHash, verified: true, roles, locale: 'en', organisation: organisationId ?? { kind, names },
      }),
    );
    if (!account) throw new Error(`${email} is taken`);
    const about = {
      userId: account.user.id, name, organisationId: account.organisationId, organisationKind: kind, roles,
      permissions: permissionsOf(roles),
    };
    const signIn = (): Promise<Visitor> => new Visitor(url).signIn(email, PASSWORD);
    return {
      userId: account.user.id,
      email,
      organisationId: account.organisationId,
      visitor: await signIn(),
      signIn,
      ctx: () => actorCtx({ now: new Date(), ...about }),
    };
  };
  return { get, person, asOwner, drain: () => get(Jobs).drain() };
}
