import { migrate } from '@wutong/core-server';
import { migrations } from '../../../api/migrations';
import type { Settings } from '../settings';
import { print, say, step } from '../terminal';
import { openDatabase, ownerUrl, type OpenDatabase } from './open-database';

/** Brings the schema up to date; gives how many migrations were run. */
export async function bringUpToDate(database: OpenDatabase): Promise<number> {
  const url = ownerUrl(database);
  const done = await step(say('Updating the database schema', '正在更新数据库结构'), () => migrate(url, migrations));
  return done.length;
}

export async function migrateCommand(settings: Settings): Promise<void> {
  const database = await openDatabase(settings);
  try {
    const done = await bringUpToDate(database);
    print(
      done === 0
        ? say('The schema is up to date.', '数据库结构已是最新。')
        : say(`The schema is up to date: ${done} migrations were run.`, `数据库结构已是最新：执行了 ${done} 个迁移。`),
    );
  } finally {
    await database.close();
  }
}
