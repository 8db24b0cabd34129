import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApprovalLimit } from '../request/approval-limit';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { GrantChangeService } from './grant-change.service';

let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

test('a renewal above the approval limit is not a programme lead’s to accept', async () => {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const changes = world.get(GrantChangeService);
  const active = await world.active(founder, gpuClass, { gpus: 4, endsAt: world.at(20) });
  const asked = await changes.requestRenewal(founder, { ...seen(active), endsAt: world.at(30), justification: 'Second epoch.' });
  await world.get(ApprovalLimit).set(world.administrator, { limitMh: 1000n });
  const accept = { ...seen(asked), accept: true, note: 'Go on.' };
  await expect(changes.decideRenewal(world.lead, accept)).rejects.toMatchObject({ code: 'ABOVE_LIMIT' });
  const both = await world.staff('programme_lead', 'approver');
  expect(await changes.decideRenewal(both, accept)).toMatchObject({ state: 'active' });
});
