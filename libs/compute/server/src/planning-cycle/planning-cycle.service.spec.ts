import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Jobs, type Ctx } from '@wutong/core-server';
import { PoolService } from '../pool/pool.service';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { ComputeReviewService } from '../review/compute-review.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { computeWorld, DAY, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { scored } from '../testing/scored';
import { planningSteps } from '../testing/planning-steps';
import { firstDayOf, monthOf, startOf } from './day-grid';
import { PlanningCycleService } from './planning-cycle.service';
import { PlanningReadService } from './planning-read.service';
import { PlanningReportService } from './planning-report.service';
import { ProposalService } from './proposal.service';

let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
}, 60_000);
afterAll(() => world.close());
const { month, day, pricedPool, cycle, planned, propose, outcomes, apply, rivals } = planningSteps(() => world);

describe('a plan of what waits', () => {
  test('shares a pool evenly where first come, first served gives all to the first, and says what bound it', async () => {
    const { requests, full, pool } = await rivals();
    const proposed = await planned(requests);
    expect(proposed).toMatchObject({ state: 'proposed', approvalBy: 'programme_lead' });
    const rows = await outcomes(proposed);
    expect(rows.map(({ grantedMh, firstComeMh }) => [grantedMh, firstComeMh])).toEqual([[full / 2n, full], [full / 2n, 0n]]);
    expect(rows[0]).toMatchObject({ reasonKind: 'capacity' });
    expect(rows[0]!.reason.en).toContain(pool.code);
    expect(rows[0]!.reason.en).toMatch(/\+[\d.]+ GPU-h in .* would give it [\d.]+ h more/);
    expect(rows[0]!.reason['zh-CN']).toContain('按权重分配');
    // Half of 16 GPUs for ten days: one node throughout.
    expect(rows[0]!.gpusOverTime.map(({ gpus, startsAt, endsAt }) => [gpus, startsAt, endsAt])).toEqual([[8, day(5), day(15)]]);
    const figures = await world.get(PlanningReadService).figures(world.operator, (await world.get(PlanningReadService).proposal(world.operator, proposed))!);
    expect([figures.plan.belowSlice, figures.firstCome.belowSlice]).toEqual([0, 1]);
  });

  test('gives more to whom reviewers of the centre score higher, and plans anew only when a review has changed', async () => {
    const { requests, full } = await rivals();
    const reviews = world.get(ComputeReviewService);
    const score = (by: Ctx, request: ComputeRequest, points: number) =>
      reviews.give(by, scored(request, [points, points, points], 'As it is.'));
    const proposed = await planned(requests);
    const granted = async () => (await outcomes(proposed)).map(({ grantedMh }) => grantedMh);
    expect(await granted()).toEqual([full / 2n, full / 2n]);
    await score(world.approver, requests[0], 5);
    expect(await world.get(PlanningReadService).isCurrent(world.operator, await world.get(PlanningReadService).get(world.operator, proposed.id))).toBe(false);
    await score(world.approver, requests[1], 1);
    const again = await propose(proposed);
    // Weights of 150 and 50 %.
    expect((await outcomes(again)).map(({ grantedMh }) => grantedMh)).toEqual([(full * 3n) / 4n, full / 4n]);
    expect((await world.get(ProposalService).propose(world.operator, { id: proposed.id })).isUnchanged).toBe(true);

    const scores = async (by: Ctx) => (await world.get(PlanningReadService).candidates(by, again))
      .filter(({ requestId }) => requests.some(({ id }) => id === requestId))
      .map(({ reviews: count, meanScore, scorePercent }) => [count, meanScore, scorePercent]);
    expect(await scores(world.lead)).toEqual([[1, 500, 150], [1, 100, 50]]);
    // Another approver, who has not said yet what they think, is not told what others do.
    const other = await world.staff('approver');
    expect(await scores(other)).toEqual([[1, null, null], [1, null, null]]);
    // Nor by the weights, the levels or the world of the plan.
    const reading = world.get(PlanningReadService);
    const told = async (by: Ctx) => ({
      weights: (await reading.shares(by, again)).map(({ weightTold }) => weightTold),
      isLevelTold: (await reading.outcomes(by, again)).every(({ levelTold }) => levelTold !== null),
      scores: (JSON.parse(await reading.world(by, again.id)) as { tenants: { scorePercent?: number }[] }).tenants.map(({ scorePercent }) => scorePercent),
    });
    expect(await told(world.lead)).toEqual({ weights: expect.arrayContaining([1500, 500]), isLevelTold: true, scores: expect.arrayContaining([150, 50]) });
    expect(await told(other)).toEqual({ weights: [null, null], isLevelTold: false, scores: [undefined, undefined] });
    for (const { reason } of await outcomes(again)) expect(JSON.stringify(reason)).not.toMatch(/score|评分/);
  });

  test('serves requests of high priority before others and those of low priority last, and says so', async () => {
    const pool = await pricedPool(16);
    const window = { gpus: 16, startsAt: day(5), endsAt: day(15) };
    const [first, urgent, late] = [await world.founder(pool.gpuClass), await world.founder(pool.gpuClass), await world.founder(pool.gpuClass)];
    const requests = [
      await world.sized(first, pool.gpuClass, window),
      await world.sized(urgent, pool.gpuClass, { ...window, gpus: 8, priority: 'high', note: 'The filing is due in April.' }),
      await world.sized(late, pool.gpuClass, { ...window, priority: 'low', note: 'A repetition of last month.' }),
    ];
    const proposed = await planned(requests);
    const half = 8n * 240n * HOUR_MH;
    const rows = await outcomes(proposed);
    expect(rows.map(({ grantedMh, reasonKind }) => [grantedMh, reasonKind])).toEqual([[half, 'capacity'], [half, 'demand'], [0n, 'priority']]);
    expect(rows[2]!.reason.en).toContain(`Requests of higher priority took every free GPU of ${pool.code}`);
    expect(rows[2]!.reason['zh-CN']).toContain('优先级更高');
    const reading = world.get(PlanningReadService);
    expect((await reading.candidates(world.operator, proposed)).filter(({ gpuClass }) => gpuClass === pool.gpuClass).map(({ priority }) => priority))
      .toEqual(['normal', 'high', 'low']);
  });

  test('of an unchanged world is the plan that stands; of a changed one a new plan', async () => {
    const { requests, pool } = await rivals();
    const first = await planned(requests);
    const again = await world.get(ProposalService).propose(world.operator, { id: first.id });
    expect(again).toMatchObject({ isUnchanged: true, proposal: { id: first.proposalId } });
    await world.get(PoolService).announceMaintenance(world.operator, {
      poolId: pool.id, gpus: 8, startsAt: day(5), endsAt: day(10), reason: 'Cooling',
    });
    expect(await world.get(PlanningReadService).isCurrent(world.operator, first)).toBe(false);
    const second = await propose(first);
    expect(second.proposalId).not.toBe(first.proposalId);
    expect((await outcomes(second)).map(({ grantedMh }) => grantedMh)).toEqual([1440n * HOUR_MH, 1440n * HOUR_MH]);
  });

  test('gives nobody more than the quota has, and says so', async () => {
    const pool = await pricedPool(16);
    const poor = await world.founder(pool.gpuClass, 300n);
    const request = await world.sized(poor, pool.gpuClass, { gpus: 8, startsAt: day(0), endsAt: day(10) });
    const [row] = await outcomes(await planned([request]));
    expect(row).toMatchObject({ reasonKind: 'quota', grantedMh: 300n * HOUR_MH, askedMh: 1920n * HOUR_MH });
    expect(row!.reason.en).toContain('300 of the 1,920');
  });

  test('says which requests it does not plan and why', async () => {
    const pool = await pricedPool(16);
    const founder = await world.founder(pool.gpuClass);
    const beyond = await world.sized(founder, pool.gpuClass, { gpus: 8, startsAt: day(20), endsAt: day(40) });
    const suspended = await world.founder(pool.gpuClass);
    const theirs = await world.sized(suspended, pool.gpuClass, { gpus: 8, startsAt: day(1), endsAt: day(4) });
    await world.suspend(suspended.actor.organisationId!);
    const none = await world.sized(await world.founder(), pool.gpuClass, { gpus: 8, startsAt: day(1), endsAt: day(4) });
    const rows = await world.get(PlanningReadService).candidates(world.operator, await cycle());
    const status = (request: ComputeRequest) => rows.find(({ requestId }) => requestId === request.id)?.status;
    expect([beyond, theirs, none].map(status)).toEqual(['beyondCycle', 'standing', 'noQuota']);
  });

  test('cannot be made while a pool has no price, and tells which', async () => {
    const pool = await world.pool(8);
    const request = await world.sized(await world.founder(pool.gpuClass), pool.gpuClass, { gpus: 8, startsAt: day(1), endsAt: day(4) });
    await expect(cycle().then(({ id }) => world.get(ProposalService).propose(world.operator, { id })))
      .rejects.toMatchObject({ code: 'NO_PRICE', details: { pool: pool.code } });
    await world.get(RequestReviewService).deny(world.lead, { ...seen(request), reason: 'Only to show the refusal.' });
  });

  test('is an approver’s to decide when one of its requests is', async () => {
    const pool = await pricedPool(64);
    const founder = await world.founder(pool.gpuClass);
    const large = await world.sized(founder, pool.gpuClass, { gpus: 64, startsAt: day(0), endsAt: day(20) });
    const small = await world.sized(await world.founder(pool.gpuClass), pool.gpuClass, { gpus: 8, startsAt: day(0), endsAt: day(2) });
    const proposed = await planned([large, small]);
    expect(proposed.approvalBy).toBe('approver');
    await expect(apply(proposed)).rejects.toMatchObject({ code: 'DENIED' });
    expect(await apply(proposed, world.approver)).toMatchObject({ state: 'applied' });
    const read = world.get(RequestReadService);
    expect(await read.get(world.operator, small.id)).toMatchObject({ state: 'allocated', decidedBy: world.approver.actor.userId });
  });
});

