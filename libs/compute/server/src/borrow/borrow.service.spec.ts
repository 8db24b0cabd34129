import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { enforcedGrants } from '../enforcement/enforcement.queries';
import { GrantService } from '../grant/grant.service';
import { CalendarService } from '../pool/calendar.service';
import { PoolReservationService } from '../pool/pool-reservation.service';
import { PoolService } from '../pool/pool.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { BorrowService } from './borrow.service';

let world: ComputeWorld;
let loans: BorrowService;

beforeAll(async () => {
  world = await computeWorld();
  loans = world.get(BorrowService);
});
afterAll(() => world.close());

const HOUR_DAYS = 1 / 24;
const later = (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: world.at(days) });

/** A running grant of so many GPUs in a pool of its own class. */
async function running(poolGpus: number, gpus: number, headroom = 0) {
  const pool = await world.pool(poolGpus, headroom);
  const founder = await world.founder(pool.gpuClass);
  const request = await world.active(founder, pool.gpuClass, { gpus, endsAt: world.at(30) });
  return { pool, founder, request };
}
const borrow = (who: Ctx, { id }: ComputeRequest, gpus: number, days = 10) => loans.borrow(who, { requestId: id, gpus, endsAt: world.at(days) });
const openLoans = async (who: Ctx, { id }: ComputeRequest, days: number) =>
  (await loans.list(who, id)).filter(({ returnsAt }) => returnsAt > world.at(days)).map(({ gpus }) => gpus);
const gpusOn = async (cluster: string, days: number): Promise<number[]> =>
  (await world.db.read(world.system(), (tx) => enforcedGrants(tx, cluster, world.at(days)))).map(({ gpus }) => gpus);

test('a running grant borrows what nobody has, head-room too; its cluster is to allow it until it goes back, and the ledger does not move', async () => {
  const { pool, founder, request } = await running(16, 8, 2);
  const held = () => world.asOwner(`select held_mh, used_mh, granted_mh from compute_grant where id = $1`, [request.id]);
  const before = await held();
  expect(await loans.offer(founder, request.id, world.at(10))).toEqual({ gpus: 8, endsAt: world.at(10) });
  await borrow(founder, request, 6);
  expect(await loans.offer(founder, request.id, world.at(10))).toMatchObject({ gpus: 2 });
  expect([await gpusOn(pool.cluster, 1), await gpusOn(pool.cluster, 11)]).toEqual([[14], [8]]);
  expect(await held()).toEqual(before);
  const [lane] = await world.get(CalendarService).lanes(world.operator, { startsAt: world.at(0), endsAt: world.at(12) }, pool.id);
  // Lent GPUs are free for whoever is granted them.
  expect(lane?.levels.map(({ free }) => free)).toEqual([6]);
  expect(lane?.entries.filter(({ kind }) => kind === 'loan')).toEqual([expect.objectContaining({ gpus: 6, requestId: request.id, endsAt: world.at(10) })]);
});

test('nobody borrows more than is idle, than its grant has itself, for over 14 days, beyond the grant, or before it runs', async () => {
  const { pool, founder, request } = await running(20, 8);
  await expect(borrow(founder, request, 9)).rejects.toMatchObject({ code: 'TOO_MANY_GPUS', details: { gpus: 8 } });
  await world.get(PoolReservationService).reserve(world.operator, {
    poolId: pool.id, gpus: 7, startsAt: world.at(5), endsAt: world.at(6), reason: 'Evaluation',
  });
  await expect(borrow(founder, request, 6)).rejects.toMatchObject({ code: 'TOO_MANY_GPUS', details: { gpus: 5 } });
  expect(await loans.offer(founder, request.id, world.at(4))).toMatchObject({ gpus: 8 });
  expect(await loans.offer(founder, request.id, world.at(40))).toMatchObject({ endsAt: world.at(14) });
  await expect(borrow(founder, request, 1, 15)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'endsAt' });
  await expect(borrow(founder, request, 1, -1)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'endsAt' });
  await expect(loans.borrow(later(founder, 28), { requestId: request.id, gpus: 1, endsAt: world.at(31) })).rejects.toMatchObject({ field: 'endsAt' });
  const draft = await world.draft(founder, pool.gpuClass);
  await expect(borrow(founder, draft, 1)).rejects.toMatchObject({ code: 'NOT_NOW' });
  await world.suspend(request.organisationId);
  await expect(borrow(founder, request, 1)).rejects.toMatchObject({ code: 'TENANCY_NOT_ACTIVE' });
});

