import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { expectSqlCount } from '@wutong/core-testing';
import { RequestReadService } from '../request/request-read.service';
import { SupplierService } from '../supplier/supplier.service';
import { computeWorld, HOUR_MH, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { BudgetAlerts } from './budget-alerts';
import { BudgetService } from './budget.service';

let world: ComputeWorld;
let budgets: BudgetService;
beforeAll(async () => {
  world = await computeWorld();
  budgets = world.get(BudgetService);
});
afterAll(() => world.close());

const now = (ctx: Ctx): Ctx => ({ ...ctx, now: world.clock.now() });

/** A tenant with a running grant of 8 GPUs for 40 days at 12 yuan an hour; `use` meters a job of so many hours on 8 GPUs. */
async function tenant() {
  const pool = await world.pool(8);
  await world.get(SupplierService).setPrice(now(world.operator), { contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 1_200n, validFrom: world.contract.startsAt });
  const founder = await world.founder(pool.gpuClass, 20_000n);
  const request = await world.active(now(founder), pool.gpuClass, { gpus: 8, endsAt: world.at(40) });
  const { account } = (await world.get(RequestReadService).grant(now(founder), request))!;
  let job = 0;
  const use = async (hours: number): Promise<void> => {
    const end = world.clock.now();
    await world.get(UsageIngestService).ingest(now(world.operator), {
      records: [{
        key: `${pool.cluster}/${++job}`, cluster: pool.cluster, jobIdRaw: String(job), jobId: '1', account, user: 'a', state: 'COMPLETED',
        gpuClass: pool.gpuClass, gpus: 8, elapsedSeconds: hours * 3600, limitSeconds: null, start: new Date(end.getTime() - hours * 3_600_000), end,
      }], problems: [], steps: 0,
    }, { source: 'test' });
  };
  return { pool, founder, request, use, gpuClass: pool.gpuClass };
}

/** What the people of a founder's company were told since: the titles of their mails, in English. */
async function told(founder: Ctx): Promise<{ threshold: number; unit: string }[][]> {
  await world.get(BudgetAlerts).look(world.system());
  await world.drain();
  const rows = await world.asOwner<{ params: { news: { threshold: number; unit: string }[] } }>(
    `select params from notification where user_id = $1 and topic = 'compute-budget.alert' order by created_at, id`, [founder.actor.userId],
  );
  return rows.map(({ params }) => params.news.map(({ threshold, unit }) => ({ threshold, unit })));
}

describe('a founder sets how much the company means to use in a month', () => {
  test('and sees what is used of it, in hours and in money, by class, by grant and of all', async () => {
    const { founder, request, gpuClass, use } = await tenant();
    const rest = { thresholds: [80, 50, 80, 100], warnsAhead: true };
    await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 400n * HOUR_MH, ...rest });
    await budgets.set(now(founder), { unit: 'fen', amount: 960_000n, ...rest });
    await budgets.set(now(founder), { unit: 'fen', grantId: request.id, amount: 240_000n, ...rest });
    world.clock.advance({ days: 1 });
    await use(10);
    const all = await expectSqlCount(2, () => budgets.own(now(founder)));
    expect(all.map(({ used, usedPercent, grantNumber }) => [used, usedPercent, grantNumber])).toEqual([
      [80n * HOUR_MH, 20, null], [96_000n, 10, null], [96_000n, 40, request.number],
    ]);
    expect(all[0]!.budget.thresholds).toEqual([50, 80, 100]);
    expect(all[0]!.budget.gpuClass).toBe(gpuClass);
  });

  test('changes it only on the version that was seen, and ends it', async () => {
    const { founder, gpuClass } = await tenant();
    const set = await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 5n, thresholds: [80], warnsAhead: false });
    const change = { id: set.id, version: 1, amount: 7n, thresholds: [90], warnsAhead: true };
    expect(await budgets.change(now(founder), change)).toMatchObject({ version: 2, amount: 7n });
    await expect(budgets.change(now(founder), change)).rejects.toMatchObject({ code: 'STALE_VERSION' });
    await budgets.end(now(founder), { id: set.id, version: 2 });
    expect(await budgets.own(now(founder))).toEqual([]);
  });

  test('and is told what is wrong with it', async () => {
    const { founder, gpuClass } = await tenant();
    const good = { unit: 'gpu_mh' as const, gpuClass, amount: 5n, thresholds: [80], warnsAhead: false };
    await expect(budgets.set(now(founder), { ...good, amount: 0n })).rejects.toMatchObject({ field: 'amount' });
    await expect(budgets.set(now(founder), { ...good, thresholds: [] })).rejects.toMatchObject({ field: 'thresholds' });
    await expect(budgets.set(now(founder), { ...good, gpuClass: 'nothing' })).rejects.toMatchObject({ field: 'gpuClass' });
    await expect(budgets.set(now(founder), { ...good, gpuClass: null })).rejects.toMatchObject({ field: 'gpuClass' });
  });

  test('never of another company', async () => {
    const { founder, request, gpuClass } = await tenant();
    const set = await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 5n, thresholds: [80], warnsAhead: false });
    const stranger = await world.founder();
    const other = { unit: 'fen' as const, grantId: request.id, amount: 5n, thresholds: [80], warnsAhead: false };
    await expect(budgets.set(now(stranger), other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(budgets.end(now(stranger), { id: set.id, version: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await budgets.own(now(stranger))).toEqual([]);
    await expect(budgets.own(now(world.operator))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('people are told', () => {
  test('at each threshold exactly once, of several budgets in one notice, and anew in the next month', async () => {
    const { founder, gpuClass, use } = await tenant();
    const rest = { thresholds: [50, 80, 100], warnsAhead: false };
    await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 160n * HOUR_MH, ...rest });
    await budgets.set(now(founder), { unit: 'fen', amount: 192_000n, ...rest });
    world.clock.set(new Date('2026-12-02T02:00:00Z'));
    expect(await told(founder)).toEqual([]);
    await use(11);
    expect(await told(founder)).toEqual([[{ threshold: 50, unit: 'gpu_mh' }, { threshold: 50, unit: 'fen' }]]);
    expect(await told(founder)).toHaveLength(1);
    world.clock.advance({ days: 1 });
    await use(12);
    const both = await told(founder);
    expect(both).toHaveLength(2);
    // 80 and 100 were passed together: the higher is the news.
    expect(both[1]).toEqual([{ threshold: 100, unit: 'gpu_mh' }, { threshold: 100, unit: 'fen' }]);
    expect(await told(founder)).toHaveLength(2);
    world.clock.set(new Date('2027-01-03T02:00:00Z'));
    await use(11);
    expect(await told(founder)).toHaveLength(3);
  });

  test('exactly once also when two workers look at one time', async () => {
    const { founder, gpuClass, use } = await tenant();
    await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 80n * HOUR_MH, thresholds: [80], warnsAhead: false });
    await use(10);
    await Promise.all([1, 2, 3].map(() => world.get(BudgetAlerts).look(world.system())));
    expect(await told(founder)).toEqual([[{ threshold: 80, unit: 'gpu_mh' }]]);
  });

  test('that a budget will be exceeded before it is, and anew after it was changed', async () => {
    const { founder, gpuClass, use } = await tenant();
    const { id } = await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 2_000n * HOUR_MH, thresholds: [100], warnsAhead: true });
    world.clock.set(new Date('2027-01-31T17:00:00Z'));
    for (let day = 0; day < 14; day += 1) {
      world.clock.advance({ days: 1 });
      await use(10);
    }
    expect(await told(founder)).toEqual([[{ threshold: 0, unit: 'gpu_mh' }]]);
    const [status] = await budgets.own(now(founder));
    expect(status!.usedPercent).toBeLessThan(100);
    expect(status!.expectedPercent).toBeGreaterThan(100);
    expect(status!.reachedAt!.getTime()).toBeGreaterThan(world.clock.now().getTime());
    await budgets.change(now(founder), { id, version: 1, amount: 1_500n * HOUR_MH, thresholds: [50, 100], warnsAhead: true });
    expect(await told(founder)).toContainEqual([{ threshold: 50, unit: 'gpu_mh' }]);
  });

  test('nothing of a budget that has ended', async () => {
    const { founder, gpuClass, use } = await tenant();
    const set = await budgets.set(now(founder), { unit: 'gpu_mh', gpuClass, amount: 80n * HOUR_MH, thresholds: [80], warnsAhead: false });
    await budgets.end(now(founder), { id: set.id, version: 1 });
    await use(10);
    expect(await told(founder)).toEqual([]);
  });
});
