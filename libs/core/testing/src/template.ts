import { migrate, type PostgresUrls } from '@wutong/core-server';
import { migrations } from '../../../../apps/api/migrations';

export { startEmbeddedPostgres } from '@wutong/core-server';

/** Makes the run's first database the template that is cloned: the real migrations, run by the schema's owner. */
export async function migrateTemplate(urls: PostgresUrls): Promise<void> {
  await migrate(urls.migrationUrl, migrations);
}
