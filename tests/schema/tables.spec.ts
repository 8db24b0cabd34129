import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testModule, type TestModule } from '@wutong/core-testing';
import { DataSource } from 'typeorm';
import { entities } from '../../apps/api/src/platforms';

/** What the migrations made, beside what the code believes and beside the house rule on rows. */
let module: TestModule;

beforeAll(async () => {
  module = await testModule({ entities });
});
afterAll(() => module.close());

test('every column of every entity is in its table, and may be empty in both or in neither', async () => {
  const rows = await module.asOwner<{ table_name: string; column_name: string; is_nullable: 'YES' | 'NO' }>(
    `select table_name, column_name, is_nullable from information_schema.columns where table_schema = 'public'`,
  );
  const nullable = new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row.is_nullable === 'YES']));
  const { entityMetadatas } = module.get(DataSource);
  const faults = entityMetadatas.flatMap(({ tableName, tableType, columns }) =>
    columns
      .map((column) => ({ name: `${tableName}.${column.databaseName}`, isNullable: column.isNullable }))
      .filter(({ name, isNullable }) => nullable.get(name) !== isNullable)
      // What a view may leave empty PostgreSQL does not know.
      .filter(({ name }) => tableType !== 'view' || !nullable.has(name))
      .map(({ name }) => (nullable.has(name) ? `${name}: one may be empty, the other not` : `${name} is not there`)),
  );
  expect(entityMetadatas.length).toBeGreaterThan(20);
  expect(faults).toEqual([]);
});

test('every table that the application may touch has row-level security, and some policy', async () => {
  const open = await module.asOwner<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
       and (has_any_column_privilege('wutong_app', c.oid, 'select')
            or has_any_column_privilege('wutong_app', c.oid, 'insert'))
       and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
     order by 1`,
  );
  expect(open.map(({ name }) => name)).toEqual([]);
});

test('the application can neither change the schema nor empty a table at once', async () => {
  const [rights] = await module.asOwner(
    `select has_schema_privilege('wutong_app', 'public', 'create') as create,
            (select count(*)::int from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
               and has_table_privilege('wutong_app', c.oid, 'truncate')) as truncate`,
  );
  expect(rights).toEqual({ create: false, truncate: 0 });
});
