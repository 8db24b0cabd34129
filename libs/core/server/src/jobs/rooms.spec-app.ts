import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { cloneDatabase, type TestDatabase } from '@wutong/core-testing';
import pg from 'pg';
import { Clock } from '../context/clock';
import { SYSTEM, type Actor, type Ctx, type OrganisationKind } from '../context/ctx';
import { CoreModule } from '../core.module';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';

/** A clock that stands still until a test moves it. */
export class FrozenClock extends Clock {
  constructor(public moment: Date) {
    super();
  }
  override now(): Date {
    return this.moment;
  }
}

export interface SpecApp {
  readonly app: INestApplicationContext;
  readonly db: Database;
  readonly clock: FrozenClock;
  readonly database: TestDatabase;
  get<T>(type: Type<T>): T;
  /** As the owner of the tables, past row-level security and grants. */
  asOwner<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
  system(): Ctx;
  person(kind: OrganisationKind, organisationId: string, userId?: string): Ctx;
  close(): Promise<void>;
}

/** The core with these rooms and the providers of one spec, on a database of its own. */
export async function specApp(modules: Type<unknown>[], providers: Provider[]): Promise<SpecApp> {
  const database = await cloneDatabase();
  const clock = new FrozenClock(new Date('2026-11-23T02:00:00Z'));
  const module = {
    module: class SpecModule {},
    imports: [DatabaseModule.forRoot({ url: database.url, entities: [], poolSize: 8 }), CoreModule, ...modules],
    providers,
  };
  const builder = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  Object.assign(builder.get(Clock), { now: () => clock.now() });
  const owner = new pg.Pool({ connectionString: database.superuserUrl, max: 2 });
  owner.on('error', () => undefined);
  const ctx = (actor: Actor): Ctx => ({
    actor, locale: 'en', timeZone: 'Asia/Shanghai', requestId: randomUUID(), now: clock.now(), idempotencyKey: null,
  });
  return {
    app: builder,
    db: builder.get(Database),
    clock,
    database,
    get: (type) => builder.get(type),
    asOwner: async <Row extends object>(sql: string, params: unknown[] = []) =>
      (await owner.query(sql, params)).rows as Row[],
    system: () => ctx(SYSTEM),
    person: (organisationKind, organisationId, userId = randomUUID()) =>
      ctx({ ...SYSTEM, kind: 'user', userId, name: 'Somebody', organisationId, organisationKind, roles: [] }),
    close: async () => {
      await builder.close();
      await owner.end();
      await database.drop();
    },
  };
}
