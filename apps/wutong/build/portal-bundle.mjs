import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { bundle } from './bundle.mjs';
import { fingerprint } from './fingerprint.mjs';

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
    fingerprint: () => fingerprint(root, portalSources(root), (path) => !/\.(gen|graphql|spec)\.tsx?$|\.md$/.test(path)),
    build: async (into) => {
      progress('types');
      await run(root, ['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'apps/portal/codegen.ts']);
      progress('pages');
      const vite = ['build', '--config', 'apps/portal/vite.config.ts', '--outDir', into, '--emptyOutDir'];
      await run(root, ['node_modules/vite/bin/vite.js', ...vite, '--logLevel', 'warn']);
      await compress(into);
    },
  });
}

function portalSources(root) {
  const libraries = readdirSync(join(root, 'libs')).flatMap((name) => [`libs/${name}/web`, `libs/${name}/shared`]);
  return [...libraries, 'apps/portal', 'apps/api/schema.graphql', 'tsconfig.base.json', 'package-lock.json'];
}

/** Runs a tool and keeps its output to itself unless it fails. */
function run(root, args) {
  return new Promise((resolve, reject) => {
    const tool = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    tool.stdout.on('data', (text) => (output += text));
    tool.stderr.on('data', (text) => (output += text));
    tool.on('error', reject);
    tool.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The pages could not be built:\n${output.trim()}`));
    });
  });
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