test('two that borrow at once never get more than there is', async () => {
  const pool = await world.pool(20);
  const [one, other] = [await world.founder(pool.gpuClass), await world.founder(pool.gpuClass)];
  const [first, second] = [await world.active(one, pool.gpuClass, { gpus: 8, endsAt: world.at(20) }), await world.active(other, pool.gpuClass, { gpus: 8, endsAt: world.at(20) })];
  const results = await Promise.allSettled([borrow(one, first, 3), borrow(other, second, 3)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('what is granted to somebody is called back with notice, last borrowed first, and people are told once', async () => {
  const { pool, founder, request } = await running(20, 8);
  const other = await world.founder(pool.gpuClass);
  const theirs = await world.active(other, pool.gpuClass, { gpus: 4, endsAt: world.at(30) });
  await borrow(founder, request, 4);
  await loans.borrow(later(other, 0.01), { requestId: theirs.id, gpus: 4, endsAt: world.at(10) });
  const third = await world.founder(pool.gpuClass);
  const granted = await world.approve(await world.sized(third, pool.gpuClass, { gpus: 5, startsAt: world.at(3), endsAt: world.at(9) }));
  expect(granted.state).toBe('allocated');
  await world.drain();
  expect([await openLoans(founder, request, 3), await openLoans(other, theirs, 2.9), await openLoans(other, theirs, 3)]).toEqual([[], [4], []]);
  const told = await world.asOwner<{ user_id: string }>(`select user_id from notification where topic = 'compute-borrow.recalled' and subject_id = any($1)`, [[request.id, theirs.id]]);
  expect(told.map(({ user_id: id }) => id).sort()).toEqual([founder.actor.userId, other.actor.userId].sort());
  await world.drain();
  const again = await world.asOwner(`select user_id from notification where topic = 'compute-borrow.recalled'`);
  expect(again).toHaveLength(2);
});

test('whoever wants lent GPUs at once has them when the notice ends, and does not wait for the loan; operators keep them from then on', async () => {
  const { pool, founder, request } = await running(16, 8);
  await borrow(founder, request, 8);
  const other = await world.founder(pool.gpuClass);
  const atOnce = await world.approve(await world.sized(other, pool.gpuClass, { gpus: 8, startsAt: world.at(HOUR_DAYS), endsAt: world.at(5) }));
  expect(atOnce).toMatchObject({ state: 'allocated', sizedStartsAt: world.at(2 * HOUR_DAYS), sizedEndsAt: world.at(5) });
  await world.drain();
  expect([await openLoans(founder, request, 1 * HOUR_DAYS), await openLoans(founder, request, 2 * HOUR_DAYS)]).toEqual([[8], []]);
  await world.get(GrantService).release(other, seen(atOnce));
  await expect(world.get(PoolReservationService).reserve(world.operator, {
    poolId: pool.id, gpus: 8, startsAt: world.at(0), endsAt: world.at(2), reason: 'Evaluation',
  })).rejects.toMatchObject({ code: 'NO_CAPACITY', details: { free: 0 } });
  const tomorrow = await world.get(PoolReservationService).reserve(world.operator, {
    poolId: pool.id, gpus: 8, startsAt: world.at(1), endsAt: world.at(2), reason: 'Evaluation',
  });
  await world.drain();
  expect(tomorrow.gpus).toBe(8);
  expect(await openLoans(founder, request, 1)).toEqual([]);
});

test('maintenance calls back too; a loan is given back at any time, and ends with its grant', async () => {
  const { pool, founder, request } = await running(16, 4);
  await borrow(founder, request, 2);
  await borrow(founder, request, 2);
  const [loan] = await loans.list(founder, request.id);
  await loans.giveBack(founder, { id: loan!.id });
  await expect(loans.giveBack(founder, { id: loan!.id })).rejects.toMatchObject({ code: 'NOT_NOW' });
  expect(await openLoans(founder, request, 0)).toEqual([2]);
  await world.get(PoolService).announceMaintenance(world.operator, { poolId: pool.id, gpus: 11, startsAt: world.at(4), endsAt: world.at(5), reason: 'Fans' });
  await world.drain();
  expect([await openLoans(founder, request, 3.9), await openLoans(founder, request, 4)]).toEqual([[2], []]);
  await world.get(GrantService).release(founder, seen(request));
  await world.drain();
  expect(await openLoans(founder, request, 0)).toEqual([]);
});

test('an operator recalls with a reason and the same notice, once', async () => {
  const { founder, request } = await running(16, 4);
  await borrow(founder, request, 4);
  const [loan] = await loans.list(world.operator, request.id);
  await expect(loans.recallByHand(world.operator, { id: loan!.id, reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
  const recalled = await loans.recallByHand(world.operator, { id: loan!.id, reason: 'A fan is loud' });
  expect(recalled).toMatchObject({ returnsAt: world.at(2 * HOUR_DAYS), recalledAt: world.at(0), recallReason: 'A fan is loud' });
  await expect(loans.recallByHand(world.operator, { id: loan!.id, reason: 'Again' })).rejects.toMatchObject({ code: 'NOT_NOW' });
});

test('another organisation neither sees a grant’s loans nor makes or ends one', async () => {
  const { founder, request } = await running(16, 4);
  await borrow(founder, request, 2);
  const [loan] = await loans.list(founder, request.id);
  const other = await world.founder();
  expect(await loans.list(other, request.id)).toEqual([]);
  await expect(loans.offer(other, request.id, world.at(5))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(borrow(other, request, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(loans.giveBack(other, { id: loan!.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
