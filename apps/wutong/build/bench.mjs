// npm run bench [area or file …] [--json]: measures the areas, or single files of them, that tests/bench has, on a
// PostgreSQL that syncs to disk as in production. Exit code 1 when a figure misses its goal.
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
const names = readdirSync(join(root, 'tests/bench'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''));
const known = AREAS.flatMap((area) =>
  names.filter((name) => name === area || name.startsWith(`${area}-`)).map((name) => ({ area, name })),
);
const unknown = asked.find((word) => !AREAS.includes(word) && !known.some(({ name }) => name === word));
if (unknown) {
  const choice = [...AREAS, ...known.map(({ name }) => name)].join(', ');
  throw new Error(`“${unknown}” is not measured; there are: ${choice}`);
}
const files = known.filter(({ area, name }) => asked.length === 0 || asked.includes(area) || asked.includes(name));

const into = join(root, 'dist/bench');
const input = Object.fromEntries(['run', ...files.map(({ name }) => name)].map((name) => [name, `tests/bench/${name}.ts`]));
// The testing library has parts that only Jest can load; what a bench uses of it has none.
const treeshake = { moduleSideEffects: (id) => id !== '@jest/globals' };
const build = await rolldown({ ...config, input, treeshake });
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
