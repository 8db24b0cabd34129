import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { openApp, type WholeApp } from '../whole-app/open-app';
import { openCentre } from '../whole-app/tenant-story';
import { openVictims } from './victims';

/**
 * Below every service: what the application's own database role is shown of another organisation's rows, in hand-written
 * SQL that forgets to ask whose they are.
 */
let app: WholeApp;
let client: Client;
let victims: Awaited<ReturnType<typeof openVictims>>;

beforeAll(async () => {
  app = await openApp();
  victims = await openVictims(app, await openCentre(app));
  client = new Client({ connectionString: app.database.url });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client.end();
  await app.close();
});

interface Scope {
  reach: string;
  organisationId?: string;
  userId?: string;
  conflicts?: readonly string[];
}

const become = ({ reach, organisationId = '', userId = '', conflicts = [] }: Scope): Promise<unknown> =>
  client.query(
    `select set_config('wutong.reach', $1, false), set_config('wutong.organisation', $2, false),
            set_config('wutong.actor', $3, false), set_config('wutong.conflicts', $4, false)`,
    [reach, organisationId, userId, `{${conflicts.join(',')}}`],
  );

/** Tables of which the application's role may read some of another organisation's rows, and why. */
const SHOWN: Record<string, string> = {
  compute_pool: 'tenants see where their GPUs stand',
  pool_maintenance: 'tenants are told when these are out of use',
};

/** Of an organisation in which they have a conflict of interest, people of the centre may read these. */
const NO_CASE: Record<string, string> = {
  membership: 'administrators look after people, and a list of members is no case',
  invitation: 'as above',
  conflict_of_interest: 'who declared one sees it',
  usage_import: 'deliveries of a cluster hold the usage of many companies',
};

/** Tables without a row of these two, and why. */
const EMPTY: Record<string, string> = {
  charge_month: 'months are the centre’s own',
  planning_cycle: 'cycles are the centre’s own',
  planning_proposal: 'as above',
  planning_report: 'as above',
  planning_scenario: 'as above',
  search_visible: 'it shows nothing to a connection that was told nothing',
  shown_profile: 'it shows nothing to investors',
};

async function tablesOfOrganisations(): Promise<string[]> {
  const rows = await app.asOwner<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not a.attisdropped order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** How many rows of the two organisations each table gives, where it gives any. */
async function shownRows(count: (sql: string, ids: string[]) => Promise<number>): Promise<Record<string, number>> {
  const ids = [victims.objects.organisation, victims.objects.supplier];
  const found: Record<string, number> = {};
  for (const table of await tablesOfOrganisations()) {
    const rows = await count(`select count(*)::int as rows from ${table} where organisation_id = any($1)`, ids);
    if (rows > 0) found[table] = rows;
  }
  return found;
}

const asApplication = (): Promise<Record<string, number>> =>
  shownRows(async (sql, ids) => {
    try {
      return ((await client.query(sql, [ids])).rows[0] as { rows: number }).rows;
    } catch (error) {
      if ((error as { code?: string }).code === '42501') return 0;
      throw error;
    }
  });

test('every table of organisations has rows of the two whose rows are looked for', async () => {
  const there = await shownRows(async (sql, ids) => (await app.asOwner<{ rows: number }>(sql, [ids]))[0]?.rows ?? 0);
  expect((await tablesOfOrganisations()).filter((table) => !(table in there))).toEqual(Object.keys(EMPTY));
});

test.each(['tenant', 'investor', 'supplier', 'adopter'])('%s organisations are shown no row of another', async (reach) => {
  const { organisationId, userId } = await app.person({ kind: 'tenant', roles: ['founder'] });
  await become({ reach, organisationId, userId });
  expect(Object.keys(await asApplication()).filter((table) => !(table in SHOWN))).toEqual([]);
});

test('nobody signed in is shown anything, nor is a connection that was told nothing', async () => {
  await become({ reach: 'anonymous' });
  expect(await asApplication()).toEqual({});
  await become({ reach: '' });
  expect(await asApplication()).toEqual({});
  const untold = new Client({ connectionString: app.database.url });
  await untold.connect();
  const { rows } = await untold.query('select from case_event');
  await untold.end();
  expect(rows).toHaveLength(0);
});

test('staff are shown everything but what they have a conflict of interest in', async () => {
  const conflicts = [victims.objects.organisation, victims.objects.supplier];
  const { userId } = await app.person({ kind: 'centre', roles: ['screener'] });
  await become({ reach: 'centre', userId });
  expect(Object.keys(await asApplication()).length).toBeGreaterThan(15);
  await become({ reach: 'centre', userId, conflicts });
  expect(Object.keys(await asApplication()).filter((table) => !(table in NO_CASE))).toEqual([]);
});

test('an organisation cannot write a row in another’s name, nor move its own there', async () => {
  const { organisationId, userId } = await app.person({ kind: 'tenant', roles: ['founder'] });
  await become({ reach: 'tenant', organisationId, userId });
  const event = `insert into case_event (id, workflow, case_id, organisation_id, version, event, to_state, actor_name, at, needs_reason)
    values (gen_random_uuid(), 'x', gen_random_uuid(), $1, 1, 'x', 'x', 'x', now(), false)`;
  await expect(client.query(event, [victims.objects.organisation])).rejects.toThrow('row-level security');
  const moved = await client.query('update tenancy_application set organisation_id = $1', [organisationId]);
  expect(moved.rowCount).toBe(0);
});

test('every table has row-level security on', async () => {
  const rows = await app.asOwner<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relrowsecurity order by 1`,
  );
  // Which migrations ran is for the schema's owner, who is asked for no rows of anybody.
  expect(rows.map(({ name }) => name).filter((name) => name !== 'migrations')).toEqual([]);
});
