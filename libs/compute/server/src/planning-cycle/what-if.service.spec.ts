import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Jobs } from '@wutong/core-server';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { planningSteps } from '../testing/planning-steps';
import { PlanningReadService } from './planning-read.service';
import { WhatIfService, type ScenarioResult } from './what-if.service';

let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
}, 60_000);
afterAll(() => world.close());
const { cycle, planned, rivals } = planningSteps(() => world);

describe('what if', () => {
  const run = async (cycleId: string, name: string, changes: readonly unknown[]) => {
    await world.get(WhatIfService).run(world.lead, { cycleId, name, changes });
    await world.get(Jobs).drain();
    const found = (await world.get(WhatIfService).list(world.lead, cycleId)).find((one) => one.name === name)!;
    return { ...found, result: found.result as ScenarioResult };
  };

  test('a pool is lost, a price falls, a pool or a company joins: who gains and loses, and nothing is written', async () => {
    const { requests, pool, founders, full } = await rivals();
    const proposed = await planned(requests);
    const share = (result: ScenarioResult) => founders.map((founder) => result.tenants.find(({ id }) => id === founder.actor.organisationId)!.afterMh);
    const half = Number(full / 2n);
    const lost = await run(proposed.id, 'lost', [{ kind: 'losePool', pool: pool.code }]);
    expect(share(lost.result)).toEqual([0, 0]);
    const cheaper = await run(proposed.id, 'cheaper', [{ kind: 'price', pool: pool.code, percent: -10 }]);
    expect(cheaper.result.after.costFen).toBe(cheaper.result.before.costFen * 0.9);
    const more = await run(proposed.id, 'more', [{ kind: 'addPool', gpuClass: pool.gpuClass, gpus: 16, fenPerGpuHour: 900 }]);
    expect(share(more.result)).toEqual([half * 2, half * 2]);
    // Who wants 16 GPUs all month finds them on the other days: the ten days stay with those who can use no others.
    const joined = await run(proposed.id, 'joined', [{ kind: 'addTenant', gpuClass: pool.gpuClass, gpus: 16 }]);
    expect(share(joined.result)[0]).toBe(half);
    const cut = await run(proposed.id, 'cut', [{ kind: 'scale', percent: 50 }]);
    expect(share(cut.result)).toEqual([half / 2, half / 2]);
    expect(await world.get(PlanningReadService).get(world.lead, proposed.id)).toEqual(proposed);
    const again = await run(proposed.id, 'cut', [{ kind: 'scale', percent: 100 }]);
    expect([again.id, share(again.result)]).toEqual([cut.id, [half, half]]);
  });

  test('names a pool that is not there, and is not for people with a conflict of interest', async () => {
    const { id } = await cycle();
    const changes = [{ kind: 'losePool', pool: 'nowhere' }];
    await expect(run(id, 'x', changes)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'changes.0.pool' });
    const partial = { ...world.lead, actor: { ...world.lead.actor, conflicts: [world.supplierId] } };
    await expect(world.get(WhatIfService).run(partial, { cycleId: id, name: 'x', changes })).rejects.toMatchObject({ code: 'CONFLICT_OF_INTEREST' });
  });
});
