/**
 * The message catalogues of the portal.
 *
 *   node apps/portal/scripts/i18n.mjs extract [name]   collects the texts of one library (or all) into its .po files
 *   node apps/portal/scripts/i18n.mjs check            fails on a missing Chinese text, or on one text told two ways
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

function check() {
  const told = new Map();
  const faults = [];
  const folders = [...readdirSync(join(root, 'libs')).map((lib) => `libs/${lib}/web/src`), 'apps/portal/src'];
  for (const folder of folders) {
    const file = join(root, folder, 'locales/zh-CN.po');
    if (!existsSync(file)) continue;
    for (const { context, text, translation } of entries(file)) {
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
  execFileSync(process.execPath, [lingui, 'extract', '--config', config, '--clean'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(name ? { CATALOGUE: `/${name}/` } : {}) },
  });
} else if (command === 'check') {
  process.exitCode = check() ? 0 : 1;
} else {
  console.error('extract [library] | check');
  process.exitCode = 2;
}
