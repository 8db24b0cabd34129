import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { SupplierService } from '../supplier/supplier.service';
import { computeWorld, HOUR_MH, type ComputeWorld } from '../testing/compute-world';
import type { JobRecord } from '../usage/job-record';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { TariffService } from './tariff.service';

let world: ComputeWorld;
let tariffs: TariffService;
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await computeWorld();
  tariffs = world.get(TariffService);
});
afterAll(() => world.close());

/** The world's clock stands on a full hour; `hours` from there. */
const at = (hours: number): Date => new Date(world.clock.now().getTime() + hours * HOUR);
const later = (ctx: Ctx, hours: number): Ctx => ({ ...ctx, now: at(hours) });

/** A pool that a tenant uses as a whole, without grants. */
async function used() {
  const pool = await world.pool(8);
  const founder = await world.founder();
  await world.asOwner(
    `insert into usage_account (cluster, account, organisation_id, set_by_name, set_at) values ($1, 'own', $2, 'test', now())`,
    [pool.cluster, founder.actor.organisationId],
  );
  const take = (now: number, ...jobs: { id: number; from: number; hours: number; running?: boolean }[]) =>
    world.get(UsageIngestService).ingest(later(world.operator, now), {
      problems: [], steps: 0,
      records: jobs.map(({ id, from, hours, running }): JobRecord => ({
        key: `${pool.cluster}/${id}`, cluster: pool.cluster, jobIdRaw: String(id), jobId: String(id), account: 'own', user: 'alice',
        state: running ? 'RUNNING' : 'COMPLETED', gpuClass: pool.gpuClass, gpus: 1, elapsedSeconds: hours * 3600, limitSeconds: null,
        start: at(from), end: running ? null : at(from + hours),
      })),
    }, { source: 'test' });
  /** What stands in the book in every place where it stands: GPU-hours, yuan to the supplier, yuan from the tenant. */
  const book = async () => {
    const found = await world.asOwner<Record<'mh' | 'cost' | 'charge', bigint>>(
      ['record', 'hour', 'day', 'month', 'grant_day']
        .map((name) => `select coalesce(sum(gpu_mh), 0)::bigint as mh, coalesce(sum(cost_mfen), 0)::bigint as cost,
            coalesce(sum(charge_mfen), 0)::bigint as charge from usage_${name} where pool_id = $1`)
        .join(' union all '),
      [pool.id],
    );
    for (const row of found) expect(row).toEqual(found[0]);
    const { mh, cost, charge } = found[0]!;
    return { hours: Number(mh) / Number(HOUR_MH), cost: Number(cost) / 100_000, charge: Number(charge) / 100_000 };
  };
  const supply = (yuan: number, validFrom: Date, now = 0) =>
    world.get(SupplierService).setPrice(later(world.operator, now), {
      contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: BigInt(yuan * 100), validFrom,
    });
  const charge = (yuan: number, validFrom: Date, now = 0) =>
    tariffs.set(later(world.operator, now), { poolId: pool.id, fenPerGpuHour: BigInt(yuan * 100), validFrom });
  return { pool, founder, take, book, supply, charge };
}

test('use is priced by the hour when it comes in: what the centre pays, and what the tenant is charged', async () => {
  const { take, book, supply, charge } = await used();
  await supply(5, at(-100));
  await charge(9, at(2));
  await take(10, { id: 1, from: 0.5, hours: 3 });
  expect(await book()).toEqual({ hours: 3, cost: 15, charge: 7.5 + 13.5 });
});

test('the same records twice, and a running job that goes on, change the sums by the difference', async () => {
  const { take, book, supply, charge } = await used();
  await supply(5, at(-100));
  await charge(9, at(2));
  await take(2, { id: 1, from: 0.5, hours: 1.5, running: true });
  expect(await book()).toEqual({ hours: 1.5, cost: 7.5, charge: 7.5 });
  await take(10, { id: 1, from: 0.5, hours: 3 });
  await take(10, { id: 1, from: 0.5, hours: 3 });
  expect(await book()).toEqual({ hours: 3, cost: 15, charge: 21 });
  await take(11, { id: 1, from: 0.5, hours: 2, running: true });
  expect(await book()).toEqual({ hours: 3, cost: 15, charge: 21 });
});

