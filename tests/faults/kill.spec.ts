import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { AuditChain, Database, Ledger, systemCtx } from '@wutong/core-server';
import { startApp, until, type RunningApp, type Visitor } from '@wutong/core-testing';
import { AppModule } from '../../apps/api/src/app.module';
import { appParts, type AppParts, type AppPerson } from '../whole-app/open-app';
import { admit, daysAhead, openCentre, openCompany, openSupplier, type Centre, type Company } from '../whole-app/tenant-story';
import { OwnPostgres } from './own-postgres';
import { ask, StubbornClients, type Fault } from './stubborn-client';

/**
 * Clients send 500 commands while API, worker and PostgreSQL are killed outright and started again. Whoever gets no
 * answer sends the same command again. In the end everything was done, and everything once.
 */
const REQUESTS = 120;
const ENTITLEMENTS = 110;
const REVIEWS = 30;
const COMMANDS = 3 * REQUESTS + ENTITLEMENTS + REVIEWS;
const GPU_CLASS = 'h800';
const HOURS = 1_000;

let postgres: OwnPostgres;
let app: RunningApp;
let centre: Centre;
let companies: (Company & { tenancyId: string })[];

beforeAll(async () => {
  postgres = await OwnPostgres.start();
  const { url, superuserUrl } = postgres;
  const database = { url, superuserUrl, migrationUrl: url, name: 'wutong', drop: () => Promise.resolve() };
  app = await startApp({ database, worker: true });
  await withServices(async (parts) => {
    centre = await openCentre(parts);
    await openSupplier(parts, centre, GPU_CLASS);
    companies = [];
    for (let n = 0; n < 3; n++) {
      const company = await openCompany(parts, centre);
      companies.push({ ...company, ...(await admit(parts, centre, company)) });
    }
  });
}, 180_000);
afterAll(async () => {
  await app?.stop();
  await postgres?.remove();
});

/** The services themselves, in this process, on the database of the running ones. */
async function withServices<T>(work: (parts: AppParts) => Promise<T>): Promise<T> {
  const module = AppModule.forRoot({ databaseUrl: postgres.url, filesDir: postgres.filesDir, poolSize: 3 });
  const nest = await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false });
  try {
    return await work(await appParts(nest, app.url, app.asOwner));
  } finally {
    await nest.close();
  }
}

const restart = async (...which: ('api' | 'worker')[]): Promise<void> => {
  await Promise.all(which.map((name) => app[name].end('SIGKILL')));
  await Promise.all(which.map((name) => app[name].start()));
};

/** Keeps every job from ending until `release`: they begin, and wait to write down that they handled their event. */
async function holdJobs(): Promise<{ release: () => Promise<void> }> {
  const client = new Client({ connectionString: postgres.superuserUrl });
  await client.connect();
  await client.query('begin');
  await client.query('lock table event_handled in share mode');
  return { release: () => client.end() };
}

let jobs: { release: () => Promise<void> };

const FAULTS: readonly Fault[] = [
  { after: 40, happen: () => restart('api') },
  { after: 110, happen: killWorkerInAJob },
  { after: 180, happen: () => restart('api', 'worker') },
  { after: 270, happen: () => postgres.crash() },
  { after: 360, happen: () => restart('api') },
  { after: 430, happen: () => restart('api', 'worker') },
];

async function killWorkerInAJob(): Promise<void> {
  const active = `select count(*)::int as jobs from pgboss.job where state = 'active' and name in ('events', 'jobs')`;
  await until('a job runs', async () => ((await app.asOwner<{ jobs: number }>(active))[0]?.jobs ?? 0) > 0);
  await restart('worker');
  await jobs.release();
}

