import type { DynamicModule, ModuleMetadata, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Clock, CoreModule, Database, DatabaseModule, Jobs, systemCtx, type Ctx, type DatabaseOptions, type DrainOptions,
} from '@wutong/core-server';
import { Pool } from 'pg';
import { cloneDatabase, type TestDatabase } from '../database/clone-database';
import { actorCtx, type ActorOverrides } from './actor-ctx';
import { FrozenClock } from './frozen-clock';

export interface TestModuleOptions extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  entities?: DatabaseOptions['entities'];
  /** Where the clock stands at first. */
  now?: Date;
  poolSize?: number;
}

export interface TestModule {
  readonly db: Database;
  readonly clock: FrozenClock;
  readonly database: TestDatabase;
  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T;
  /** A person's context at the clock's time. */
  ctx(overrides?: ActorOverrides): Ctx;
  system(): Ctx;
  /** Runs the events and jobs that wait, and those that they cause, here and now; throws what failed. */
  drain(options?: DrainOptions): Promise<number>;
  /** As the superuser, past row-level security and grants. */
  asOwner<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** A Monday morning in Shanghai. */
const START = new Date('2026-11-23T02:00:00Z');

/** The core and the modules of one platform on a database of their own, at a time that stands still. */
export async function testModule(options: TestModuleOptions): Promise<TestModule> {
  const database = await cloneDatabase();
  const clock = new FrozenClock(options.now ?? START);
  const root: DynamicModule = {
    module: class TestRoot {},
    imports: [
      DatabaseModule.forRoot({ url: database.url, entities: options.entities ?? [], poolSize: options.poolSize ?? 8 }),
      CoreModule,
      ...(options.imports ?? []),
    ],
    providers: options.providers ?? [],
  };
  const app = await NestFactory.createApplicationContext(root, { logger: ['error'], abortOnError: false });
  Object.assign(app.get(Clock), { now: () => clock.now() });
  const owner = new Pool({ connectionString: database.superuserUrl, max: 2 });
  owner.on('error', () => undefined);
  return {
    db: app.get(Database),
    clock,
    database,
    get: (type) => app.get(type, { strict: false }),
    ctx: (overrides = {}) => actorCtx({ now: clock.now(), ...overrides }),
    system: () => systemCtx(clock.now()),
    drain: (drainOptions) => app.get(Jobs, { strict: false }).drain(drainOptions),
    asOwner: async <Row extends object>(sql: string, params: unknown[] = []) =>
      (await owner.query(sql, params)).rows as Row[],
    close: async () => {
      await app.close();
      await owner.end();
      await database.drop();
    },
  };
}
