import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PoolService } from '../pool/pool.service';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { planningSteps } from '../testing/planning-steps';
import { PlanningReadService } from './planning-read.service';

let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
}, 60_000);
afterAll(() => world.close());
const { day, pricedPool, planned, propose, outcomes, apply, grantOf, available, rivals } = planningSteps(() => world);

describe('applying a plan', () => {
  test('holds the planned hours, reserves the GPUs and allocates, all at once', async () => {
    const { requests, founders, pool, full } = await rivals();
    const before = await available(founders[0], pool.gpuClass);
    const applied = await apply(await planned(requests));
    expect(applied).toMatchObject({ state: 'applied', appliedByName: world.lead.actor.name });
    for (const request of requests) {
      const read = world.get(RequestReadService);
      const after = await read.get(world.operator, request.id);
      expect(after).toMatchObject({ state: 'allocated', sizedMh: full / 2n, sizedGpus: 8, poolId: pool.id, sizedStartsAt: day(5), sizedEndsAt: day(15) });
      expect(await grantOf(request)).toMatchObject({ grantedMh: full / 2n, heldMh: full / 2n, poolId: pool.id, startsAt: day(5), endsAt: day(15) });
      expect(await read.reservations(world.operator, after)).toMatchObject([{ gpus: 8, startsAt: day(5), endsAt: day(15) }]);
    }
    expect(before - (await available(founders[0], pool.gpuClass))).toBe(full / 2n);
    const [line] = await world.get(PlanningReadService).ofRequest(founders[0], requests[0].id);
    expect(line).toMatchObject({ code: applied.code, grantedMh: full / 2n });
    await expect(apply(applied)).rejects.toMatchObject({ code: 'NOT_NOW' });
  });

  test('can spread one request over several pools, and usage on each counts on its grant', async () => {
    const first = await pricedPool(8);
    const second = await world.get(PoolService).create(world.operator, {
      contractId: world.contract.id, code: `Q-${first.gpuClass}`, nameZh: '二号池', nameEn: 'Pool two', gpuClass: first.gpuClass,
      region: 'Shanghai', cluster: `d-${first.gpuClass}`, headroom: 0,
    });
    await world.get(PoolService).setCapacity(world.operator, { poolId: second.id, gpus: 8, startsAt: world.at(-300), endsAt: world.at(700) });
    const founder = await world.founder(first.gpuClass);
    const request = await world.sized(founder, first.gpuClass, { gpus: 16, startsAt: day(2), endsAt: day(6) });
    await apply(await planned([request]));
    const after = await world.get(RequestReadService).get(world.operator, request.id);
    expect(after).toMatchObject({ state: 'allocated', sizedGpus: 16, sizedMh: 16n * 96n * HOUR_MH });
    const held = await world.get(RequestReadService).reservations(world.operator, after);
    expect(held.map(({ poolId, gpus }) => [poolId, gpus]).sort()).toEqual([[first.id, 8], [second.id, 8]].sort());
    const accounts = await world.asOwner<{ cluster: string }>(`select cluster from usage_account where grant_id = $1 order by 1`, [request.id]);
    expect(accounts.map(({ cluster }) => cluster)).toEqual([first.cluster, second.cluster].sort());
  });

  test('narrows what a waiting request holds to what the plan gives it; the rest goes back to the quota', async () => {
    const pool = await pricedPool(16);
    const window = { gpus: 16, startsAt: day(5), endsAt: day(15) };
    const blocker = await world.approve(await world.sized(await world.founder(pool.gpuClass), pool.gpuClass, { ...window, gpus: 8 }));
    const waiter = await world.founder(pool.gpuClass);
    const waiting = await world.approve(await world.sized(waiter, pool.gpuClass, window));
    expect([blocker.state, waiting.state]).toEqual(['allocated', 'waitlisted']);
    const before = await available(waiter, pool.gpuClass);
    await apply(await planned([waiting]));
    expect(await grantOf(waiting)).toMatchObject({ grantedMh: 1920n * HOUR_MH, heldMh: 1920n * HOUR_MH });
    expect((await available(waiter, pool.gpuClass)) - before).toBe(1920n * HOUR_MH);
    expect(await world.get(RequestReadService).get(waiter, waiting.id)).toMatchObject({ state: 'allocated', waitlistOrder: null, sizedGpus: 8 });
  });

  test('leaves a request that gets nothing where it stands, with the reason', async () => {
    const pool = await pricedPool(8);
    const window = { gpus: 8, startsAt: day(5), endsAt: day(15) };
    await world.approve(await world.sized(await world.founder(pool.gpuClass), pool.gpuClass, window));
    const founder = await world.founder(pool.gpuClass);
    const request = await world.sized(founder, pool.gpuClass, window);
    const other = await rivals();
    await apply(await planned([request, ...other.requests]));
    expect(await world.get(RequestReadService).get(founder, request.id)).toMatchObject({ state: 'approval', version: request.version });
    const [line] = await world.get(PlanningReadService).ofRequest(founder, request.id);
    expect(line).toMatchObject({ grantedMh: 0n, reasonKind: 'eligibility' });
  });

  test('does nothing when the world has changed meanwhile, and says what', async () => {
    const { requests } = await rivals();
    const proposed = await planned(requests);
    await world.get(RequestReviewService).deny(world.lead, { ...seen(requests[1]), reason: 'Use the hours you have first.' });
    await expect(apply(proposed)).rejects.toMatchObject({ code: 'WORLD_CHANGED', details: { requests: [requests[1].number] } });
    expect(await grantOf(requests[0])).toBeNull();
    expect(await apply(await propose(proposed))).toMatchObject({ state: 'applied' });
    expect((await grantOf(requests[0]))!.grantedMh).toBe(3840n * HOUR_MH);
  });

  test('happens once when two apply it at once, and never beside a manual approval', async () => {
    const { requests, full } = await rivals();
    const proposed = await planned(requests);
    const leads = [world.lead, await world.staff('programme_lead')];
    const both = await Promise.allSettled(leads.map((lead) => apply(proposed, lead)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const rows = await world.asOwner(`select id from compute_reservation where request_id = any($1)`, [requests.map(({ id }) => id)]);
    expect(rows).toHaveLength(2);

    const next = await rivals();
    const second = await planned(next.requests);
    const [byPlan, byHand] = await Promise.allSettled([apply(second), world.get(RequestReviewService).approve(world.lead, seen(next.requests[0]))]);
    expect([byPlan.status, byHand.status].sort()).toEqual(['fulfilled', 'rejected']);
    const granted = (await grantOf(next.requests[0]))!.grantedMh;
    expect(granted).toBe(byPlan.status === 'fulfilled' ? full / 2n : full);
  });

  test('is not for who opened, proposed, sized or has a conflict of interest', async () => {
    const { requests } = await rivals();
    const proposed = await planned(requests);
    const both = { ...world.operator, actor: { ...world.operator.actor, roles: ['platform_operator', 'programme_lead'] } };
    await expect(apply(proposed, both)).rejects.toMatchObject({ code: 'DENIED' });
    const sizer = { ...world.lead, actor: { ...world.lead.actor, userId: requests[0].sizedBy } };
    await expect(apply({ ...proposed }, { ...sizer, actor: { ...sizer.actor, userId: requests[0].submittedBy } })).rejects.toMatchObject({ code: 'FOUR_EYES' });
    const partial = { ...world.lead, actor: { ...world.lead.actor, conflicts: [requests[0].organisationId] } };
    await expect(apply(proposed, partial)).rejects.toMatchObject({ code: 'CONFLICT_OF_INTEREST' });
    expect((await outcomes(proposed, partial)).map(({ requestId }) => requestId)).toEqual([requests[1].id]);
    await expect(world.get(PlanningReadService).world(partial, proposed.id)).rejects.toMatchObject({ code: 'CONFLICT_OF_INTEREST' });
  });
});
