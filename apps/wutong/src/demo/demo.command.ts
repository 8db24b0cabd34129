import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { centreState } from '../database/centre-state';
import { bringUpToDate } from '../database/migrate.command';
import { openDatabase, type OpenDatabase } from '../database/open-database';
import type { Settings } from '../settings';
import { CommandError, print, say, step, tell } from '../terminal';
import { withDatabase } from '../with-app';

/** Loads the demo centre into a new database. */
export async function demoCommand(settings: Settings): Promise<void> {
  const database = await openDatabase(settings);
  try {
    await clearHalfDemo(settings, database);
    if (database.migrationUrl) await bringUpToDate(database);
    if ((await centreState(database.url)) !== 'empty') {
      throw new CommandError(
        say(
          'This database holds a centre already. The demo needs a new one: set WUTONG_HOME to another folder.',
          '数据库中已有中心数据。演示需要新的数据库，请将 WUTONG_HOME 设为其他目录。',
        ),
      );
    }
    await loadDemoCentre(settings, database.url);
    print(say('The demo centre is loaded. Start it with `npm start`.', '演示中心已就绪，用 `npm start` 启动。'));
  } finally {
    await database.close();
  }
}

/** Fills an empty database with the demo centre. Until all of it is there a mark says that it is not whole. */
async function loadDemoCentre(settings: Settings, databaseUrl: string): Promise<void> {
  const mark = markOf(settings);
  mkdirSync(settings.home, { recursive: true });
  writeFileSync(mark, '');
  await step(say('Loading the demo centre', '正在载入演示中心'), async () => {
    const { loadDemo } = await import('./load-demo');
    await withDatabase(settings, withoutWaiting(databaseUrl), (app) => loadDemo(app, new Date()));
  });
  rmSync(mark);
}

/** Commits do not wait for the disk: what a crash would lose is begun anew anyway. */
function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  return url.href;
}

/** A database in which the loading of the demo was cut off is begun anew; where that is not ours to do, refused. */
export async function clearHalfDemo(settings: Settings, database: OpenDatabase): Promise<void> {
  if (!existsSync(markOf(settings))) return;
  if (!database.recreate) {
    throw new CommandError(
      say(
        'Loading the demo was cut off. Give DATABASE_URL an empty database and start again.',
        '演示数据载入曾被中断，请为 DATABASE_URL 提供空数据库后重新启动。',
      ),
    );
  }
  tell(say('  Loading the demo was cut off; it begins anew.', '  演示数据载入曾被中断，将重新载入。'));
  await database.recreate();
  rmSync(markOf(settings));
}

function markOf(settings: Settings): string {
  return join(settings.home, 'demo-is-loading');
}
