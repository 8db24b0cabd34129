import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { defineConfig } from 'rolldown';

const root = join(import.meta.dirname, '../..');
/** @type {Record<string, string>} */
const entries = { api: 'apps/api/src/main.ts', worker: 'apps/worker/src/main.ts', cli: 'apps/wutong/src/main.ts' };

/**
 * The server processes, from TypeScript. The tsconfig asks for decorator metadata, by which Nest finds what a
 * constructor wants. Packages stay outside but for the helpers that the compiler itself puts in.
 */
export default defineConfig({
  cwd: root,
  input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
  platform: 'node',
  tsconfig: join(root, 'apps/api/tsconfig.json'),
  external: (id) => !id.startsWith('.') && !isAbsolute(id) && !/^@(wutong|oxc-project)\//.test(id),
  output: { format: 'esm', sourcemap: true, entryFileNames: '[name].js', keepNames: true },
});
