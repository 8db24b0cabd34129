import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TenancyReadService, TenancyService } from '@wutong/tenancy-server';
import { GrantService } from '../grant/grant.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { RequestReadService } from './request-read.service';

let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

test('a suspended tenant gets nothing from the waiting list, keeps nobody waiting, and has its place again when it resumes', async () => {
  const { gpuClass } = await world.pool(8);
  const reading = world.get(RequestReadService);
  const [running, suspended, next] = [await world.founder(gpuClass), await world.founder(gpuClass), await world.founder(gpuClass)];
  const first = await world.approve(await world.sized(running, gpuClass));
  const waiting = await world.approve(await world.sized(suspended, gpuClass));
  const later = await world.approve(await world.sized(next, gpuClass));
  const { id, version } = (await world.get(TenancyReadService).own(suspended))!;
  const away = await world.get(TenancyService).suspend(world.lead, { id, version, reason: 'Rent is overdue.' });
  await world.get(GrantService).release(running, seen(first));
  await world.drain();
  expect((await reading.get(suspended, waiting.id)).state).toBe('waitlisted');
  const served = await reading.get(next, later.id);
  expect(served.state).toBe('allocated');

  const newcomer = await world.founder(gpuClass);
  await world.get(GrantService).release(next, seen(served));
  await world.drain();
  const taken = await world.approve(await world.sized(newcomer, gpuClass));
  expect(taken.state).toBe('allocated');
  await world.get(GrantService).release(newcomer, seen(taken));
  await world.drain();
  await world.get(TenancyService).resume(world.lead, seen(away));
  await world.drain();
  expect((await reading.get(suspended, waiting.id)).state).toBe('allocated');
});
