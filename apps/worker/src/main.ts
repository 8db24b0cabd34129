import { NestFactory } from '@nestjs/core';
import { Jobs, serveOperations } from '@wutong/core-server';
import { AppModule } from '../../api/src/app.module';

const { DATABASE_URL, METRICS_PORT, WUTONG_FILES_DIR } = process.env;
if (!DATABASE_URL) throw new Error('DATABASE_URL is not set');

const app = await NestFactory.createApplicationContext(
  AppModule.forRoot({ databaseUrl: DATABASE_URL, filesDir: WUTONG_FILES_DIR ?? '.wutong/files', poolSize: 8 }),
  { logger: ['error', 'warn'] },
);
app.enableShutdownHooks([], { useProcessExit: true });
// Whoever started us is gone: end as on SIGTERM rather than work unwatched.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
if (METRICS_PORT) await serveOperations(app, Number(METRICS_PORT));
await app.get(Jobs, { strict: false }).work();
process.send?.('ready');
