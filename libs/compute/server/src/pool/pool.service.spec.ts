import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { PoolService } from './pool.service';

let world: ComputeWorld;

beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

test('free GPUs are the same figure for everybody of the centre, reservations of a conflict of interest included', async () => {
  const pool = await world.pool(16);
  const founder = await world.founder(pool.gpuClass);
  await world.approve(await world.sized(founder, pool.gpuClass, { startsAt: world.clock.now(), gpus: 6 }));
  const { operator } = world;
  const partial = { ...operator, actor: { ...operator.actor, conflicts: [founder.actor.organisationId!] } };
  for (const ctx of [operator, partial]) {
    const row = (await world.get(PoolService).rows(ctx)).find(({ id }) => id === pool.id);
    expect(row).toMatchObject({ gpus: 16, reserved: 6, free: 10 });
  }
});
