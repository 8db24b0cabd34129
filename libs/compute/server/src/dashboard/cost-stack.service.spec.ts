import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { expectSqlCount } from '@wutong/core-testing';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { SupplierService } from '../supplier/supplier.service';
import { computeWorld, HOUR_MH, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { CostStackService } from './cost-stack.service';

let world: ComputeWorld;
let costs: CostStackService;
let here: Awaited<ReturnType<ComputeWorld['pool']>>;
let there: typeof here;
let [tidal, ebb] = [] as unknown as [Ctx, Ctx];
let grants: ComputeRequest[];
let last: Date;
/** The month in which all jobs run, as the clock of the tests says it. */
let month: string;

/** Tidal uses two grants here and one there, Ebb one here; an hour costs 10 yuan here and 20 there. */
beforeAll(async () => {
  world = await computeWorld();
  costs = world.get(CostStackService);
  [here, there] = [await world.pool(64), await world.pool(64)];
  [tidal, ebb] = [await world.founder(here.gpuClass, 50_000n), await world.founder(here.gpuClass, 50_000n)];
  const inOther = await world.founder(there.gpuClass);
  for (const [pool, fenPerGpuHour] of [[here, 1_000n], [there, 2_000n]] as const) {
    await world.get(SupplierService).setPrice(world.operator, { contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour, validFrom: world.at(0) });
  }
  const ends = { endsAt: world.at(9), gpus: 4 };
  grants = [
    await world.active(tidal, here.gpuClass, ends), await world.active(tidal, here.gpuClass, ends),
    await world.active(ebb, here.gpuClass, ends), await world.active(inOther, there.gpuClass, ends),
  ];
  last = world.at(1);
  month = new Date(last.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
  const accounts = await Promise.all(grants.map(async (grant) => (await world.get(RequestReadService).grant(world.operator, grant))!.account));
  await world.get(UsageIngestService).ingest({ ...world.operator, now: last }, {
    records: [1, 2, 4, 8].map((hours, index) => ({
      key: `cost-stack/${index}`, cluster: (index === 3 ? there : here).cluster, jobIdRaw: String(index), jobId: String(index),
      account: accounts[index]!, user: 'lin',
      state: 'COMPLETED', gpuClass: (index === 3 ? there : here).gpuClass, gpus: 1, elapsedSeconds: hours * 3600, limitSeconds: null,
      start: world.at(0), end: new Date(world.at(0).getTime() + hours * 3_600_000),
    })),
    problems: [], steps: 0,
  }, { source: 'test' });
});
afterAll(() => world.close());

const yuan = (mfen: bigint): number => Number(mfen) / 100_000;
const staff = (): Ctx => ({ ...world.operator, now: last });

test('the centre stacks a month by pool, supplier, class or company, as charge or cost', async () => {
  const stack = async (by: 'pool' | 'supplier' | 'gpuClass' | 'tenant', of: 'charge' | 'cost' = 'charge') => {
    const points = await expectSqlCount(2, () => costs.series(staff(), by, of));
    expect(points.every((point) => point.month === month)).toBe(true);
    return Object.fromEntries(points.map(({ key, amountMfen }) => [key, yuan(amountMfen)]));
  };
  expect(await stack('pool')).toEqual({ [here.id]: 70, [there.id]: 160 });
  expect(await stack('gpuClass', 'cost')).toEqual({ [here.gpuClass]: 70, [there.gpuClass]: 160 });
  expect(await stack('supplier', 'cost')).toEqual({ [world.supplierId]: 230 });
  expect(await stack('tenant')).toMatchObject({ [tidal.actor.organisationId!]: 30, [ebb.actor.organisationId!]: 40 });
});

test('behind each part stand grants whose sum is the part', async () => {
  for (const by of ['pool', 'supplier', 'gpuClass', 'tenant'] as const) {
    for (const { key, amountMfen } of await costs.series(staff(), by, 'cost')) {
      const detail = await expectSqlCount(2, () => costs.detail(staff(), { by, of: 'cost', month, key, except: [] }));
      expect(detail.amountMfen).toBe(amountMfen);
      expect(detail.shares.reduce((sum, share) => sum + share.amountMfen, 0n)).toBe(amountMfen);
      expect(detail.count).toBe(detail.shares.length);
    }
  }
  const { shares } = await costs.detail(staff(), { by: 'pool', of: 'charge', month, key: here.id, except: [] });
  expect(shares).toMatchObject([
    { organisationId: ebb.actor.organisationId, grantId: grants[2]!.id, requestNumber: grants[2]!.number, gpuMh: 4n * HOUR_MH, poolId: here.id },
    { grantId: grants[1]!.id, gpuMh: 2n * HOUR_MH },
    { grantId: grants[0]!.id, gpuMh: HOUR_MH, gpuClass: here.gpuClass },
  ]);
  const rest = await costs.detail(staff(), { by: 'pool', of: 'charge', month, key: null, except: [here.id] });
  expect(rest).toMatchObject({ count: 1, shares: [{ grantId: grants[3]!.id }] });
  expect(await costs.detail(staff(), { by: 'pool', of: 'charge', month: '2020-01', key: here.id, except: [] })).toEqual({ shares: [], count: 0, amountMfen: 0n });
  await expect(costs.detail(staff(), { by: 'pool', of: 'charge', month: '2020-13', key: here.id, except: [] })).rejects.toMatchObject({ field: 'month' });
});

test('a tenant sees its own charges and nothing of another, nor what it costs, nor who supplies it', async () => {
  const own = { ...tidal, now: last };
  expect((await costs.series(own, 'pool', 'charge')).map(({ key, amountMfen }) => [key, yuan(amountMfen)])).toEqual([[here.id, 30]]);
  const detail = await costs.detail(own, { by: 'pool', of: 'charge', month, key: here.id, except: [] });
  expect(detail.shares.map(({ grantId }) => grantId)).toEqual([grants[1]!.id, grants[0]!.id]);
  const stranger = { ...(await world.founder()), now: last };
  expect(await costs.series(stranger, 'gpuClass', 'charge')).toEqual([]);
  expect(await costs.detail(stranger, { by: 'pool', of: 'charge', month, key: here.id, except: [] })).toMatchObject({ count: 0 });
  for (const [by, of] of [['pool', 'cost'], ['supplier', 'charge'], ['tenant', 'charge']] as const) {
    await expect(costs.series(own, by, of)).rejects.toMatchObject({ code: 'DENIED' });
    await expect(costs.detail(own, { by, of, month, key: here.id, except: [] })).rejects.toMatchObject({ code: 'DENIED' });
  }
});
