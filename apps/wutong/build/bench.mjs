// npm run bench [area …] [--json]: measures the areas that have a file in tests/bench, on a PostgreSQL that syncs to
// disk as in production. Exit code 1 when a figure misses its goal.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { startTestPostgres } from '../../../libs/core/testing/src/test-postgres.mjs';
import config from '../rolldown.config.mjs';

const AREAS = ['core', 'compute', 'open-data', 'evaluation', 'finance', 'investors', 'screens'];

const root = join(import.meta.dirname, '../../..');
const words = process.argv.slice(2);
const json = words.includes('--json');
const asked = words.filter((word) => word !== '--json');
const unknown = asked.find((word) => !AREAS.includes(word));
if (unknown) throw new Error(`“${unknown}” is not an area: ${AREAS.join(', ')}`);

const files = AREAS.filter((area) => asked.length === 0 || asked.includes(area)).flatMap((area) =>
  readdirSync(join(root, 'tests/bench'))
    .filter((name) => name === `${area}.ts` || (name.startsWith(`${area}-`) && name.endsWith('.ts')))
    .sort()
    .map((name) => ({ area, name: name.replace(/\.ts$/, '') })),
);

const into = join(root, 'dist/bench');
const names = ['run', ...files.map(({ name }) => name)];
const input = Object.fromEntries(names.map((name) => [name, `tests/bench/${name}.ts`]));
const build = await rolldown({ ...config, input });
await build.write({ ...config.output, dir: into });
await build.close();
const load = (name) => import(pathToFileURL(join(into, `${name}.js`)));

const stop = await startTestPostgres({ durable: true });
try {
  const { run } = await load('run');
  const missed = await run(files.map(({ area, name }) => ({ area, load: () => load(name) })), json);
  process.exitCode = missed > 0 ? 1 : 0;
} finally {
  await stop();
}
