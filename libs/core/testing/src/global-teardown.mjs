import { rmSync } from 'node:fs';

/** Runs after failed tests too; a killed run is cleared by the next one's set-up. */
export default async function globalTeardown() {
  const { postgres, home } = globalThis.wutongTestRun ?? {};
  await postgres?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
}
