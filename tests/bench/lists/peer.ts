import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestDatabase } from '@wutong/core-testing';

const folder = join(process.cwd(), 'tests/bench/postgraphile');
const SCHEMA = 'bench_lists';

/** The rows of our lists as views, so that both answer the same JSON; the reader's row-level security holds in them. */
const VIEWS = `
  create schema ${SCHEMA};
  grant usage on schema ${SCHEMA} to wutong_app;
  create view ${SCHEMA}.tenancies with (security_invoker) as
    select t.id, t.organisation_id, o.name_zh as organisation_name_zh, o.name_en as organisation_name_en, t.state,
           t.desks, t.signed_at, t.activated_at
      from public.tenancy t join public.organisation o on o.id = t.organisation_id;
  create view ${SCHEMA}.queue with (security_invoker) as
    select a.id, a.number, a.state, a.version, o.name_zh as organisation_name_zh, o.name_en as organisation_name_en,
           (a.answers ->> 'desks')::int as desks, a.claimed_by_name, a.submitted_at, a.due_at
      from public.tenancy_application a join public.organisation o on o.id = a.organisation_id
     where a.submitted_at is not null;
  comment on view ${SCHEMA}.tenancies is '@primaryKey id';
  comment on view ${SCHEMA}.queue is '@primaryKey id';
  grant select on all tables in schema ${SCHEMA} to wutong_app;
`;

export interface Peer {
  readonly url: string;
  stop(): Promise<void>;
}

/** PostGraphile 5 beside the product, on the same database; installed into its own folder when it is not there. */
export async function startPostgraphile(database: TestDatabase, poolSize: number): Promise<Peer> {
  if (!existsSync(join(folder, 'node_modules/postgraphile'))) {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  }
  const owner = new Client({ connectionString: database.superuserUrl });
  await owner.connect();
  await owner.query(VIEWS);
  await owner.end();
  const settings = { url: database.url, schema: SCHEMA, poolSize };
  const child = spawn(process.execPath, [join(folder, 'server.mjs')], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      BENCH_SETTINGS: JSON.stringify(settings),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`PostGraphile ended with code ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
