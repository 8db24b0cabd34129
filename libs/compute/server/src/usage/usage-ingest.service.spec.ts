import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ledger, Timers, type Ctx } from '@wutong/core-server';
import fc from 'fast-check';
import { addMonths, monthOf } from '../charge/month';
import { computeAccounts } from '../entitlement/compute-accounts';
import { EntitlementService } from '../entitlement/entitlement.service';
import { GrantService } from '../grant/grant.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { ParkedUsageService } from './parked-usage.service';
import { UsageIngestService } from './usage-ingest.service';
import { UsageReadService } from './usage-read.service';

let world: ComputeWorld;
let usage: UsageIngestService;
let parked: ParkedUsageService;

beforeAll(async () => {
  world = await computeWorld();
  usage = world.get(UsageIngestService);
  parked = world.get(ParkedUsageService);
});
afterAll(() => world.close());

const HEADER = 'JobIDRaw|JobID|JobName|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Submit|Start|End|ExitCode';

interface Job {
  id: number;
  cluster: string;
  account: string;
  gpuClass: string;
  gpus?: number;
  /** Hours after the clock's start; a job without end runs. */
  from?: number;
  hours?: number;
  elapsed?: number;
  running?: boolean;
}

/** A line of sacct. The world's clock stands at the beginning of a running grant; jobs lie before `now` of the import. */
function line({ id, cluster, account, gpuClass, gpus = 1, from = 0, hours = 1, elapsed, running = false }: Job): string {
  const start = new Date(world.clock.now().getTime() + from * 3_600_000);
  const end = new Date(start.getTime() + hours * 3_600_000);
  const text = (at: Date): string => at.toISOString().slice(0, 19);
  return [
    id, id, 'train', cluster, account, 'alice', running ? 'RUNNING' : 'COMPLETED',
    `billing=1,cpu=1,gres/gpu:${gpuClass}=${gpus},gres/gpu=${gpus},mem=1G,node=1`, elapsed ?? hours * 3600,
    text(start), text(start), running ? 'Unknown' : text(end), '0:0',
  ].join('|');
}

const file = (...lines: string[]): string => `${[HEADER, ...lines].join('\n')}\n`;
const at = (ctx: Ctx, hours: number): Ctx => ({ ...ctx, now: new Date(world.clock.now().getTime() + hours * 3_600_000) });

async function grantOf(founder: Ctx, request: ComputeRequest) {
  return (await world.get(RequestReadService).grant(founder, request))!;
}

/** A running grant of 8 GPUs for ten days (and two weeks for its jobs), with its pool and account. */
async function running(hours?: bigint) {
  const pool = await world.pool(8);
  const founder = await world.founder(pool.gpuClass, hours);
  const request = await world.active(founder, pool.gpuClass, { endsAt: world.at(10) });
  const { account } = await grantOf(founder, request);
  const job = (id: number, more: Partial<Job> = {}): Job => ({ id, cluster: pool.cluster, account, gpuClass: pool.gpuClass, ...more });
  const balance = () => {
    const { available, used, overuse } = computeAccounts(founder.actor.organisationId!, pool.gpuClass);
    return world.db.read(founder, async (tx) => {
      const [left, spent, owed] = await world.get(Ledger).balances(founder, tx, [available, used, overuse]);
      return { available: left!.available, held: left!.pending, used: spent!.posted, overuse: -owed!.posted };
    });
  };
  const take = (hoursOn: number, ...jobs: Job[]) =>
    usage.importSacct(at(world.operator, hoursOn), file(...jobs.map(line)), { source: 'sacct.txt' });
  return { pool, founder, request, job, balance, take };
}

async function sums(pool: { id: string }) {
  const [row] = await world.asOwner<Record<'hour' | 'day' | 'month' | 'record', bigint>>(
    `select (select coalesce(sum(gpu_mh), 0) from usage_hour where pool_id = $1)::bigint as hour,
            (select coalesce(sum(gpu_mh), 0) from usage_day where pool_id = $1)::bigint as day,
            (select coalesce(sum(gpu_mh), 0) from usage_month where pool_id = $1)::bigint as month,
            (select coalesce(sum(gpu_mh), 0) from usage_record where pool_id = $1)::bigint as record`,
    [pool.id],
  );
  return Object.fromEntries(Object.entries(row!).map(([key, value]) => [key, BigInt(value)]));
}

