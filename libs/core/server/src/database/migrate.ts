import { DataSource, type MigrationInterface } from 'typeorm';

/** Brings the schema up to date as its owner; gives the names of what was run. Two at once are safe: one waits. */
export async function migrate(ownerUrl: string, migrations: (new () => MigrationInterface)[]): Promise<string[]> {
  const source = await new DataSource({ type: 'postgres', url: ownerUrl, migrations, installExtensions: false }).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query(`select pg_advisory_lock(hashtext('wutong.migrate'))`);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } finally {
    await runner.query(`select pg_advisory_unlock(hashtext('wutong.migrate'))`);
    await runner.release();
    await source.destroy();
  }
}
