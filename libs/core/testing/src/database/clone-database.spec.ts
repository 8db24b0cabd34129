import { Client } from 'pg';
import { afterAll, expect, test } from '@jest/globals';
import { cloneDatabase, type TestDatabase } from './clone-database';
import { countSql, expectSqlCount } from './count-sql';

const databases: TestDatabase[] = [];
const clone = async (): Promise<TestDatabase> => {
  const database = await cloneDatabase();
  databases.push(database);
  return database;
};
const connected = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
};

afterAll(() => Promise.all(databases.map((database) => database.drop())));

test('two clones have the schema and do not see each other', async () => {
  const [one, other] = [await clone(), await clone()];
  await connected(one.migrationUrl, (client) => client.query('create table mark (id int)'));
  const tables = `select count(*)::int as n from pg_tables where schemaname = 'public' and tablename = any($1)`;
  const count = (url: string): Promise<unknown> =>
    connected(url, async (client) => (await client.query(tables, [['mark', 'case_event']])).rows[0].n);
  expect([await count(one.url), await count(other.url)]).toEqual([2, 1]);
});

test('the application’s role owns nothing and is bound by row-level security', async () => {
  const { url } = await clone();
  const role = await connected(url, async (client) => {
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, (select count(*)::int from pg_class where relowner = r.oid) as owned
       from pg_roles r where rolname = current_user`,
    );
    return rows[0] as unknown;
  });
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, owned: 0 });
});

test('Chinese characters are letters to the database, so that trigram search finds them', async () => {
  const { url } = await clone();
  const found = await connected(url, async (client) => {
    const { rows } = await client.query(
      `select cardinality(show_trgm('梧桐算力')) as trigrams, '算' ~ '[[:alpha:]]' as letter`,
    );
    return rows[0] as unknown;
  });
  expect(found).toEqual({ trigrams: 5, letter: true });
});

test('statements are counted on every connection, and too many of them are listed', async () => {
  const { url } = await clone();
  await connected(url, async (client) => {
    const { statements } = await countSql(async () => {
      await client.query('select 1');
      await client.query({ text: 'select $1::int', values: [2] });
    });
    expect(statements).toEqual(['select 1', 'select $1::int']);
    await expect(expectSqlCount(0, () => client.query('select   3'))).rejects.toThrow('saw 1:\n  1. select 3');
  });
});