test('500 commands amid six crashes: nothing is lost, and nothing happens twice', async () => {
  jobs = await holdJobs();
  const clients = new StubbornClients(FAULTS);

  const requests = await Promise.all([
    ...companies.flatMap((company) =>
      [company.founder, company.member].map((person) => sendRequests(clients, person, REQUESTS / 6)),
    ),
    giveHours(clients),
    ...companies.map(({ tenancyId }) => reviewTenancy(clients, tenancyId)),
  ]);
  // A crash after the last command, or one that no client felt, would have proved nothing.
  expect([clients.sent.length, clients.overAfter.length]).toEqual([COMMANDS, FAULTS.length]);
  expect(clients.sent.filter(({ attempts }) => attempts > 1).length).toBeGreaterThanOrEqual(FAULTS.length);

  await until('every job is done', async () => {
    const [left] = await app.asOwner<{ jobs: number }>(
      `select count(*)::int as jobs from pgboss.job where name in ('events', 'jobs') and state < 'completed'
         and not coalesce((data->>'cron')::boolean, false) and start_after < now() + interval '1 minute'`,
    );
    return left?.jobs === 0;
  });

  await eachOnce(requests.flat());
  await booksAreRight();

  // A program that sends everything once more gets the first answers and changes nothing.
  const before = await footprint();
  for (const { visitor, document, input, key, answer } of clients.sent.slice(0, 60)) {
    expect(await ask(visitor, document, input, key)).toEqual(answer);
  }
  expect(await footprint()).toEqual(before);
}, 240_000);

test('the audit trail proves that it is whole', async () => {
  await withServices((parts) => parts.get(AuditChain).seal());
  const { status, stdout, stderr } = spawnSync(
    process.execPath, [join(import.meta.dirname, '../../apps/wutong/bin/wutong.mjs'), 'audit', 'verify'],
    { encoding: 'utf8', env: { ...process.env, DATABASE_URL: postgres.url, WUTONG_LANG: 'en' } },
  );
  expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/The audit log is whole: \d{3,} entries proved, 0 newer/), '']);
}, 60_000);

/** Drafts, each handed in and then claimed by an operator; gives their ids. */
async function sendRequests(clients: StubbornClients, { visitor, userId }: AppPerson, count: number): Promise<string[]> {
  const operator = centre.people.operator.visitor;
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { startComputeRequest: draft } = await clients.command<{ startComputeRequest: { id: string } }>(
      visitor, 'mutation { startComputeRequest { id } }',
    );
    await save(visitor, {
      id: draft.id, gpuClass: GPU_CLASS, gpus: 1, startsAt: daysAhead(2), endsAt: daysAhead(9), purposeKind: 'pretrain',
      purpose: 'Pre-train the next model.', userIds: [userId],
    });
    const version = (name: string, type: string): string =>
      `mutation ($input: ${type}!) { move: ${name}(input: $input) { ... on ComputeRequest { id version state } } }`;
    type Moved = { move: { id: string; version: number; state: string } };
    const { move: submitted } = await clients.command<Moved>(
      visitor, version('submitComputeRequest', 'ComputeRequestMoveInput'), { input: { id: draft.id, version: 1 } },
    );
    const { move: claimed } = await clients.command<Moved>(
      operator, version('claimComputeRequest', 'ComputeRequestMoveInput'), { input: { id: draft.id, version: submitted.version } },
    );
    expect(claimed.state).toBe('technical_review');
    ids.push(draft.id);
  }
  return ids;
}

/** Saving is the same done once or twice, so it needs no key; it too is sent until it is answered. */
async function save(visitor: Visitor, input: object): Promise<void> {
  const document = 'mutation ($input: SaveComputeRequestInput!) { saveComputeRequest(input: $input) { id } }';
  await until('a draft is saved', async () => (await ask(visitor, document, { input }, 'saving')) !== null);
}

async function giveHours(clients: StubbornClients): Promise<string[]> {
  for (let n = 0; n < ENTITLEMENTS; n++) {
    await clients.command(
      centre.people.lead.visitor,
      'mutation ($input: GiveComputeEntitlementInput!) { giveComputeEntitlement(input: $input) { id amountMh } }',
      {
        input: {
          organisationId: companies[n % companies.length]?.organisationId, gpuClass: GPU_CLASS, amountMh: String(HOURS),
          reason: `Round ${n}`,
        },
      },
    );
  }
  return [];
}

