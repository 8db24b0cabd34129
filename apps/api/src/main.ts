import { createApi } from './create-api';

const app = await createApi({
  databaseUrl: required('DATABASE_URL'),
  ...(process.env['WUTONG_PORTAL_DIR'] ? { portalDir: process.env['WUTONG_PORTAL_DIR'] } : {}),
  introspection: process.env['NODE_ENV'] !== 'production',
});
await app.listen({ port: Number(process.env['PORT'] ?? 3000), host: process.env['HOST'] ?? '127.0.0.1' });
process.send?.('listening');

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
