import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { bundle } from './bundle.mjs';
import { fingerprint } from './fingerprint.mjs';
import { runTool } from './run-tool.mjs';

/** Files made from others, and files that no page is made of. */
const MADE = /\.(gen|graphql|spec)\.tsx?$|\.md$/;

/**
 * The folder of the built pages, built when a source is newer.
 * @param {string} root
 * @param {(step: 'types' | 'pages') => void} progress told before each long step
 */
export function portalBundle(root, progress = () => undefined) {
  return bundle({
    root,
    what: 'portal',
    sources: existsSync(join(root, 'libs')),
    fingerprint: () => fingerprint(root, portalSources(root), (path) => !MADE.test(path)),
    build: async (into) => {
      progress('types');
      const codegen = ['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'apps/portal/codegen.ts'];
      await runTool(root, 'The types of the pages could not be made', codegen);
      progress('pages');
      const vite = ['node_modules/vite/bin/vite.js', 'build', '--config', 'apps/portal/vite.config.ts'];
      const options = ['--outDir', into, '--emptyOutDir', '--logLevel', 'warn'];
      await runTool(root, 'The pages could not be built', [...vite, ...options]);
      await compress(into);
    },
  });
}

function portalSources(root) {
  const libraries = readdirSync(join(root, 'libs')).flatMap((name) => [`libs/${name}/web`, `libs/${name}/shared`]);
  return [...libraries, 'apps/portal', 'apps/api/schema.graphql', 'tsconfig.base.json', 'package-lock.json'];
}

/** What the server sends to browsers that take it. */
async function compress(folder) {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => /\.(js|css|html|svg|json)$/.test(name))) {
    const path = join(folder, file);
    const text = await readFile(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    await Promise.all([
      brotli(text, { params }).then((packed) => writeFile(`${path}.br`, packed)),
      zip(text, { level: 9 }).then((packed) => writeFile(`${path}.gz`, packed)),
    ]);
  }
}
