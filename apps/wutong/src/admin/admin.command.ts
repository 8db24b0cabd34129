import { bringUpToDate } from '../database/migrate.command';
import { centreState } from '../database/centre-state';
import { openDatabase } from '../database/open-database';
import type { Settings } from '../settings';
import { CommandError, print, say } from '../terminal';
import { withDatabase } from '../with-app';
import { addAdministrator, administratorOf, askForAdministrator } from './administrator';

/** Makes an administrator, from the environment or by asking: the first one, or another when nobody can get in. */
export async function adminCreateCommand(settings: Settings): Promise<void> {
  const given = administratorOf(process.env);
  if (!given && !process.stdin.isTTY) throw nobodyToAsk();
  const database = await openDatabase(settings);
  try {
    if (database.migrationUrl) await bringUpToDate(database);
    const first = (await centreState(database.url)) === 'empty';
    const added = await withDatabase(settings, database.url, async (app) => {
      if (!given) return askForAdministrator(app, first);
      await addAdministrator(app, given);
      return true;
    });
    if (added) print(say('The administrator can sign in now.', '管理员现在可以登录了。'));
  } finally {
    await database.close();
  }
}

function nobodyToAsk(): CommandError {
  return new CommandError(
    say(
      'There is no terminal to ask on. Set WUTONG_ADMIN_EMAIL and WUTONG_ADMIN_PASSWORD (and WUTONG_ADMIN_NAME).',
      '没有可供提问的终端。请设置 WUTONG_ADMIN_EMAIL 与 WUTONG_ADMIN_PASSWORD（以及 WUTONG_ADMIN_NAME）。',
    ),
  );
}
