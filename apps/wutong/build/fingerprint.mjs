import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A short name for the present state of the sources, from names, sizes and times of change: a few milliseconds.
 * @param {string} root
 * @param {string[]} places folders and files below root; those that are not there count as empty
 * @param {(path: string) => boolean} counts which files matter
 */
export function fingerprint(root, places, counts) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (counts(path)) add(path);
    }
  };
  for (const place of places) {
    if (!existsSync(join(root, place))) continue;
    if (statSync(join(root, place)).isDirectory()) walk(place);
    else add(place);
  }
  return hash.digest('hex').slice(0, 12);
}