test('a job’s GPU time is taken from what is held, and the statement says why', async () => {
  const { founder, job, balance, take, pool } = await running();
  const report = await take(5, job(1, { gpus: 4, hours: 2.5 }));
  expect(report).toMatchObject({ records: 1, added: 1, updated: 0, unchanged: 0, parked: 0, problems: [] });
  expect(await balance()).toEqual({ available: 98_080n * HOUR_MH, held: 1_910n * HOUR_MH, used: 10n * HOUR_MH, overuse: 0n });
  const statement = await world.get(EntitlementService).statement(
    { ...founder, locale: 'zh-CN' }, { organisationId: null, gpuClass: pool.gpuClass, first: 10 },
  );
  expect(statement.nodes.map(({ kind, posted, pending, memo }) => ({ kind, posted, pending, memo }))).toEqual([
    { kind: 'hold', posted: 0n, pending: 1_910n * HOUR_MH, memo: '1 个作业的用量，来源“sacct.txt”' },
    { kind: 'post', posted: -10n * HOUR_MH, pending: -1_920n * HOUR_MH, memo: '1 个作业的用量，来源“sacct.txt”' },
    { kind: 'hold', posted: 0n, pending: 1_920n * HOUR_MH, memo: expect.stringMatching(/^为申请 C2026-\d+ 冻结$/) },
    { kind: 'transfer', posted: 100_000n * HOUR_MH, pending: 0n, memo: '中心发放：Autumn round' },
  ]);
});

describe('the same records', () => {
  test('sent twice, or in another order, change nothing', async () => {
    const { job, balance, take, pool } = await running();
    const jobs = [job(1, { hours: 3 }), job(2, { gpus: 2, from: 1 }), job(3, { from: 2, hours: 0.01, elapsed: 35 })];
    await take(9, ...jobs);
    const before = [await balance(), await sums(pool)];
    expect(await take(9, ...jobs.toReversed())).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
    expect([await balance(), await sums(pool)]).toEqual(before);
  });

  test('sent by many at once are counted once', async () => {
    const { job, balance, take } = await running();
    const jobs = Array.from({ length: 20 }, (_, i) => job(i + 1, { from: i * 0.1 }));
    await Promise.all(Array.from({ length: 6 }, () => take(9, ...jobs)));
    expect(await balance()).toMatchObject({ used: 20n * HOUR_MH, held: 1_900n * HOUR_MH });
  });
});

test('a running job is counted as far as it is known, and its end settles it, in whatever order they come', async () => {
  const { job, balance, take, pool } = await running();
  await take(2, job(1, { running: true, elapsed: 2 * 3600 }));
  expect(await balance()).toMatchObject({ used: 2n * HOUR_MH });
  expect(await take(4, job(1, { running: true, elapsed: 4 * 3600 }))).toMatchObject({ updated: 1 });
  expect(await balance()).toMatchObject({ used: 4n * HOUR_MH });
  expect(await take(5, job(1, { hours: 3 }))).toMatchObject({ updated: 1 });
  expect(await balance()).toEqual({ available: 98_080n * HOUR_MH, held: 1_917n * HOUR_MH, used: 3n * HOUR_MH, overuse: 0n });
  expect(await take(6, job(1, { running: true, elapsed: 2 * 3600 }))).toMatchObject({ unchanged: 1 });
  expect(await sums(pool)).toEqual({ hour: 3000n, day: 3000n, month: 3000n, record: 3000n });
});

test('the time limit of a job stands beside its time, as it was last told', async () => {
  const { founder, job } = await running();
  const read = async (hours: number, limit: string | null, more: Partial<Job>) => {
    const [header, row] = limit === null ? [HEADER, line(job(1, more))] : [`${HEADER}|Timelimit`, `${line(job(1, more))}|${limit}`];
    await usage.importSacct(at(world.operator, hours), `${header}\n${row}\n`, { source: 'sacct' });
    const { nodes } = await world.get(UsageReadService).records(founder, { first: 10 });
    return nodes.map(({ limitSeconds }) => limitSeconds);
  };
  expect(await read(1, 'UNLIMITED', { running: true, elapsed: 3600 })).toEqual([null]);
  expect(await read(2, '04:00:00', { running: true, elapsed: 2 * 3600 })).toEqual([4 * 3600]);
  expect(await read(4, null, { hours: 3 })).toEqual([4 * 3600]);
});

test('use beyond what was granted is recorded, flagged and told, never lost', async () => {
  const { founder, request, job, balance, take } = await running();
  await take(300, job(1, { gpus: 8, hours: 241 }));
  expect(await balance()).toEqual({ available: 98_080n * HOUR_MH, held: 0n, used: 1_928n * HOUR_MH, overuse: 8n * HOUR_MH });
  expect(await grantOf(founder, request)).toMatchObject({ usedMh: 1_928n * HOUR_MH, overuseMh: 8n * HOUR_MH, heldMh: 0n });
  await take(300, job(2, { from: 1 }));
  expect(await balance()).toMatchObject({ overuse: 9n * HOUR_MH });
});

