import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { CalendarService } from './calendar.service';
import { PoolReservationService } from './pool-reservation.service';
import { PoolService } from './pool.service';

let world: ComputeWorld;
let kept: PoolReservationService;

beforeAll(async () => {
  world = await computeWorld();
  kept = world.get(PoolReservationService);
});
afterAll(() => world.close());

const keep = (poolId: string, gpus: number, from = 1, until = 5) =>
  kept.reserve(world.operator, { poolId, gpus, startsAt: world.at(from), endsAt: world.at(until), reason: 'Evaluation of the spring models' });

test('what an operator keeps is not given out, shows in the calendar with its reason, and goes to who waits when given back', async () => {
  const pool = await world.pool(16);
  const reservation = await keep(pool.id, 10);
  const [lane] = await world.get(CalendarService).lanes(world.operator, { startsAt: world.at(0), endsAt: world.at(8) }, pool.id);
  expect(lane?.entries).toEqual([expect.objectContaining({
    id: reservation.id, kind: 'reservation', gpus: 10, reason: 'Evaluation of the spring models', requestId: null, startsAt: world.at(1),
  })]);
  expect(lane?.levels.map(({ free }) => free)).toEqual([16, 6, 16]);

  const founder = await world.founder(pool.gpuClass);
  const waiting = await world.approve(await world.sized(founder, pool.gpuClass, { gpus: 8, startsAt: world.at(2), endsAt: world.at(4) }));
  expect(waiting.state).toBe('waitlisted');
  expect(await kept.end(world.operator, { id: reservation.id })).toMatchObject({ endsAt: world.at(1) });
  await world.drain();
  expect(await world.asOwner('select state from compute_request where id = $1', [waiting.id])).toEqual([{ state: 'allocated' }]);
  expect((await kept.list(world.operator, pool.id)).map(({ id }) => id)).toEqual([reservation.id]);
});

test('only what is free can be kept: not what a request has, not in maintenance, and not twice at once', async () => {
  const pool = await world.pool(16, 2);
  const founder = await world.founder(pool.gpuClass);
  await world.approve(await world.sized(founder, pool.gpuClass, { gpus: 4, startsAt: world.at(3), endsAt: world.at(4) }));
  await world.get(PoolService).announceMaintenance(world.operator, {
    poolId: pool.id, gpus: 3, startsAt: world.at(2), endsAt: world.at(4), reason: 'Fans',
  });
  // 16 less 2 kept back, 4 given, 3 in maintenance.
  await expect(keep(pool.id, 8)).rejects.toMatchObject({ code: 'NO_CAPACITY', details: { free: 7 } });
  const results = await Promise.allSettled([keep(pool.id, 5), keep(pool.id, 5)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  // A conflict of interest hides whose GPUs are gone, not that they are.
  const { operator } = world;
  const partial = { ...operator, actor: { ...operator.actor, conflicts: [founder.actor.organisationId!] } };
  await expect(kept.reserve(partial, { poolId: pool.id, gpus: 3, startsAt: world.at(3), endsAt: world.at(4), reason: 'Demo' }))
    .rejects.toMatchObject({ code: 'NO_CAPACITY', details: { free: 2 } });
});

test('a time that is over or turned round, no reason and no GPUs are refused; what is over cannot be given back', async () => {
  const pool = await world.pool(16);
  const wish = { poolId: pool.id, gpus: 4, startsAt: world.at(1), endsAt: world.at(2), reason: 'Demo' };
  for (const [change, field] of [
    [{ endsAt: world.at(0.5) }, 'endsAt'], [{ startsAt: world.at(-3), endsAt: world.at(-1) }, 'endsAt'], [{ reason: ' ' }, 'reason'], [{ gpus: 0 }, 'gpus'],
  ] as const) {
    await expect(kept.reserve(world.operator, { ...wish, ...change })).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  }
  const { id } = await kept.reserve(world.operator, wish);
  await expect(kept.end({ ...world.operator, now: world.at(3) }, { id })).rejects.toMatchObject({ code: 'NOT_NOW' });
});

test('another organisation neither sees nor ends what is kept, and a request is not given back this way', async () => {
  const pool = await world.pool(16);
  const { id } = await keep(pool.id, 4);
  const founder = await world.founder(pool.gpuClass);
  expect(await kept.list(founder, pool.id)).toEqual([]);
  await expect(kept.end(founder, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const granted = await world.approve(await world.sized(founder, pool.gpuClass));
  const [reservation] = await world.asOwner<{ id: string }>('select id from compute_reservation where request_id = $1', [granted.id]);
  await expect(kept.end(world.operator, { id: reservation!.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
