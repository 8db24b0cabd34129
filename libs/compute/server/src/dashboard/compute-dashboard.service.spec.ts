import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectSqlCount } from '@wutong/core-testing';
import { EntitlementService } from '../entitlement/entitlement.service';
import { PoolService } from '../pool/pool.service';
import { RequestReadService } from '../request/request-read.service';
import { SupplierService } from '../supplier/supplier.service';
import { TariffService } from '../tariff/tariff.service';
import { computeWorld, HOUR_MH, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { ComputeDashboardService } from './compute-dashboard.service';

let world: ComputeWorld;
let dashboard: ComputeDashboardService;

beforeAll(async () => {
  world = await computeWorld();
  dashboard = world.get(ComputeDashboardService);
});
afterAll(() => world.close());

/** A tenant with a running grant of 8 GPUs, of which 4 were busy for the first 48 hours. */
async function busyTenant() {
  const pool = await world.pool(8);
  const founder = await world.founder(pool.gpuClass, 2_000n);
  const request = await world.active(founder, pool.gpuClass, { endsAt: world.at(10) });
  const grant = await world.get(RequestReadService).grant(founder, request);
  const end = world.at(2);
  await world.get(UsageIngestService).ingest({ ...world.operator, now: end }, {
    records: [{
      key: `${pool.cluster}/1`, cluster: pool.cluster, jobIdRaw: '1', jobId: '1', account: grant!.account, user: 'alice', state: 'COMPLETED',
      gpuClass: pool.gpuClass, gpus: 4, elapsedSeconds: 48 * 3600, limitSeconds: null, start: world.at(0), end,
    }],
    problems: [], steps: 0,
  }, { source: 'test' });
  return { pool, founder, request, now: end };
}

describe('a tenant sees of its computing power', () => {
  test('what was given, is held, used and left, how fast it goes and when it runs out', async () => {
    const { founder, pool, now } = await busyTenant();
    const [balance] = await dashboard.balances({ ...founder, now }, null);
    expect(balance).toMatchObject({
      gpuClass: pool.gpuClass, givenMh: 2_000n * HOUR_MH, heldMh: 1_728n * HOUR_MH, usedMh: 192n * HOUR_MH, overuseMh: 0n,
      leftMh: 80n * HOUR_MH,
    });
    // The clock stands at 10:00 in Shanghai: the two days of use began ten hours into a day.
    expect(balance!.burnPerDayMh).toBe(79_448n);
    expect(balance!.runsOutAt!.getTime()).toBeGreaterThan(now.getTime() + 22 * 86_400_000);
  });

  test('what was used when, by hour, day and month, which are the same in sum', async () => {
    const { founder, pool, now } = await busyTenant();
    const ask = (grain: 'hour' | 'day' | 'month') =>
      dashboard.series({ ...founder, now }, {
        grain, by: 'pool', from: world.at(-25), to: now, organisationId: null, poolId: null, gpuClass: pool.gpuClass, most: null,
      });
    const [hours, days, months] = [await ask('hour'), await ask('day'), await ask('month')];
    expect(hours).toHaveLength(48);
    expect(days.map(({ gpuMh }) => gpuMh)).toEqual([56_000n, 96_000n, 40_000n]);
    expect(months).toMatchObject([{ at: new Date('2026-10-31T16:00:00Z'), key: pool.id, nameEn: 'Pool one', gpuMh: 192_000n }]);
    await expect(dashboard.series(founder, {
      grain: 'hour', by: 'pool', from: world.at(-300), to: now, organisationId: null, poolId: null, gpuClass: null, most: null,
    })).rejects.toMatchObject({ field: 'from' });
  });

  test('the largest parts each, and the others together', async () => {
    const founder = await world.founder();
    const places = await Promise.all([5n, 1n, 3n, 2n].map(async (hours) => ({ pool: await world.pool(8), hours })));
    for (const { pool, hours } of places) {
      await world.asOwner(
        `insert into usage_day (organisation_id, at, pool_id, gpu_class, gpu_mh) values ($1, $2, $3, $4, $5)`,
        [founder.actor.organisationId, world.at(-2), pool.id, pool.gpuClass, hours * HOUR_MH],
      );
    }
    const ask = (most: number | null) =>
      dashboard.series(founder, {
        grain: 'day', by: 'pool', from: world.at(-9), to: world.at(0), organisationId: null, poolId: null, gpuClass: null, most,
      });
    const points = (await ask(2)).map(({ key, gpuMh, nameEn }) => [key, gpuMh, nameEn]);
    expect(new Set(points)).toEqual(new Set([
      [places[0]!.pool.id, 5n * HOUR_MH, 'Pool one'], [places[2]!.pool.id, 3n * HOUR_MH, 'Pool one'], ['', 3n * HOUR_MH, ''],
    ]));
    expect(await ask(null)).toHaveLength(4);
    expect(await ask(4)).toEqual(await ask(null));
    await expect(ask(0)).rejects.toMatchObject({ field: 'most' });
  });

  test('nothing of another tenant', async () => {
    const { founder, now, request } = await busyTenant();
    const { organisationId } = founder.actor;
    const stranger = await world.founder();
    expect(await dashboard.balances(stranger, organisationId)).toEqual([]);
    expect(await dashboard.grants(stranger, organisationId)).toEqual([]);
    const series = await dashboard.series(stranger, {
      grain: 'day', by: 'tenant', from: world.at(-9), to: now, organisationId, poolId: null, gpuClass: null, most: null,
    });
    expect(series).toEqual([]);
    expect(await world.get(RequestReadService).many(stranger, [request.id])).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('the centre sees', () => {
  test('each pool with what is reserved, free and used of it', async () => {
    const { pool, now } = await busyTenant();
    await world.get(SupplierService).setPrice(world.operator, {
      contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 1_800n, validFrom: world.at(0),
    });
    const rows = await expectSqlCount(2, () => world.get(PoolService).rows({ ...world.operator, now }));
    const row = rows.find(({ id }) => id === pool.id);
    expect(row).toMatchObject({ gpus: 8, reserved: 8, free: 0, usedWeekMh: 192_000n, fenPerGpuHour: 1_800n });
    expect(row!.utilisation).toBeCloseTo(192 / (8 * 24 * 7), 6);
  });

  test('the balances of all tenants in one statement', async () => {
    const { founder } = await busyTenant();
    const balances = await expectSqlCount(2, () => dashboard.balances(world.lead, null));
    expect(balances.map(({ organisationId }) => organisationId)).toContain(founder.actor.organisationId);
  });
});

describe('what a supplier agreed', () => {
  test('is never rewritten: a price follows another, from now on', async () => {
    const pool = await world.pool(8);
    const suppliers = world.get(SupplierService);
    const price = { contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 2_000n };
    await suppliers.setPrice(world.operator, { ...price, validFrom: world.at(-300) });
    await expect(suppliers.setPrice(world.operator, { ...price, validFrom: world.at(-10) })).rejects.toMatchObject({ field: 'validFrom' });
    await suppliers.setPrice(world.operator, { ...price, fenPerGpuHour: 1_500n, validFrom: world.at(10) });
    const prices = (await suppliers.prices(world.operator, [world.contract.id])).filter(({ gpuClass }) => gpuClass === pool.gpuClass);
    expect(prices).toMatchObject([
      { fenPerGpuHour: 1_500n, validFrom: world.at(10), validUntil: null },
      { fenPerGpuHour: 2_000n, validFrom: world.at(-300), validUntil: world.at(10) },
    ]);
  });

  test('is seen by that supplier alone', async () => {
    const suppliers = world.get(SupplierService);
    expect(await suppliers.contracts(world.supplier)).toHaveLength(1);
    expect(await suppliers.contracts(await world.founder())).toEqual([]);
    expect(await suppliers.prices(await world.founder(), [world.contract.id])).toEqual([]);
  });

  test('a GPU class is offered with what an hour is charged in its cheapest and its dearest open pool', async () => {
    const [pools, tariffs] = [world.get(PoolService), world.get(TariffService)];
    const dear = await world.pool(8);
    const cheap = await pools.create(world.operator, {
      contractId: world.contract.id, code: 'CHEAP', nameZh: '廉价', nameEn: 'Cheap', gpuClass: dear.gpuClass, region: '上海', cluster: 'cheap', headroom: 0,
    });
    const validFrom = new Date(Math.floor(world.clock.now().getTime() / 3_600_000) * 3_600_000);
    for (const [poolId, fenPerGpuHour] of [[dear.id, 900n], [cheap.id, 700n]] as const) await tariffs.set(world.operator, { poolId, fenPerGpuHour, validFrom });
    const offers = await pools.offers(await world.founder(), { startsAt: world.at(1), endsAt: world.at(9) });
    expect(offers.find(({ gpuClass }) => gpuClass === dear.gpuClass)).toMatchObject({ gpus: 8, fenFrom: 700n, fenTo: 900n });
  });

  test('capacity of the past stays as it was, maintenance takes GPUs out for its time', async () => {
    const pool = await world.pool(8, 1);
    const pools = world.get(PoolService);
    const founder = await world.founder();
    const offer = async (from: number, to: number) =>
      (await pools.offers(founder, { startsAt: world.at(from), endsAt: world.at(to) })).find(({ gpuClass }) => gpuClass === pool.gpuClass);
    expect(await offer(1, 9)).toMatchObject({ gpus: 8, freeInOnePool: 7 });
    const maintenance = await pools.announceMaintenance(world.operator, {
      poolId: pool.id, gpus: 3, startsAt: world.at(4), endsAt: world.at(5), reason: 'Firmware',
    });
    expect([await offer(1, 4), await offer(1, 9), await offer(5, 9)]).toMatchObject([
      { freeInOnePool: 7 }, { freeInOnePool: 4 }, { freeInOnePool: 7 },
    ]);
    await pools.cancelMaintenance(world.operator, { id: maintenance.id });
    await pools.setCapacity(world.operator, { poolId: pool.id, gpus: 16, startsAt: world.at(6), endsAt: world.at(90) });
    expect([await offer(1, 9), await offer(7, 9), await offer(7, 91)]).toMatchObject([
      { freeInOnePool: 7 }, { freeInOnePool: 15 }, { freeInOnePool: 0 },
    ]);
    await expect(pools.setCapacity(world.operator, { poolId: pool.id, gpus: 1, startsAt: world.at(-9), endsAt: world.at(1) })).rejects.toMatchObject({ field: 'startsAt' });
  });
});

test('the centre takes back only what is neither held nor used', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass, 10n);
  const give = { organisationId: founder.actor.organisationId!, gpuClass, reason: 'Unused' };
  const entitlements = world.get(EntitlementService);
  await expect(entitlements.give(world.lead, { ...give, amountMh: -11n * HOUR_MH })).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE' });
  await entitlements.give(world.lead, { ...give, amountMh: -10n * HOUR_MH });
  expect((await dashboard.balances(founder, null))[0]).toMatchObject({ givenMh: 0n, leftMh: 0n });
});