describe('after the end of a grant', () => {
  test('late records are paid from the quota, and it settles exactly', async () => {
    const { founder, request, job, balance, take } = await running();
    await take(9, job(1, { hours: 5 }));
    await world.get(Timers).runDue(world.at(10.1));
    expect(await balance()).toEqual({ available: 99_995n * HOUR_MH, held: 0n, used: 5n * HOUR_MH, overuse: 0n });
    await take(250, job(2, { from: 20, hours: 3 }));
    expect(await balance()).toEqual({ available: 99_992n * HOUR_MH, held: 0n, used: 8n * HOUR_MH, overuse: 0n });
    await world.get(Timers).runDue(world.at(14));
    const reading = world.get(RequestReadService);
    const settled = await reading.get(founder, request.id);
    expect(settled.state).toBe('settled');
    expect((await reading.timeline(founder, settled)).at(-1)?.data).toEqual({
      grantedMh: '1920000', usedMh: '8000', overuseMh: '0', returnedMh: '1912000',
    });
  });

  test('what the quota cannot pay is overuse', async () => {
    const { founder, request, job, balance, take, pool } = await running(1_920n);
    await world.get(GrantService).release(at(founder, 5), seen(request));
    await world.get(EntitlementService).give(world.lead, {
      organisationId: founder.actor.organisationId!, gpuClass: pool.gpuClass, amountMh: -1_919n * HOUR_MH, reason: 'End of the programme',
    });
    await take(9, job(1, { hours: 4 }));
    expect(await balance()).toEqual({ available: 1n * HOUR_MH, held: 0n, used: 4n * HOUR_MH, overuse: 4n * HOUR_MH });
  });
});

describe('a delivery of many parts', () => {
  const RUNS = 6000;

  test('counts as if it had come whole: new runs, known ones and those that wait, wherever they stand', async () => {
    const { job, balance, take, pool } = await running(1_000_000n);
    const jobs = Array.from({ length: RUNS }, (_, i) => job(i + 1, { from: (i % 200) / 10, hours: 0.1, ...(i % 50 === 7 ? { account: 'lab' } : {}) }));
    const known = jobs.filter((_, i) => i % 3 === 0 && i % 50 !== 7);
    await take(30, ...known.map((one) => ({ ...one, running: true, elapsed: 36 })));
    expect(await take(30, ...jobs)).toMatchObject({ added: RUNS - RUNS / 50 - known.length, updated: known.length, parked: RUNS / 50, unchanged: 0 });
    const used = BigInt(RUNS - RUNS / 50) * 100n;
    expect(await sums(pool)).toEqual({ hour: used, day: used, month: used, record: used });
    expect(await balance()).toMatchObject({ used });
  });

  test('leaves nothing behind when the server refuses the last of them', async () => {
    const { job, balance, take, pool } = await running(1_000_000n);
    await world.asOwner(`alter table usage_record add constraint refused check (job_key <> '${pool.cluster}/${RUNS}@' || extract(epoch from start_at)::bigint)`);
    const jobs = Array.from({ length: RUNS }, (_, i) => job(i + 1, { from: i / 1000, hours: 0.1 }));
    await expect(take(30, ...jobs)).rejects.toThrow('refused');
    await world.asOwner(`alter table usage_record drop constraint refused`);
    expect([await balance(), await sums(pool)]).toMatchObject([{ used: 0n }, { record: 0n }]);
  });
});

