import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../api/src/app.module';
import { openDatabase, type OpenDatabase } from './database/open-database';
import type { Settings } from './settings';

/** Runs `work` with every platform's services, in this process; beside a running portal too. */
export async function withApp<T>(
  settings: Settings,
  work: (app: INestApplicationContext, database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings);
  try {
    return await withDatabase(settings, database.url, (app) => work(app, database));
  } finally {
    await database.close();
  }
}

/** As `withApp`, on a database that is open already. */
export async function withDatabase<T>(
  settings: Settings,
  databaseUrl: string,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const module = AppModule.forRoot({ databaseUrl, filesDir: settings.filesDir, poolSize: 6 });
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'], abortOnError: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