describe('a tariff', () => {
  test('never changes what was charged already', async () => {
    const { take, book, supply, charge } = await used();
    await supply(5, at(-100));
    await take(10, { id: 1, from: 0, hours: 3 });
    await expect(charge(9, at(2), 10)).rejects.toMatchObject({ field: 'validFrom' });
    await charge(9, at(3), 10);
    await charge(8, at(11), 10);
    expect(await book()).toEqual({ hours: 3, cost: 15, charge: 15 });
    await take(20, { id: 2, from: 10, hours: 3 });
    expect(await book()).toEqual({ hours: 6, cost: 30, charge: 15 + 9 + 16 });
  });

  test('that was set wrongly for a time to come is set again; both stay to be seen', async () => {
    const { pool, charge } = await used();
    await charge(90, at(5));
    await charge(9, at(5), 1);
    const list = await tariffs.tariffs(world.operator, pool.id);
    expect(list.map(({ fenPerGpuHour }) => fenPerGpuHour)).toEqual([900n, 9000n]);
  });

  test('begins with a full hour, for a pool that there is', async () => {
    const { charge } = await used();
    await expect(charge(9, at(0.25))).rejects.toMatchObject({ field: 'validFrom' });
    const input = { poolId: randomUUID(), fenPerGpuHour: 1n, validFrom: at(1) };
    await expect(tariffs.set(world.operator, input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is the centre’s: to others, and to staff with a conflict of interest, there is none', async () => {
    const { pool, founder, charge } = await used();
    await charge(9, at(1));
    for (const outsider of [founder, world.supplier]) {
      expect(await tariffs.tariffs(outsider, pool.id)).toEqual([]);
    }
    const conflicted = { ...world.operator, actor: { ...world.operator.actor, conflicts: [world.supplierId] } };
    expect(await tariffs.tariffs(conflicted, pool.id)).toEqual([]);
    await expect(tariffs.unpriced(conflicted, pool.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const input = { poolId: pool.id, fenPerGpuHour: 1n, validFrom: at(2) };
    await expect(tariffs.set(conflicted, input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('use without any price counts as nothing and is shown, until the contract’s first price prices it', async () => {
  const { pool, take, book, supply } = await used();
  await take(10, { id: 1, from: 0, hours: 3 }, { id: 2, from: 5.5, hours: 1 });
  expect(await book()).toEqual({ hours: 4, cost: 0, charge: 0 });
  expect(await tariffs.unpriced(world.operator, pool.id)).toEqual({ withoutCostMh: 4n * HOUR_MH, withoutChargeMh: 4n * HOUR_MH });
  await supply(5, at(1.5), 11);
  expect(await book()).toEqual({ hours: 4, cost: 10, charge: 10 });
  expect(await tariffs.unpriced(world.operator, pool.id)).toEqual({ withoutCostMh: 2n * HOUR_MH, withoutChargeMh: 2n * HOUR_MH });
  await take(12, { id: 1, from: 0, hours: 3 });
  expect(await book()).toEqual({ hours: 4, cost: 10, charge: 10 });
});

test('a first price that comes late prices what the tariff did not, and leaves what it did', async () => {
  const { take, book, supply, charge } = await used();
  await charge(9, at(2));
  await take(10, { id: 1, from: 0, hours: 4 });
  expect(await book()).toEqual({ hours: 4, cost: 0, charge: 18 });
  await supply(5, at(-100), 11);
  expect(await book()).toEqual({ hours: 4, cost: 20, charge: 10 + 18 });
});
