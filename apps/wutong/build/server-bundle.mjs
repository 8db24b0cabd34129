import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { fingerprint } from './fingerprint.mjs';

/** The folder with api.js, worker.js and cli.js, built when a source is newer. */
export function serverBundle(root) {
  return bundle({
    root,
    what: 'server',
    sources: existsSync(join(root, 'libs')),
    fingerprint: () => fingerprint(root, serverSources(root), (path) => !/\.spec\.ts$|\.md$|\.graphql$/.test(path)),
    build: async (into) => {
      const { rolldown } = await import('rolldown');
      const { default: config } = await import('../rolldown.config.mjs');
      const build = await rolldown(config);
      await build.write({ ...config.output, dir: into });
      await build.close();
    },
  });
}

function serverSources(root) {
  const libraries = readdirSync(join(root, 'libs')).flatMap((name) => [`libs/${name}/server`, `libs/${name}/shared`]);
  return [...libraries, 'apps/api', 'apps/worker', 'apps/wutong', 'tsconfig.base.json', 'package-lock.json'];
}
