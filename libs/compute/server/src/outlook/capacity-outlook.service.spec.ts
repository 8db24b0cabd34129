import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { expectSqlCount } from '@wutong/core-testing';
import { endOfMonth, startOfMonth } from '../charge/month';
import { GrantChangeService } from '../grant/grant-change.service';
import { PoolReservationService } from '../pool/pool-reservation.service';
import { PoolService } from '../pool/pool.service';
import { SupplierService } from '../supplier/supplier.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { CapacityOutlookService } from './capacity-outlook.service';

let world: ComputeWorld;

beforeAll(async () => {
  world = await computeWorld({ now: new Date('2026-11-10T04:00:00Z') });
});
afterAll(() => world.close());

const during = (first: string, last = first) => ({ startsAt: startOfMonth(first), endsAt: endOfMonth(last) });
const outlook = async (gpuClass: string, ctx: Ctx = world.operator) => {
  const found = (await world.get(CapacityOutlookService).classes(ctx)).find((one) => one.gpuClass === gpuClass)!;
  return { ...found, months: Object.fromEntries(found.months.map(({ month, ...of }) => [month, of])) };
};
/** As if grants had had so many GPUs of a pool in each of these months. */
const granted = async (pool: { id: string; organisationId: string }, gpus: Readonly<Record<string, number>>) => {
  for (const [month, count] of Object.entries(gpus)) {
    const { startsAt, endsAt } = during(month);
    await world.asOwner(
      `insert into compute_reservation (id, pool_id, organisation_id, gpus, starts_at, ends_at, reserved_at, reason, reserved_by_name)
       values ($1, $2, $3, $4, $5, $6, $5, 'Past', 'operator')`, [randomUUID(), pool.id, pool.organisationId, count, startsAt, endsAt],
    );
  }
};

test('capacity is what contracts give less head-room and maintenance; promised and waiting are counted in their windows', async () => {
  const pool = await world.pool(100, 4);
  const founder = await world.founder(pool.gpuClass, 1_000_000n);
  await world.get(PoolService).announceMaintenance(world.operator, {
    poolId: pool.id, gpus: 31, startsAt: startOfMonth('2026-12'), endsAt: new Date(startOfMonth('2026-12').getTime() + 86_400_000), reason: 'New switches',
  });
  await world.approve(await world.sized(founder, pool.gpuClass, { ...during('2026-12'), gpus: 40 }));
  await world.get(PoolReservationService).reserve(world.operator, { poolId: pool.id, gpus: 8, ...during('2027-01'), reason: 'A course' });
  await world.submitted(founder, pool.gpuClass, { ...during('2027-01'), gpus: 16 });
  await world.sized(founder, pool.gpuClass, { ...during('2027-01', '2027-02'), gpus: 10 });
  await world.draft(founder, pool.gpuClass, { ...during('2027-02'), gpus: 90 });

  const { months, shortFrom } = await outlook(pool.gpuClass);
  expect(Object.keys(months)).toEqual(['2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05']);
  expect(months['2026-12']).toMatchObject({ capacity: 95, promised: 40, waiting: 0, shortGpus: 0 });
  expect(months['2027-01']).toMatchObject({ capacity: 96, promised: 8, waiting: 26 });
  expect(months['2027-02']).toMatchObject({ capacity: 96, promised: 0, waiting: 10 });
  expect(months['2027-03']).toMatchObject({ capacity: 96, promised: 0, waiting: 0, expected: 0, expectedHigh: 0 });
  expect(shortFrom).toBeNull();
});

test('a renewal that is asked for waits beyond the end of its grant', async () => {
  const pool = await world.pool(64);
  const founder = await world.founder(pool.gpuClass, 1_000_000n);
  const request = await world.active(founder, pool.gpuClass, { endsAt: endOfMonth('2026-12'), gpus: 8 });
  await world.get(GrantChangeService).requestRenewal(founder, { ...seen(request), endsAt: endOfMonth('2027-01'), moreMh: 1_000_000n, justification: 'Not done yet.' });
  const { months } = await outlook(pool.gpuClass);
  expect(months['2026-12']).toMatchObject({ promised: 8, waiting: 0 });
  expect(months['2027-01']).toMatchObject({ promised: 0, waiting: 8 });
  expect(months['2027-02']).toMatchObject({ promised: 0, waiting: 0 });
});

test('a class whose trend goes beyond its GPUs runs short, and says from when', async () => {
  const pool = await world.pool(100);
  await granted(pool, { '2026-05': 30, '2026-06': 40, '2026-07': 50, '2026-08': 60, '2026-09': 70, '2026-10': 80 });
  const { months, shortFrom } = await outlook(pool.gpuClass);
  // 80 and 10 a month more, damped by 15 % a month: 88.5 now, 95.7 in December, 101.9 in January.
  expect(months['2026-12']!.expected).toBeCloseTo(95.725, 6);
  expect(months['2027-01']).toMatchObject({ shortGpus: 2 });
  expect(shortFrom).toBe('2027-01');
  await granted(pool, { '2026-12': 90 });
  expect((await outlook(pool.gpuClass)).months['2026-12']!.expected).toBeCloseTo(5.725, 6);
});

test('a contract that was ended gives nothing more; what its pool has promised runs on', async () => {
  const contract = await world.get(SupplierService).sign(world.operator, {
    supplierId: world.supplierId, number: 'S-short', startsAt: world.at(-30), endsAt: startOfMonth('2027-03'), terms: '',
  });
  const { gpuClass } = await world.pool(10);
  const pool = await world.get(PoolService).create(world.operator, {
    contractId: contract.id, code: 'P-short', nameZh: '短约池', nameEn: 'Short', gpuClass, region: 'Shanghai', cluster: 'c-short', headroom: 0,
  });
  await world.get(PoolService).setCapacity(world.operator, { poolId: pool.id, gpus: 50, startsAt: world.at(-20), endsAt: startOfMonth('2027-03') });
  await granted(pool, { '2026-12': 20 });
  expect((await outlook(gpuClass)).months).toMatchObject({ '2026-12': { capacity: 60 }, '2027-02': { capacity: 60 }, '2027-03': { capacity: 10 } });
  await world.get(SupplierService).end(world.operator, { contractId: contract.id, reason: 'Sold' });
  expect((await outlook(gpuClass)).months).toMatchObject({ '2026-12': { capacity: 30, promised: 20 }, '2027-01': { capacity: 10, promised: 0 } });
});

test('one statement, whoever of the centre asks; a conflict of interest changes no sum, and a tenant gets none', async () => {
  const pool = await world.pool(16);
  const founder = await world.founder(pool.gpuClass);
  await world.approve(await world.sized(founder, pool.gpuClass, { ...during('2026-12'), gpus: 6 }));
  const all = await expectSqlCount(2, () => outlook(pool.gpuClass));
  expect(all.months['2026-12']).toMatchObject({ promised: 6 });
  const partial = { ...world.lead, actor: { ...world.lead.actor, conflicts: [founder.actor.organisationId!] } };
  expect(await outlook(pool.gpuClass, partial)).toEqual(all);
  for (const other of [founder, world.supplier, await world.founder()]) {
    await expect(world.get(CapacityOutlookService).classes(other)).rejects.toMatchObject({ code: 'DENIED' });
  }
});
