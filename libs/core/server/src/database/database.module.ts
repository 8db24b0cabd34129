import { Global, Module, type DynamicModule } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { PreparingClient } from './preparing-client';

export interface DatabaseOptions {
  /** Connection string of the app role: not the owner, so that row-level security holds. */
  url: string;
  /** Classes of every @Entity. */
  entities: MixedList<Function | string | EntitySchema>;
  /** Connections at the most, in this process. */
  poolSize?: number;
}

/**
 * How long a connection that nobody uses stays: opening one and planning its statements anew costs some 30 ms of a core,
 * which pg's own 10 s would put on whoever comes first after a short rest.
 */
const IDLE_MS = 10 * 60_000;
const KEEP_ALIVE_MS = 60_000;

/** int8 is read as bigint, never as a rounded number; date columns stay text, as they have no time zone. */
pg.types.setTypeParser(20, (text) => BigInt(text));
pg.types.setTypeParser(1082, (text) => text);

@Global()
@Module({})
export class DatabaseModule {
  static forRoot({ url, entities, poolSize = 20 }: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DataSource,
          useFactory: () =>
            new DataSource({
              type: 'postgres',
              url,
              entities,
              poolSize,
              synchronize: false,
              installExtensions: false,
              // Statements that are sent without waiting for the one before go out together (see Database and Tx).
              extra: {
                application_name: 'wutong', pipeline: true, Client: PreparingClient, idleTimeoutMillis: IDLE_MS,
                // What lies between may forget a connection on which nothing is said for some minutes.
                keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
              },
            }).initialize(),
        },
      ],
      exports: [DataSource],
    };
  }
}
