import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alive, bundle } from '../../../../apps/wutong/build/bundle.mjs';
import { fingerprint } from '../../../../apps/wutong/build/fingerprint.mjs';

const root = join(import.meta.dirname, '../../../..');
const PREFIX = 'wutong-test-';

/**
 * One PostgreSQL for the whole run, without the cost of durability, and one template database on which the real
 * migrations ran; spec files clone it (`cloneDatabase`). Jest itself cannot load TypeScript here, so the few modules
 * that this needs are bundled as the product is.
 */
export default async function globalSetup() {
  forgetDeadRuns();
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  const { startEmbeddedPostgres, migrateTemplate } = await import(pathToFileURL(join(await built(), 'template.js')).href);
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(home, 'pid'), String(process.pid));
  const postgres = await startEmbeddedPostgres({ home, durable: false });
  globalThis.wutongTestRun = { postgres, home };
  await migrateTemplate(postgres);
  const { url, migrationUrl, superuserUrl } = postgres;
  process.env.WUTONG_TEST_POSTGRES = JSON.stringify({ url, migrationUrl, superuserUrl });
  // Nest's GraphQL and TypeORM keep what decorators tell them in globals, which Jest would hand on to spec files that
  // run in this process: they would find every type of the template's bundle beside their own.
  globals.add('wutongTestRun');
  for (const name of Object.getOwnPropertyNames(globalThis)) if (!globals.has(name)) delete globalThis[name];
}

function built() {
  const places = ['libs/core/server/src', 'apps/api/migrations', 'libs/core/testing/src/template.ts', 'package-lock.json'];
  return bundle({
    root,
    what: 'testing',
    sources: true,
    fingerprint: () => fingerprint(root, places, (path) => /\.(ts|json)$/.test(path) && !/\.spec\.ts$/.test(path)),
    build: async (into) => {
      const { rolldown } = await import('rolldown');
      const { default: config } = await import('../../../../apps/wutong/rolldown.config.mjs');
      const build = await rolldown({ ...config, input: { template: join(root, 'libs/core/testing/src/template.ts') } });
      await build.write({ ...config.output, dir: into });
      await build.close();
    },
  });
}

/** A run that was killed could not clear its folder; its PostgreSQL ended with it. */
function forgetDeadRuns() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    if (!alive(join(home, 'pid'))) rmSync(home, { recursive: true, force: true });
  }
}