/** Puts a tenant under review and clears it, again and again: each move is an event with two handlers. */
async function reviewTenancy(clients: StubbornClients, tenancyId: string): Promise<string[]> {
  const [row] = await app.asOwner<{ version: number }>('select version from tenancy where id = $1', [tenancyId]);
  let version = row?.version ?? 0;
  for (let n = 0; n < REVIEWS / companies.length; n++) {
    const name = n % 2 === 0 ? 'openTenancyReview' : 'clearTenancyReview';
    const { move } = await clients.command<{ move: { version: number } }>(
      centre.people.lead.visitor,
      `mutation ($input: TenancyMoveInput!) { move: ${name}(input: $input) { id version } }`,
      { input: { id: tenancyId, version } },
    );
    version = move.version;
  }
  return [];
}

async function eachOnce(requestIds: readonly string[]): Promise<void> {
  const [found] = await app.asOwner(
    `select (select count(*)::int from compute_request) as requests,
            (select count(*)::int from compute_request where id = any($1) and state = 'technical_review') as claimed,
            (select count(*)::int from case_event where workflow = 'compute_request') as moves,
            (select count(distinct (case_id, event))::int from case_event where workflow = 'compute_request') as kinds,
            (select count(*)::int from case_event where workflow = 'tenancy' and event in ('openReview', 'clear')) as reviews,
            (select count(*)::int from compute_entitlement) as entitlements,
            (select count(*)::int from audit_entry where action = 'computeEntitlement.give') as given,
            (select count(*)::int from idempotency_key where answer is not null) as keys,
            (select count(*)::int from idempotency_key where answer is null) as unanswered,
            (select coalesce(json_agg(json_build_object('data', data, 'output', output)), '[]')
               from pgboss.job where name = 'dead' and not data ? 'cron') as dead`,
    [requestIds],
  );
  expect(found).toEqual({
    requests: REQUESTS, claimed: REQUESTS, moves: 3 * REQUESTS, kinds: 3 * REQUESTS, reviews: REVIEWS, entitlements: ENTITLEMENTS,
    given: ENTITLEMENTS, keys: COMMANDS, unanswered: 0, dead: [],
  });
  const handled = await app.asOwner(
    `select count(*)::int as sent, count(h.event_id)::int as handled, count(distinct (h.event_id, h.handler))::int as once
     from pgboss.job j left join event_handled h
       on h.event_id = (j.data #>> '{delivery,eventId}')::uuid and h.handler = j.data #>> '{delivery,handler}'
     where j.name = 'events'`,
  );
  const { sent } = handled[0] as { sent: number };
  expect(handled).toEqual([{ sent, handled: sent, once: sent }]);
  expect(sent).toBeGreaterThanOrEqual(2 * REVIEWS);
}

async function booksAreRight(): Promise<void> {
  await withServices(async (parts) => {
    const ctx = systemCtx(new Date());
    const [ledger, database] = [parts.get(Ledger), parts.get(Database)];
    const books = await database.read(ctx, (tx) => ledger.trialBalance(ctx, tx));
    expect(books.map(({ isBalanced }) => isBalanced)).toEqual([true]);
    expect(books[0]?.debitsPosted).toBe(BigInt(ENTITLEMENTS * HOURS));
    expect(await database.read(ctx, (tx) => ledger.discrepancies(ctx, tx))).toEqual([]);
  });
}

/** How much there is of everything that a command could have made again. */
async function footprint(): Promise<unknown> {
  const tables = ['compute_request', 'case_event', 'compute_entitlement', 'ledger_transfer', 'notification', 'idempotency_key'];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return app.asOwner(`select ${counts.join(', ')}`);
}
