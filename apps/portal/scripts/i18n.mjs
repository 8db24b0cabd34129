/**
 * The message catalogues of the portal.
 *
 *   node apps/portal/scripts/i18n.mjs extract [name]   collects the texts of one library (or all) into its .po files
 *   node apps/portal/scripts/i18n.mjs check            fails on a missing Chinese text, or on one text told two ways
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const config = join(root, 'apps/portal/lingui.config.ts');
const lingui = join(root, 'node_modules/@lingui/cli/dist/lingui.js');
const [command, name] = process.argv.slice(2);

/** Entries of a .po file: context, text, translation. */
function entries(file) {
  const unquote = (text) => JSON.parse(`"${text}"`);
  const value = (block, key) => {
    const match = new RegExp(`^${key} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`, 'm').exec(block);
    return match ? [...match[1].matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((part) => unquote(part[1])).join('') : '';
  };
  return readFileSync(file, 'utf8')
    .split(/\n\n+/)
    .filter((block) => !block.startsWith('#~'))
    .map((block) => ({ context: value(block, 'msgctxt'), text: value(block, 'msgid'), translation: value(block, 'msgstr') }))
    .filter((entry) => entry.text !== '');
}

/** Collects the texts of the code into the catalogues under `into`, or those of one library. */
function extract({ into, library, ...how }) {
  execFileSync(process.execPath, [lingui, 'extract', '--config', config, '--clean'], {
    cwd: root,
    ...how,
    env: { ...process.env, ...(into ? { CATALOGUES_INTO: into } : {}), ...(library ? { CATALOGUE: `/${library}/` } : {}) },
  });
}

/** What the catalogues of `folders` lack of the code's texts, and what they have that the code has no more. */
function differences(folders) {
  const fresh = mkdtempSync(join(tmpdir(), 'wutong-catalogues-'));
  try {
    extract({ into: fresh, stdio: 'pipe' });
    return folders.flatMap((folder) => {
      const texts = (from) => new Set(entries(join(from, folder, 'locales/zh-CN.po')).map(({ context, text }) => `${context}\u0004${text}`));
      const [code, catalogue] = [texts(fresh), texts(root)];
      const say = (key, what) => `${folder}: “${key.split('\u0004')[1]}” ${what}: npm run i18n:extract`;
      return [
        ...[...code].filter((key) => !catalogue.has(key)).map((key) => say(key, 'is in the code and not extracted')),
        ...[...catalogue].filter((key) => !code.has(key)).map((key) => say(key, 'is in no code any more')),
      ];
    });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function check() {
  const told = new Map();
  const folders = [...readdirSync(join(root, 'libs')).map((lib) => `libs/${lib}/web/src`), 'apps/portal/src']
    .filter((folder) => existsSync(join(root, folder, 'locales/zh-CN.po')));
  const faults = differences(folders);
  for (const folder of folders) {
    for (const { context, text, translation } of entries(join(root, folder, 'locales/zh-CN.po'))) {
      const key = `${context}\u0004${text}`;
      const before = told.get(key);
      if (translation === '') faults.push(`${folder}: no Chinese for “${text}”`);
      else if (before && before.translation !== translation) {
        faults.push(`“${text}” is “${before.translation}” in ${before.folder} and “${translation}” in ${folder}: add a context`);
      } else told.set(key, { translation, folder });
    }
  }
  for (const fault of faults) console.error(fault);
  console.log(`${told.size} texts in Chinese and English, ${faults.length} faults`);
  return faults.length === 0;
}

if (command === 'extract') {
  extract({ library: name, stdio: 'inherit' });
} else if (command === 'check') {
  process.exitCode = check() ? 0 : 1;
} else {
  console.error('extract [library] | check');
  process.exitCode = 2;
}