describe('an account that nobody knows', () => {
  test('is parked, and counts once somebody says whose it is', async () => {
    const { founder, job, balance, take, pool, request } = await running();
    const account = 'physics';
    expect(await take(9, job(1, { account }), job(2, { account, hours: 2 }), job(3))).toMatchObject({ added: 1, parked: 2 });
    const waiting = (await parked.list(world.operator)).filter(({ cluster }) => cluster === pool.cluster);
    expect(waiting).toMatchObject([{ account, runs: 2, gpuMh: 3n * HOUR_MH, because: 'unknown_account' }]);
    expect(await take(9, job(1, { account }))).toMatchObject({ parked: 1 });
    expect(await balance()).toMatchObject({ used: 1n * HOUR_MH });
    const resolve = { cluster: pool.cluster, account, organisationId: founder.actor.organisationId! };
    await expect(parked.resolve(world.operator, { ...resolve, organisationId: world.supplierId })).rejects.toMatchObject({ field: 'organisationId' });
    expect(await parked.resolve(world.operator, resolve)).toBe(2);
    expect(await balance()).toMatchObject({ used: 4n * HOUR_MH, overuse: 0n });
    expect(await grantOf(founder, request)).toMatchObject({ usedMh: 4n * HOUR_MH });
    expect((await parked.list(world.operator)).filter(({ cluster }) => cluster === pool.cluster)).toEqual([]);
    expect(await take(9, job(4, { account, from: 3 }))).toMatchObject({ added: 1 });
  });

  test('is not there for somebody with a conflict of interest, once it is known whose it is', async () => {
    const { founder, job, take, pool } = await running();
    const own = { ...world.operator, actor: { ...world.operator.actor, conflicts: [founder.actor.organisationId!] } };
    const seen = async (ctx: Ctx) => (await parked.list(ctx)).filter(({ cluster }) => cluster === pool.cluster).map(({ account }) => account);
    await take(9, job(1, { account: 'lab' }), job(2, { gpuClass: 'gb300' }));
    const theirs = job(2).account;
    expect((await seen(world.operator)).sort()).toEqual(['lab', theirs].sort());
    expect(await seen(own)).toEqual(['lab']);
  });

  test('may be dismissed with a reason', async () => {
    const { job, take, pool } = await running();
    await take(9, job(1, { account: 'burn-in' }));
    const which = { cluster: pool.cluster, account: 'burn-in' };
    await expect(parked.dismiss(world.operator, { ...which, reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
    expect(await parked.dismiss(world.operator, { ...which, reason: 'The supplier’s own test' })).toBe(1);
    expect(await take(9, job(1, { account: 'burn-in' }))).toMatchObject({ parked: 1 });
    expect((await parked.list(world.operator)).filter(({ cluster }) => cluster === pool.cluster)).toEqual([]);
  });

  test('use of a tenant outside every grant is overuse', async () => {
    const { founder, job, balance, take, pool } = await running();
    const account = 'home';
    await take(9, job(1, { account, from: -30 }));
    await parked.resolve(world.operator, { cluster: pool.cluster, account, organisationId: founder.actor.organisationId! });
    expect(await balance()).toMatchObject({ used: 1n * HOUR_MH, overuse: 1n * HOUR_MH, held: 1_920n * HOUR_MH });
  });
});

describe('bad lines', () => {
  test('are told with line, field and reason in the reader’s language, and the good ones count', async () => {
    const { job, pool } = await running();
    const good = line(job(1));
    const text = file(
      good,
      line(job(2, { elapsed: -5 })),
      line(job(3, { elapsed: Number.NaN })),
      line(job(4, { from: 4000 })),
      good.split('|').slice(0, 6).join('|'),
      line({ ...job(6), gpuClass: 'h100=2,gres/gpu:a800' }),
      '7|7|train',
    );
    const ctx = { ...at(world.operator, 5), locale: 'zh-CN' as const };
    const report = await usage.importSacct(ctx, text, { source: 'bad.txt' });
    expect(report).toMatchObject({ records: 1, added: 1 });
    expect(report.problems.map(({ line: n, field, code }) => [n, field, code])).toEqual([
      [3, 'ElapsedRaw', 'badElapsed'], [4, 'ElapsedRaw', 'badElapsed'], [5, 'Start', 'inFuture'],
      [6, null, 'wrongColumnCount'], [7, 'AllocTRES', 'severalGpuClasses'], [8, null, 'wrongColumnCount'],
    ]);
    expect(report.problems[0]?.message).toBe('运行时长须为 0 至 68 年之间的整数秒');
    expect(await sums(pool)).toMatchObject({ record: 1000n });
  });

  test('that nothing can keep are told like the others', async () => {
    const { job, pool } = await running();
    const told = async (more: Partial<Job>) => {
      const { problems } = await usage.importSacct(at(world.operator, 5), file(line(job(1, more)), line(job(2))), { source: 'odd.txt' });
      return problems.map(({ line: n, field, code }) => [n, field, code]);
    };
    expect(await told({ gpus: 3_000_000_000 })).toEqual([[2, 'AllocTRES', 'badTres']]);
    expect(await told({ account: 'chem\0' })).toEqual([[2, 'Account', 'badName']]);
    expect(await told({ account: 'x'.repeat(9000) })).toEqual([[2, 'Account', 'badName']]);
    expect(await told({ gpus: 1_000_000 })).toEqual([]);
    expect(await sums(pool)).toMatchObject({ record: 1_000_001_000n });
  });

  test('no zone of the world is no zone', async () => {
    await expect(usage.importSacct(world.operator, file(), { source: 'x', timeZone: 'Mars/Base' })).rejects.toMatchObject({ field: 'timeZone' });
  });
});

test('the captured output of a real Slurm is read, and its unknown accounts wait', async () => {
  const ctx = { ...world.operator, now: new Date('2026-11-23T12:00:00Z') };
  const report = await usage.importSacct(ctx, readFileSync(new URL('fixtures/sacct-jobs.txt', import.meta.url)), { source: 'captured' });
  expect(report).toMatchObject({ added: 0, parked: 10, passedOver: 1, problems: [] });
  const waiting = (await parked.list(world.operator)).filter(({ cluster }) => cluster === 'local');
  expect(waiting.map(({ account, gpuMh }) => [account, gpuMh])).toEqual([['chem', 31n], ['physics', 31n]]);
});

test('whatever comes, in whatever order and however often, the ledger’s sum is the meter’s sum', async () => {
  const run = fc.record({
    id: fc.integer({ min: 1, max: 6 }), from: fc.integer({ min: -3, max: 250 }), hours: fc.integer({ min: 1, max: 60 }),
    gpus: fc.integer({ min: 1, max: 8 }), reports: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }),
    account: fc.constantFrom('own', 'own', 'tenant', 'nobody'),
  });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(run, { selector: ({ id }) => id, minLength: 1, maxLength: 6 }), fc.array(fc.nat(), { minLength: 3, maxLength: 10 }), fc.nat(9), async (runs, order, endsAt) => {
      const { pool, founder, request, job, balance, take } = await running(2_000n);
      const { organisationId } = founder.actor;
      await world.asOwner(
        `insert into usage_account (cluster, account, organisation_id, set_by_name, set_at) values ($1, 'tenant', $2, 'test', now())`,
        [pool.cluster, organisationId],
      );
      const named = (account: string) => (account === 'own' ? {} : { account });
      const deliveries = runs.flatMap(({ id, from, hours, gpus, reports, account }) => [
        ...reports.map((part) => job(id, { from, hours, gpus, ...named(account), running: true, elapsed: Math.ceil((hours * 36 * part)) })),
        job(id, { from, hours, gpus, ...named(account) }),
      ]);
      for (const [i, pick] of order.entries()) {
        if (i === endsAt) await world.get(GrantService).release(at(founder, 100), seen(request)).catch(() => undefined);
        await take(400, deliveries[pick % deliveries.length]!, deliveries[(pick + i) % deliveries.length]!);
      }
      const metered = await sums(pool);
      const figures = await balance();
      expect(metered).toEqual({ hour: metered['record'], day: metered['record'], month: metered['record'], record: metered['record'] });
      expect(figures.used).toBe(metered['record']);
      expect(figures.available + figures.held + figures.used - figures.overuse).toBe(2_000n * HOUR_MH);
      expect((await grantOf(founder, request)).heldMh).toBe(figures.held);
      expect(await world.db.read(world.lead, (tx) => world.get(Ledger).discrepancies(world.lead, tx))).toEqual([]);
    }),
    { numRuns: 10 },
  );
}, 120_000);

