import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../api/src/app.module';
import { openDatabase } from './database/open-database';
import type { Settings } from './settings';

/** Runs `work` with every platform's services, in this process; beside a running portal too. */
export async function withApp<T>(settings: Settings, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const database = await openDatabase(settings);
  try {
    const module = AppModule.forRoot({ databaseUrl: database.url, filesDir: settings.filesDir, poolSize: 6 });
    const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'], abortOnError: false });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
