import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { fingerprint } from './fingerprint.mjs';
import { runTool } from './run-tool.mjs';

/** The folder with api.js, worker.js and cli.js, built when a source is newer. */
export function serverBundle(root) {
  return bundle({
    root,
    what: 'server',
    sources: existsSync(join(root, 'libs')),
    fingerprint: () => fingerprint(root, serverSources(root), (path) => !/\.spec\.ts$|\.md$|\.graphql$/.test(path)),
    // A process of its own: the compiler's memory goes when it is done.
    build: (into) =>
      runTool(root, 'The server could not be built', [
        ...['node_modules/rolldown/bin/cli.mjs', '--config', 'apps/wutong/rolldown.config.mjs', '--dir', into],
      ]),
  });
}

function serverSources(root) {
  const libraries = readdirSync(join(root, 'libs')).flatMap((name) => [`libs/${name}/server`, `libs/${name}/shared`]);
  return [...libraries, 'apps/api', 'apps/worker', 'apps/wutong', 'tsconfig.base.json', 'package-lock.json'];
}