describe('afterwards', () => {
  test('everybody reads the report; a company reads its own name and line, and nobody else’s', async () => {
    const { requests, founders } = await rivals();
    const proposed = await planned(requests);
    const reading = world.get(PlanningReadService);
    expect(await reading.ofRequest(founders[0], requests[0].id)).toEqual([]);
    await expect(reading.get(founders[0], proposed.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const applied = await apply(proposed);
    const published = await world.get(PlanningReportService).publish(world.lead, seen(applied));
    expect(published.state).toBe('published');
    const report = await world.get(PlanningReportService).view(founders[0], published.id);
    expect(report.tenants.map(({ isOwn, nameEn }) => [isOwn, nameEn !== null])).toEqual(
      expect.arrayContaining([[true, true], [false, false]]));
    expect(report.figures).toMatchObject({ belowSlice: 0, jainOfShares: 1 });
    expect(await reading.outcomes(founders[0], published)).toHaveLength(1);
    expect(await reading.shares(founders[1], published)).toMatchObject([{ organisationId: founders[1].actor.organisationId, weightTold: null }]);
    expect(await reading.outcomes(founders[0], published)).toMatchObject([{ levelTold: null }]);
    expect(report.tenants.map(({ weight }) => weight)).toEqual([null, null]);
    const staff = await world.get(PlanningReportService).view(world.operator, published.id);
    expect(staff.tenants.every(({ nameEn, weight }) => nameEn !== null && weight === 1000)).toBe(true);
    const supplier = await reading.list(world.supplier, { first: 10 });
    expect(supplier.nodes).toEqual([]);
  });

  test('a plan can be sent back and a cycle cancelled, each with a reason', async () => {
    const { requests } = await rivals();
    const proposed = await planned(requests);
    const cycles = world.get(PlanningCycleService);
    await expect(cycles.sendBack(world.lead, { ...seen(proposed), reason: ' ' })).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
    const back = await cycles.sendBack(world.lead, { ...seen(proposed), reason: 'Wait for the maintenance.' });
    expect(back.state).toBe('collecting');
    await expect(apply(back)).rejects.toMatchObject({ code: 'NOT_NOW' });
    expect(await cycles.cancel(world.lead, { ...seen(back), reason: 'No longer needed.' })).toMatchObject({ state: 'cancelled' });
    await expect(world.get(ProposalService).propose(world.operator, { id: back.id })).rejects.toMatchObject({ code: 'NOT_NOW' });
  });

  test('who used more than its due has a smaller weight in the next cycle', async () => {
    const { requests, founders, pool } = await rivals();
    await apply(await planned(requests));
    const [due] = await world.asOwner<{ mh: string }>(
      `select due -> 0 ->> 'mh' as mh from planning_share where organisation_id = $1 and decided_at is not null`, [founders[0].actor.organisationId]);
    const mh = BigInt(due!.mh);
    for (const [at, factor] of [[0, 2n], [1, 1n]] as const) {
      await world.asOwner(`insert into usage_month (organisation_id, at, pool_id, gpu_class, gpu_mh) values ($1, $2, $3, $4, $5)`, [
        founders[at].actor.organisationId, day(0), pool.id, pool.gpuClass, mh * factor,
      ]);
    }
    world.clock.advance({ days: 40 });
    const later = world.reopen(world.operator);
    const nextMonth = monthOf(firstDayOf(month(), true));
    const from = startOf(firstDayOf(nextMonth) + 20);
    const window = { gpus: 16, startsAt: from, endsAt: new Date(from.getTime() + 5 * DAY) };
    const fresh = [await world.sized(world.reopen(founders[0]), pool.gpuClass, window), await world.sized(world.reopen(founders[1]), pool.gpuClass, window)];
    const opened = await world.get(PlanningCycleService).open(later, {
      code: 'AFTER', firstMonth: nextMonth, lastMonth: nextMonth, quantumMh: 1000n, stages: [], halfLifeMonths: 3, leastPercent: 50,
      mostPercent: 200, note: '',
    });
    for (const { requestId } of await world.get(PlanningReadService).candidates(later, opened)) {
      if (fresh.some(({ id }) => id === requestId)) continue;
      await world.get(PlanningCycleService).leaveOut(later, { id: opened.id, requestId, reason: 'Another test.' });
    }
    await world.get(ProposalService).propose(later, { id: opened.id });
    await world.get(Jobs).drain();
    const shares = await world.get(PlanningReadService).shares(later, await world.get(PlanningReadService).get(later, opened.id));
    const weight = (of: Ctx) => shares.find(({ organisationId }) => organisationId === of.actor.organisationId)?.weightTold;
    expect([weight(founders[0]), weight(founders[1])]).toEqual([500, 1000]);
  });
});
