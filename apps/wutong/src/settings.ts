import { join, resolve } from 'node:path';
import type { Installation } from './installation';
import { CommandError, say } from './terminal';

/** What the environment says; README lists the same names. */
export interface Settings {
  /** Embedded database and files; a folder of the checkout unless WUTONG_HOME says otherwise. */
  readonly home: string;
  /** Uploaded files; a folder of `home` unless WUTONG_FILES_DIR says otherwise. */
  readonly filesDir: string;
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL of the operator's instead of the embedded one. */
  readonly databaseUrl: string | null;
  readonly migrationDatabaseUrl: string | null;
}

/** Reads the environment. Throws a CommandError naming the variable that makes no sense. */
export function settings(installation: Installation, env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env['PORT'] || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    const given = env['PORT'];
    throw new CommandError(
      say(`PORT must be a number from 1 to 65535, not “${given}”.`, `PORT 须为 1 至 65535 的整数，而不是“${given}”。`),
    );
  }
  const home = resolve(env['WUTONG_HOME'] || join(installation.root, '.wutong'));
  return {
    home,
    filesDir: resolve(env['WUTONG_FILES_DIR'] || join(home, 'files')),
    host: env['HOST'] || '127.0.0.1',
    port,
    databaseUrl: env['DATABASE_URL'] || null,
    migrationDatabaseUrl: env['MIGRATION_DATABASE_URL'] || null,
  };
}
