import {
  existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const KEPT = 4;

/**
 * The folder of a built thing, `dist/<what>/<fingerprint>`: built when it is not there. It appears whole or not at all,
 * and a process that runs from an older one keeps it. Where there are no sources (an installed image) the one
 * that was built is used as it is.
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.what
 * @param {boolean} options.sources whether this copy has them
 * @param {() => string} options.fingerprint of the sources as they are
 * @param {(into: string) => Promise<void>} options.build
 */
export async function bundle({ root, what, sources, fingerprint, build }) {
  const dist = join(root, 'dist', what);
  if (!sources) {
    const [built] = newestFirst(dist);
    if (!built) throw new Error(`dist/${what} is missing and there are no sources to build it from.`);
    return join(dist, built);
  }
  const target = join(dist, fingerprint());
  if (existsSync(target)) return touched(target);
  mkdirSync(dist, { recursive: true });
  const unlock = await lock(join(dist, '.lock'));
  try {
    if (existsSync(target)) return touched(target);
    // Whoever has the lock is the only one who builds: other such folders are left by builds that were cut off.
    for (const name of readdirSync(dist)) {
      if (name.startsWith('.partial-')) rmSync(join(dist, name), { recursive: true, force: true });
    }
    const partial = join(dist, `.partial-${process.pid}`);
    await build(partial);
    renameSync(partial, target);
    for (const old of newestFirst(dist).slice(KEPT)) rmSync(join(dist, old), { recursive: true, force: true });
    return target;
  } finally {
    unlock();
  }
}

function touched(folder) {
  utimesSync(folder, new Date(), new Date());
  return folder;
}

function newestFirst(dist) {
  if (!existsSync(dist)) return [];
  return readdirSync(dist)
    .filter((name) => /^[0-9a-f]{12}$/.test(name))
    .sort((a, b) => statSync(join(dist, b)).mtimeMs - statSync(join(dist, a)).mtimeMs);
}

/** One build at a time; a lock whose process is gone is nobody's. */
async function lock(path) {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!alive(path)) rmSync(path, { force: true });
      else await pause(100);
    }
  }
}

/** Whether the process runs whose id stands in this file. A file not yet written is given the benefit of the doubt. */
export function alive(path) {
  try {
    const pid = readFileSync(path, 'utf8');
    if (pid !== '') process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
