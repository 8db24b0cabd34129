import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../api/src/app.module';

const databaseUrl = process.env['DATABASE_URL'];
if (!databaseUrl) throw new Error('DATABASE_URL is not set');

const app = await NestFactory.createApplicationContext(AppModule.forRoot({ databaseUrl, poolSize: 8 }), {
  logger: ['error', 'warn'],
});
app.enableShutdownHooks();
// Whoever started us is gone: end as on SIGTERM, rather than work unwatched.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.send?.('ready');
