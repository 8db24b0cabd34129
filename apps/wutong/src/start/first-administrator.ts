import { systemCtx } from '@wutong/core-server';
import { SetUpService } from '@wutong/identity-server';
import { addAdministrator, administratorOf, askForAdministrator } from '../admin/administrator';
import type { Settings } from '../settings';
import { say, tell } from '../terminal';
import { withDatabase } from '../with-app';

/**
 * An empty centre gets its first administrator: from the environment, by asking on the terminal, or later by whoever
 * opens the link given back, which is good once. Null when there is nothing more to do.
 */
export async function firstAdministrator(settings: Settings, databaseUrl: string): Promise<string | null> {
  return withDatabase(settings, databaseUrl, async (app) => {
    const given = administratorOf(process.env);
    if (given) {
      await addAdministrator(app, given);
      tell(say(`  Administrator: ${given.email}`, `  管理员：${given.email}`));
      return null;
    }
    if (process.stdin.isTTY && (await askForAdministrator(app, true))) return null;
    return app.get(SetUpService, { strict: false }).link(systemCtx(new Date()));
  });
}
