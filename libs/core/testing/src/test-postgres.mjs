import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alive, bundle } from '../../../../apps/wutong/build/bundle.mjs';
import { fingerprint } from '../../../../apps/wutong/build/fingerprint.mjs';

const root = join(import.meta.dirname, '../../../..');
const PREFIX = 'wutong-test-';

/**
 * A PostgreSQL of its own in a temporary folder, with one template database on which the real migrations ran and which
 * `cloneDatabase` clones; where it is stands in WUTONG_TEST_POSTGRES. Plain JavaScript, as Jest cannot load TypeScript
 * in its global set-up: the few modules that this needs are bundled as the product is.
 * @param {{ durable: boolean }} options false leaves out what only matters when the power fails
 * @returns {Promise<() => Promise<void>>} what stops it and removes its folder
 */
export async function startTestPostgres({ durable }) {
  forgetDeadRuns();
  const { startEmbeddedPostgres, migrateTemplate } = await withoutNewGlobals(async () =>
    import(pathToFileURL(join(await built(), 'template.js'))),
  );
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(home, 'pid'), String(process.pid));
  let postgres;
  const stop = async () => {
    await postgres?.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    postgres = await startEmbeddedPostgres({ home, durable });
    await migrateTemplate(postgres);
  } catch (error) {
    await stop();
    throw error;
  }
  const { url, migrationUrl, superuserUrl } = postgres;
  process.env.WUTONG_TEST_POSTGRES = JSON.stringify({ url, migrationUrl, superuserUrl });
  return stop;
}

/**
 * Nest's GraphQL and TypeORM keep what decorators tell them in globals. Jest hands globals on to the spec files that run
 * in this process, which would find every type of the bundle beside their own.
 */
async function withoutNewGlobals(load) {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const loaded = await load();
  for (const name of Object.getOwnPropertyNames(globalThis)) if (!before.has(name)) delete globalThis[name];
  return loaded;
}

function built() {
  const entry = 'libs/core/testing/src/template.ts';
  const places = ['libs/core/server/src', 'libs/core/shared/src', 'apps/api/migrations', entry, 'package-lock.json'];
  return bundle({
    root,
    what: 'testing',
    sources: true,
    fingerprint: () => fingerprint(root, places, (path) => /\.(ts|json)$/.test(path) && !/\.spec\.ts$/.test(path)),
    build: async (into) => {
      const { rolldown } = await import('rolldown');
      const { default: config } = await import('../../../../apps/wutong/rolldown.config.mjs');
      const build = await rolldown({ ...config, input: { template: join(root, entry) } });
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
