import { startEmbeddedPostgres } from '@wutong/core-server';
import type { Settings } from '../settings';
import { CommandError, say, step } from '../terminal';

export interface OpenDatabase {
  /** As the application. */
  readonly url: string;
  /** As the owner of the schema; null where the operator gives it to nobody but a migration job. */
  readonly migrationUrl: string | null;
  /** Throws everything away and leaves a database without a schema; null where it is not ours to do so. */
  readonly recreate: (() => Promise<void>) | null;
  close(): Promise<void>;
}

/** The operator's PostgreSQL when DATABASE_URL is set, else the embedded one, started or joined. */
export async function openDatabase({ home, databaseUrl, migrationDatabaseUrl }: Settings): Promise<OpenDatabase> {
  if (databaseUrl) {
    return { url: databaseUrl, migrationUrl: migrationDatabaseUrl, recreate: null, close: () => Promise.resolve() };
  }
  const postgres = await step(say('Starting the database', '正在启动数据库'), () => startEmbeddedPostgres({ home }));
  const { url, migrationUrl } = postgres;
  return { url, migrationUrl, recreate: () => postgres.recreate(), close: () => postgres.stop() };
}

/** The owner's connection string, for commands that change the schema. */
export function ownerUrl(database: OpenDatabase): string {
  if (database.migrationUrl) return database.migrationUrl;
  throw new CommandError(
    say(
      'DATABASE_URL’s role may not change the schema. Set MIGRATION_DATABASE_URL to its owner’s connection string.',
      'DATABASE_URL 是应用角色，无权变更表结构。请将 MIGRATION_DATABASE_URL 设为属主角色的连接串。',
    ),
  );
}
