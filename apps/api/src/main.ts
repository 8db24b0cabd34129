import { serveOperations } from '@wutong/core-server';
import { createApi } from './create-api';

const { DATABASE_URL, HOST, METRICS_PORT, NODE_ENV, PORT, WUTONG_FILES_DIR, WUTONG_PORTAL_DIR } = process.env;
if (!DATABASE_URL) throw new Error('DATABASE_URL is not set');

const app = await createApi({
  databaseUrl: DATABASE_URL,
  filesDir: WUTONG_FILES_DIR ?? '.wutong/files',
  ...(WUTONG_PORTAL_DIR ? { portalDir: WUTONG_PORTAL_DIR } : {}),
  introspection: NODE_ENV !== 'production',
  measured: METRICS_PORT !== undefined,
});
// Whoever started us is gone: end as on SIGTERM rather than serve unwatched.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
if (METRICS_PORT) await serveOperations(app, Number(METRICS_PORT));
await app.listen({ port: Number(PORT ?? 3000), host: HOST ?? '127.0.0.1' });
process.send?.('ready');
