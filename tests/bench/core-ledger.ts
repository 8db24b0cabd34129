import { randomUUID } from 'node:crypto';
import { Ledger, systemCtx } from '@wutong/core-server';
import { testModule, type TestModule } from '@wutong/core-testing';
import { Client } from 'pg';
import { type Figure, median } from './figure';

const CONNECTIONS = 64;
const BATCH = 1000;
/** Importers of batches at once, each with accounts of its own. */
const IMPORTERS = 4;
const ROUNDS = 3;
const SECONDS = 4;
const cause = { type: 'bench', id: 'bench', event: 'measure' };
const ctx = systemCtx(new Date('2026-11-23T02:00:00Z'));
const ledger = new Ledger();

/**
 * The ledger's rates on a PostgreSQL that syncs every commit to disk, as the app role under row-level security, each
 * beside the bare limit of the same machine in the same round: a one-row INSERT by primary key (for holds), an UPDATE
 * of one row by everybody (for the hot account), one INSERT of many rows (for batches).
 */
export async function benches(): Promise<Figure[]> {
  const t = await testModule({ poolSize: CONNECTIONS });
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(t)));
  try {
    await t.asOwner(`create table bare (id uuid primary key, n bigint not null)`);
    await t.asOwner(`create table bare_hot with (fillfactor = 40) as select 0::bigint as n`);
    await t.asOwner(`grant select, insert, update on bare, bare_hot to wutong_app`);
    return await measure(t, clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await t.close();
  }
}

async function measure(t: TestModule, clients: Client[]): Promise<Figure[]> {
  const ids = await fundedAccounts(t, 2 * CONNECTIONS);
  const [hot = ''] = ids;
  const pair = (worker: number): [string, string] => [ids[2 * worker] ?? '', ids[2 * worker + 1] ?? ''];
  const move = (debit: string, credit: string) => ({ id: randomUUID(), debit, credit, amount: 1n, cause });

  const hold = (worker: number, debit: string, credit: string): Promise<unknown> =>
    (clients[worker] as Client).query({
      name: 'hold',
      text: `select problem from ledger_apply_one('hold', $1, null, $2, $3, 1, null, 'bench', 'bench', 'measure', null,
        null, $4)`,
      values: [randomUUID(), debit, credit, ctx.now],
    });
  const bare = (worker: number, name: string, text: string, values: unknown[]): Promise<unknown> =>
    (clients[worker] as Client).query({ name, text, values });

  const kinds = {
    holds: (worker: number) => hold(worker, ...pair(worker)),
    bareInserts: (worker: number) => bare(worker, 'insert', 'insert into bare values ($1, 1)', [randomUUID()]),
    holdsInWrite: (worker: number) =>
      t.db.write(ctx, (tx) => ledger.hold(ctx, tx, move(...pair(worker)))),
    insertsInWrite: () => t.db.write(ctx, (tx) => tx.query('insert into bare values ($1, 1)', [randomUUID()])),
    hotHolds: (worker: number) => hold(worker, hot, ids[1 + worker] ?? ''),
    bareHot: (worker: number) => bare(worker, 'update', 'update bare_hot set n = n + $1', [1]),
    batches: (worker: number) =>
      t.db.write(ctx, (tx) =>
        ledger.batch(
          ctx,
          tx,
          Array.from({ length: BATCH }, (_, i) => ({
            kind: 'transfer' as const,
            ...move(...pair(worker + IMPORTERS * (i % (CONNECTIONS / IMPORTERS)))),
          })),
        ),
      ),
    bareBatches: (worker: number) =>
      bare(worker, 'many', 'insert into bare select id, 1 from unnest($1::uuid[]) id', [
        Array.from({ length: BATCH }, () => randomUUID()),
      ]),
  };
  const pairs = [
    ['holds', 'bareInserts'], ['holdsInWrite', 'insertsInWrite'], ['hotHolds', 'bareHot'], ['batches', 'bareBatches'],
  ] as const;
  const rates: Record<keyof typeof kinds, number[]> = {
    holds: [], bareInserts: [], holdsInWrite: [], insertsInWrite: [],
    hotHolds: [], bareHot: [], batches: [], bareBatches: [],
  };
  // Each kind takes turns with its bare limit alone: what a minute of batches leaves the disk to write is not to be
  // charged to single holds. The first turn warms the connections up and does not count.
  for (const pair of pairs) {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const name of pair) {
        const rate = await ratePerSecond(pair[0] === 'batches' ? IMPORTERS : CONNECTIONS, SECONDS, kinds[name]);
        if (round > 0) rates[name].push(rate);
      }
    }
  }
  const rate = (name: keyof typeof kinds): number => Math.round(median(rates[name]));
  const ratio = (name: keyof typeof kinds, limit: keyof typeof kinds): number =>
    median(rates[name].map((value, round) => value / (rates[limit][round] ?? NaN)));
  const perSecond = { unit: 'ops/s' };
  return [
    { figure: 'ledger-single-holds', value: rate('holds'), ...perSecond, goal: { atLeast: 3000 } },
    { figure: 'ledger-single-holds-to-bare-inserts', value: ratio('holds', 'bareInserts'), unit: 'x', goal: null },
    { figure: 'ledger-holds-in-write', value: rate('holdsInWrite'), ...perSecond, goal: null },
    { figure: 'ledger-holds-to-inserts-in-write', value: ratio('holdsInWrite', 'insertsInWrite'), unit: 'x', goal: null },
    { figure: 'ledger-hot-account-holds', value: rate('hotHolds'), ...perSecond, goal: null },
    { figure: 'ledger-hot-account-to-bare-updates', value: ratio('hotHolds', 'bareHot'), unit: 'x', goal: null },
    { figure: 'ledger-batch-transfers', value: rate('batches') * BATCH, ...perSecond, goal: { atLeast: 20_000 } },
    { figure: 'ledger-batch-to-bare-inserts', value: ratio('batches', 'bareBatches'), unit: 'x', goal: null },
  ];
}

async function fundedAccounts(t: TestModule, count: number): Promise<string[]> {
  const account = { organisationId: null, ownerType: 'bench', ownerId: randomUUID(), unit: 'CNY' };
  return t.db.write(ctx, async (tx) => {
    const [issued = '', ...ids] = await ledger.openAccounts(ctx, tx, [
      { ...account, code: 'issued', rule: 'credits_must_not_exceed_debits' },
      ...Array.from({ length: count }, (_, n) => ({
        ...account,
        code: `a${n}`,
        rule: 'debits_must_not_exceed_credits' as const,
      })),
    ]);
    const give = (credit: string) => ({
      kind: 'transfer' as const, id: randomUUID(), debit: issued, credit, amount: 10n ** 12n, cause,
    });
    await ledger.batch(ctx, tx, ids.map(give));
    return ids;
  });
}

async function connect(t: TestModule): Promise<Client> {
  const client = new Client({ connectionString: t.database.url });
  await client.connect();
  await client.query(`select set_config('wutong.reach', 'system', false)`);
  return client;
}

async function ratePerSecond(
  workers: number,
  seconds: number,
  work: (worker: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < end) {
        await work(worker);
        done++;
      }
    }),
  );
  return (done / (performance.now() - start)) * 1000;
}