test('a supplier sends the records of its own clusters alone', async () => {
  const { job } = await running();
  const supplier = at(world.supplier, 9);
  const report = await usage.importSacct(supplier, file(line(job(1)), line({ ...job(2), cluster: 'elsewhere' })), { source: 'push' });
  expect(report).toMatchObject({ records: 1, added: 1, problems: [{ code: 'foreignCluster', field: 'Cluster' }] });
});

test('another tenant sees nothing of it', async () => {
  const { founder, job, take, request } = await running();
  await take(9, job(1));
  const reading = world.get(UsageReadService);
  expect((await reading.records(founder, { first: 10 })).nodes).toHaveLength(1);
  const ofMonth = async (month: string): Promise<number> => (await reading.records(founder, { first: 10, grantId: request.id, month })).nodes.length;
  const ran = monthOf((await reading.records(founder, { first: 1 })).nodes[0]!.startAt);
  expect([await ofMonth(ran), await ofMonth(addMonths(ran, -1)), await ofMonth(addMonths(ran, 2))]).toEqual([1, 0, 0]);
  await expect(ofMonth('2026-13')).rejects.toMatchObject({ field: 'month' });
  const stranger = await world.founder();
  const { organisationId } = founder.actor;
  expect((await reading.records(stranger, { first: 10, organisationId })).nodes).toEqual([]);
  expect((await reading.records(stranger, { first: 10, grantId: request.id })).nodes).toEqual([]);
  expect(await parked.list(stranger)).toEqual([]);
});
