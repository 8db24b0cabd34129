import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database, Jobs, type Ctx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { PoolService } from '../pool/pool.service';
import { SupplierService } from '../supplier/supplier.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { ComputeReviewService } from '../review/compute-review.service';
import { computeWorld, DAY, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { ApplyPlanService } from './apply-plan.service';
import { firstDayOf, monthOf, dayOf, startOf } from './day-grid';
import type { PlanningCycle } from './planning-cycle.entity';
import { PlanningCycleService } from './planning-cycle.service';
import { PlanningReadService } from './planning-read.service';
import { PlanningReportService } from './planning-report.service';
import { ProposalService } from './proposal.service';
import { WhatIfService, type ScenarioResult } from './what-if.service';

let world: ComputeWorld;
/** The first month after the present one, and its days from 0. */
let month: string;
let codes = 0;
beforeAll(async () => {
  world = await computeWorld();
  month = monthOf(firstDayOf(monthOf(dayOf(world.clock.now())), true));
}, 60_000);
afterAll(() => world.close());

const day = (index: number): Date => startOf(firstDayOf(month) + index);

async function pricedPool(gpus: number) {
  const pool = await world.pool(gpus);
  await world.get(SupplierService).setPrice(world.operator, {
    contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 1000n, validFrom: world.clock.now(),
  });
  return pool;
}

async function cycle(by: Ctx = world.operator): Promise<PlanningCycle> {
  codes += 1;
  return world.get(PlanningCycleService).open(by, {
    code: `T-${codes}`, firstMonth: month, lastMonth: month, quantumMh: 1000n, stages: [], halfLifeMonths: 3, leastPercent: 50,
    mostPercent: 200, note: '',
  });
}

/** The cycle with a plan of these requests alone: whatever else waits is left out. */
async function planned(only: readonly ComputeRequest[]): Promise<PlanningCycle> {
  const opened = await cycle();
  const reading = world.get(PlanningReadService);
  for (const { requestId } of await reading.candidates(world.operator, opened)) {
    if (only.some(({ id }) => id === requestId)) continue;
    await world.get(PlanningCycleService).leaveOut(world.operator, { id: opened.id, requestId, reason: 'Another test.' });
  }
  return propose(opened);
}

async function propose({ id }: PlanningCycle): Promise<PlanningCycle> {
  await world.get(ProposalService).propose(world.operator, { id });
  await world.get(Jobs).drain();
  return world.get(PlanningReadService).get(world.operator, id);
}

const outcomes = (of: PlanningCycle, by: Ctx = world.operator) => world.get(PlanningReadService).outcomes(by, of);
const apply = (of: PlanningCycle, by: Ctx = world.lead) => world.get(ApplyPlanService).apply(by, seen(of));
const grantOf = (request: { id: string }): Promise<ComputeGrant | null> =>
  world.get(Database).read(world.operator, (tx) => tx.of(ComputeGrant).findOneBy({ id: request.id }));
const available = async (founder: Ctx, gpuClass: string): Promise<bigint> => {
  const [row] = await world.asOwner<{ left: bigint }>(
    `select (credits_posted - debits_posted - debits_pending)::bigint as left from ledger_account
      where organisation_id = $1 and unit = $2 and code = 'available'`, [founder.actor.organisationId, `gpu-mh:${gpuClass}`]);
  return BigInt(row?.left ?? 0);
};

/** Two companies that ask for all of one pool for ten days each. */
async function rivals(gpus = 16) {
  const pool = await pricedPool(gpus);
  const founders = [await world.founder(pool.gpuClass), await world.founder(pool.gpuClass)] as const;
  const window = { gpus, startsAt: day(5), endsAt: day(15) };
  const requests = [await world.sized(founders[0], pool.gpuClass, window), await world.sized(founders[1], pool.gpuClass, window)] as const;
  return { pool, founders, requests, full: BigInt(gpus) * 240n * HOUR_MH };
}

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
      reviews.give(by, { requestId: request.id, merit: points, readiness: points, soundness: points, comment: 'As it is.' });
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
    expect(await scores(await world.staff('approver'))).toEqual([[1, null, null], [1, null, null]]);
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
    expect(await reading.shares(founders[1], published)).toMatchObject([{ organisationId: founders[1].actor.organisationId }]);
    const staff = await world.get(PlanningReportService).view(world.operator, published.id);
    expect(staff.tenants.every(({ nameEn }) => nameEn !== null)).toBe(true);
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
    const nextMonth = monthOf(firstDayOf(month, true));
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
    const weight = (of: Ctx) => shares.find(({ organisationId }) => organisationId === of.actor.organisationId)?.weight;
    expect([weight(founders[0]), weight(founders[1])]).toEqual([500, 1000]);
  });
});
