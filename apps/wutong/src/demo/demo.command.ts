import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { centreState } from '../database/centre-state';
import { bringUpToDate } from '../database/migrate.command';
import { openDatabase } from '../database/open-database';
import type { Settings } from '../settings';
import { CommandError, print, say, step } from '../terminal';
import { withDatabase } from '../with-app';

/** Loads the demo centre into a new database. */
export async function demoCommand(settings: Settings): Promise<void> {
  const database = await openDatabase(settings);
  try {
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
export async function loadDemoCentre(settings: Settings, databaseUrl: string): Promise<void> {
  const mark = markOf(settings);
  writeFileSync(mark, '');
  await step(say('Loading the demo centre', '正在载入演示中心'), async () => {
    const { loadDemo } = await import('./load-demo');
    await withDatabase(settings, databaseUrl, (app) => loadDemo(app, new Date()));
  });
  rmSync(mark);
}

/** Refuses a database in which the loading of the demo was cut off. */
export function requireWholeDemo(settings: Settings): void {
  if (!existsSync(markOf(settings))) return;
  throw new CommandError(
    say(
      `Loading the demo was cut off. Remove the folder ${settings.home} and start again.`,
      `演示数据载入曾被中断，请删除目录 ${settings.home} 后重新启动。`,
    ),
  );
}

function markOf(settings: Settings): string {
  return join(settings.home, 'demo-is-loading');
}
