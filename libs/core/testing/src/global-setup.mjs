import { startTestPostgres } from './test-postgres.mjs';

/** One PostgreSQL for the whole run. */
export default async function globalSetup() {
  globalThis.stopTestPostgres = await startTestPostgres({ durable: false });
}
