import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Where catalogues are written; the check extracts into a folder of its own. */
const into = process.env.CATALOGUES_INTO ?? '<rootDir>';

/** Every web library has its own catalogue, so that authors of two platforms never edit the same file. */
const sources = [
  ...readdirSync(join(root, 'libs'))
    .map((name) => `libs/${name}/web/src`)
    .filter((folder) => existsSync(join(root, folder))),
  'apps/portal/src',
].filter((folder) => !process.env.CATALOGUE || `${folder}/`.includes(process.env.CATALOGUE));

export default defineConfig({
  rootDir: root,
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: sources.map((folder) => ({
    path: `${into}/${folder}/locales/{locale}`,
    include: [`<rootDir>/${folder}`],
    exclude: ['**/*.spec.ts', '**/*.spec.tsx', '**/*.graphql.ts'],
  })),
  format: formatter({ origins: false, lineNumbers: false }),
  orderBy: 'message',
  compileNamespace: 'es',
});
