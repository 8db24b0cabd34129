import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Installation } from '../installation';
import type { Settings } from '../settings';
import { CommandError, say } from '../terminal';

/** Becomes the API or the worker of a deployment whose database is elsewhere: one process, as containers want it. */
export async function processCommand(
  installation: Installation,
  settings: Settings,
  name: 'api' | 'worker',
): Promise<void> {
  if (!settings.databaseUrl) {
    throw new CommandError(
      say(
        'Set DATABASE_URL to the application’s role, or use `wutong start`, which brings its own database.',
        '请将 DATABASE_URL 设为应用角色的连接串，或使用自带数据库的 `wutong start`。',
      ),
    );
  }
  process.env['WUTONG_FILES_DIR'] = settings.filesDir;
  if (name === 'api') process.env['WUTONG_PORTAL_DIR'] = await installation.portalDir(() => undefined);
  await import(pathToFileURL(join(installation.serverDir, `${name}.js`)).href);
}
