/**
 * Prints how much a first visit fetches, in KB of gzip (1 KB = 1000 bytes), read from the build's manifest:
 * the entry with what it imports at once, the shell, the texts of one language, the styles, and each lazy page on top.
 *
 *   node apps/portal/scripts/size.mjs [--json] [--limit 160]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../../../dist/portal');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const limit = process.argv.includes('--limit') ? Number(argument('--limit')) : 160;

const sizes = new Map();
function sizeOf(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
  return sizes.get(file);
}

/** The files that a chunk needs before it runs. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(next, seen);
  return seen;
}

const total = (keys) => [...keys].reduce((sum, key) => sum + sizeOf(manifest[key].file), 0);
const kb = (bytes) => Number((bytes / 1000).toFixed(1));

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = closure(entryKey);
const css = (manifest[entryKey].css ?? []).reduce((sum, file) => sum + sizeOf(file), 0);
const group = (name) => Object.keys(manifest).find((key) => key.startsWith(`_${name}-`));
const shell = new Set([...closure(group('frame'))].filter((key) => !entry.has(key)));
const pages = Object.keys(manifest)
  .filter((key) => manifest[key].isDynamicEntry && /\.page\.tsx$/.test(key))
  .map((key) => ({ page: key.replace(/^.*libs\//, ''), kb: kb(total([...closure(key)].filter((one) => !entry.has(one) && !shell.has(one)))) }))
  .sort((one, other) => other.kb - one.kb);

const figures = { entry: kb(total(entry)), shell: kb(total(shell)), css: kb(css), limit, pages };
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(figures));
} else {
  console.log(`screens.entry-js   ${figures.entry} KB  ${limit}  ${figures.entry <= limit ? 'ok' : 'MISS'}`);
  console.log(`screens.shell-js   ${figures.shell} KB  (on top of the entry)`);
  console.log(`screens.css        ${figures.css} KB  12  ${figures.css <= 12 ? 'ok' : 'MISS'}`);
  for (const { page, kb: size } of pages) console.log(`  ${page}  +${size} KB`);
}
process.exitCode = figures.entry <= limit ? 0 : 1;
