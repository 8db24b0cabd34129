/** Runs after failed tests too; what a killed run leaves is cleared by the next one's set-up. */
export default async function globalTeardown() {
  await globalThis.stopTestPostgres?.();
}
