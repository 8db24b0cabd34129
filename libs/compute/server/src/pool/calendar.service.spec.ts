import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { CalendarService } from './calendar.service';
import { freeCapacity } from './free-capacity.queries';
import { PoolService } from './pool.service';

const DAY = 86_400_000;
let world: ComputeWorld;

beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

test('the calendar shows who has GPUs when, and what stays free; a conflict of interest hides the name, not the figure', async () => {
  const pool = await world.pool(16);
  const founder = await world.founder(pool.gpuClass);
  const now = world.clock.now();
  await world.approve(await world.sized(founder, pool.gpuClass, { startsAt: now, gpus: 6 }));
  const maintenance = { gpus: 4, startsAt: new Date(now.getTime() + 2 * DAY), endsAt: new Date(now.getTime() + 3 * DAY) };
  await world.get(PoolService).announceMaintenance(world.operator, { ...maintenance, poolId: pool.id, reason: 'New switches' });
  const window = { startsAt: now, endsAt: new Date(now.getTime() + 5 * DAY) };
  const laneFor = async (ctx: typeof world.operator) =>
    (await world.get(CalendarService).lanes(ctx, window)).find(({ poolId }) => poolId === pool.id);

  const lane = await laneFor(world.operator);
  expect(lane?.entries).toMatchObject([
    { gpus: 6, requestNumber: expect.stringMatching(/./), organisationNameZh: expect.stringMatching(/./), reason: null },
    { ...maintenance, requestId: null, reason: 'New switches' },
  ]);
  expect(lane?.levels.map(({ gpus, free }) => [gpus, free])).toEqual([[16, 10], [16, 6], [16, 10]]);
  const [least] = await world.db.read(world.system(), (tx) => freeCapacity(tx, [pool.id], window, 'free'));
  expect(least?.gpus).toBe(Math.min(...(lane?.levels ?? []).map(({ free }) => free)));

  const partial = { ...world.operator, actor: { ...world.operator.actor, conflicts: [founder.actor.organisationId!] } };
  const barred = await laneFor(partial);
  expect(barred?.entries).toMatchObject([{ requestId: null, reason: 'New switches' }]);
  expect(barred?.levels).toEqual(lane?.levels);
});

test('a window that ends before it starts, or is longer than a year, is refused with the field', async () => {
  const now = world.clock.now();
  for (const days of [-1, 0, 367]) {
    const window = { startsAt: now, endsAt: new Date(now.getTime() + days * DAY) };
    await expect(world.get(CalendarService).lanes(world.operator, window)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
});
