import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ledger, Timers, type Ctx } from '@wutong/core-server';
import { TenancyReadService, TenancyService } from '@wutong/tenancy-server';
import { ComputeDashboardService } from '../dashboard/compute-dashboard.service';
import { GrantService } from '../grant/grant.service';
import { PoolService } from '../pool/pool.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import type { ComputeReclaim } from './compute-reclaim.entity';
import { ReclaimReadService } from './reclaim-read.service';
import { ReclaimRules } from './reclaim-rules.service';
import { ReclaimService } from './reclaim.service';
import { ReclaimWatch } from './reclaim-watch';

let world: ComputeWorld;
let reclaims: ReclaimService;
const RULE = { isOn: true, atPercent: 50, minUsedPercent: 40, keepPercent: 150, replyWorkingDays: 3, returnsTo: 'tenant' as const };
const now = <C extends Ctx>(ctx: C): C => ({ ...ctx, now: world.clock.now() });

beforeAll(async () => {
  world = await computeWorld();
  reclaims = world.get(ReclaimService);
  await world.get(ReclaimRules).set(world.lead, RULE);
});
afterAll(() => world.close());

/** A founder with a running grant of 8 GPUs for 20 days (3,840 hours) in a pool of 8, of a quota of 5,000. */
async function granted(given: { quota?: bigint } = {}) {
  const pool = await world.pool(8);
  const founder = await world.founder(pool.gpuClass, given.quota ?? 5_000n);
  const request = await world.active(founder, pool.gpuClass, { gpus: 8, endsAt: world.at(20) });
  return { pool, founder, request };
}

/** Lets days pass; then the supplier delivers accounting records, here of one job on all 8 GPUs, or of none. */
async function pass(days: number, job?: { request: ComputeRequest; hours: number; state?: string }): Promise<void> {
  world.clock.advance({ days });
  const end = world.clock.now();
  const grant = job && (await world.db.read(world.system(), (tx) =>
    tx.query<{ account: string; cluster: string; gpuClass: string }>(
      `select g.account, p.cluster, g.gpu_class as "gpuClass" from compute_grant g join compute_pool p on p.id = g.pool_id where g.id = $1`,
      [job.request.id],
    )))[0];
  const record = grant && {
    ...grant, key: `${grant.cluster}/${end.getTime()}-${job.hours}`, jobIdRaw: `${end.getTime()}`, jobId: '1', user: 'a', state: job.state ?? 'COMPLETED', gpus: 8,
    elapsedSeconds: job.hours * 3600, limitSeconds: null, start: new Date(end.getTime() - job.hours * 3_600_000), end,
  };
  await world.get(UsageIngestService).ingest(now(world.supplier), { records: record ? [record] : [], problems: [], steps: 0 }, { source: 't' });
}

async function look(founder: Ctx): Promise<ComputeReclaim[]> {
  await world.get(ReclaimWatch).look(world.system());
  const { nodes } = await world.get(ReclaimReadService).list(now(founder), { first: 10, after: null } as never);
  return nodes;
}

/** A notice on a grant of which nothing was used in the first half of its window. */
async function noticed(given: { quota?: bigint } = {}) {
  const story = await granted(given);
  await pass(10);
  const [reclaim] = await look(story.founder);
  return { ...story, reclaim: reclaim! };
}

const balance = async (founder: Ctx) => (await world.get(ComputeDashboardService).balances(now(founder), null))[0]!;
const grantOf = async (founder: Ctx, request: ComputeRequest) => (await world.get(RequestReadService).grant(now(founder), request))!;
const reservedNow = async (request: ComputeRequest): Promise<number> => {
  const [row] = await world.asOwner<{ gpus: number }>(
    `select coalesce(sum(gpus), 0)::int as gpus from compute_reservation where request_id = $1 and starts_at <= $2 and ends_at > $2`,
    [request.id, world.clock.now()],
  );
  return row!.gpus;
};
const isBalanced = async () => (await world.db.read(world.system(), (tx) => world.get(Ledger).trialBalance(world.system(), tx))).every((unit) => unit.isBalanced);

describe('hours that nobody used by half of the window', () => {
  test('go back when nobody answers, and who waits for the GPUs gets them', async () => {
    const { founder, request, pool } = await granted();
    const other = await world.founder(pool.gpuClass, 5_000n);
    const waiting = await world.approve(await world.sized(other, pool.gpuClass, { gpus: 8, startsAt: world.at(10), endsAt: world.at(30) }));
    expect(waiting.state).toBe('waitlisted');
    await pass(10);
    const [reclaim] = await look(founder);
    expect(reclaim).toMatchObject({ state: 'noticed', usedMh: 0n, idleMh: 3_840n * HOUR_MH, usableMs: BigInt(10 * 86_400_000) });
    expect(await look(founder)).toHaveLength(1);
    await world.get(Timers).runDue(new Date(reclaim!.replyDueAt.getTime() - 1));
    expect((await world.get(ReclaimReadService).get(founder, reclaim!.id)).state).toBe('noticed');
    world.clock.set(new Date(reclaim!.replyDueAt.getTime() + 1));
    await world.get(Timers).runDue(world.clock.now());
    await world.drain();
    expect(await world.get(ReclaimReadService).get(founder, reclaim!.id)).toMatchObject({
      state: 'returned', takenMh: 3_840n * HOUR_MH, returnedTo: 'tenant', gpusBefore: 8, gpusAfter: 0,
    });
    expect(await grantOf(founder, request)).toMatchObject({ grantedMh: 0n, heldMh: 0n, closedAt: null });
    expect(await balance(founder)).toMatchObject({ heldMh: 0n, leftMh: 5_000n * HOUR_MH });
    expect((await world.get(RequestReadService).get(other, waiting.id)).state).toBe('allocated');
    expect(await isBalanced()).toBe(true);
    await expect(reclaims.restore(now(world.lead), { ...seen(await world.get(ReclaimReadService).get(founder, reclaim!.id)), reason: 'Mistake' }))
      .rejects.toMatchObject({ code: 'NO_CAPACITY' });
  });

  test('stay with a grant that uses some: half as much again as its pace needs, and as many GPUs', async () => {
    const { founder, request } = await granted();
    await pass(10, { request, hours: 24 });
    const [reclaim] = await look(founder);
    // 192 hours in 10 days: in the 10 that are left its pace needs 192, and 288 stay.
    expect(reclaim).toMatchObject({ usedMh: 192n * HOUR_MH, idleMh: (3_648n - 288n) * HOUR_MH });
    world.clock.set(reclaim!.replyDueAt);
    await world.get(Timers).runDue(world.clock.now());
    const returned = await world.get(ReclaimReadService).get(founder, reclaim!.id);
    const { heldMh, grantedMh } = await grantOf(founder, request);
    expect(returned.state).toBe('returned');
    expect(heldMh).toBe(3_648n * HOUR_MH - returned.takenMh);
    expect(grantedMh).toBe(3_840n * HOUR_MH - returned.takenMh);
    expect(await reservedNow(request)).toBe(returned.gpusAfter);
    expect(returned.gpusAfter).toBeLessThanOrEqual(3);
    expect(returned.takenMh).toBeLessThanOrEqual(reclaim!.idleMh);
  });

  test('are kept when use has caught up before the time to answer is over', async () => {
    const { founder, request, reclaim } = await noticed();
    await pass(3, { request, hours: 70 });
    await pass(3, { request, hours: 70 });
    world.clock.set(new Date(Math.max(world.clock.now().getTime(), reclaim.replyDueAt.getTime())));
    await pass(0, { request, hours: 60 });
    await world.get(Timers).runDue(world.clock.now());
    expect((await world.get(ReclaimReadService).get(founder, reclaim.id)).state).toBe('recovered');
    expect((await grantOf(founder, request)).grantedMh).toBe(3_840n * HOUR_MH);
  });

  test('go to the centre where the rule of the class says so, and come back whole', async () => {
    const { founder, request, pool } = await granted();
    await world.get(ReclaimRules).set(now(world.lead), { ...RULE, gpuClass: pool.gpuClass, returnsTo: 'centre' });
    await pass(10);
    const [reclaim] = await look(founder);
    world.clock.set(reclaim!.replyDueAt);
    await world.get(Timers).runDue(world.clock.now());
    expect(await balance(founder)).toMatchObject({ givenMh: 1_160n * HOUR_MH, leftMh: 1_160n * HOUR_MH, heldMh: 0n });
    const returned = await world.get(ReclaimReadService).get(founder, reclaim!.id);
    const restored = await reclaims.restore(now(world.lead), { ...seen(returned), reason: 'The centre’s cluster was at fault.' });
    expect(restored.state).toBe('restored');
    expect(await balance(founder)).toMatchObject({ givenMh: 5_000n * HOUR_MH, leftMh: 1_160n * HOUR_MH, heldMh: 3_840n * HOUR_MH });
    expect(await reservedNow(request)).toBe(8);
    expect(await isBalanced()).toBe(true);
  });
});

describe('no notice is given', () => {
  test.each(['NODE_FAIL', 'BOOT_FAIL'])('for days on which its jobs died with their node (%s)', async (state) => {
    const { founder, request } = await granted();
    await pass(10, { request, hours: 1, state });
    expect(await look(founder)).toEqual([]);
  });

  test('for the time in which its pool was in maintenance', async () => {
    const { founder, pool } = await granted();
    await world.get(PoolService).announceMaintenance(now(world.operator), {
      poolId: pool.id, gpus: 1, startsAt: world.at(2), endsAt: world.at(5), reason: 'Cooling',
    });
    await pass(10);
    expect(await look(founder)).toEqual([]);
    await pass(3);
    expect(await look(founder)).toHaveLength(1);
  });

  test('while the use of its pool is not known, or the tenant is suspended, or has been', async () => {
    const { founder } = await granted();
    world.clock.advance({ days: 10 });
    expect(await look(founder)).toEqual([]);
    await world.suspend(founder.actor.organisationId!);
    await pass(0);
    expect(await look(founder)).toEqual([]);
  });

  test('where there is no rule, or it is off for the class', async () => {
    const { founder, pool } = await granted();
    await world.get(ReclaimRules).set(now(world.lead), { ...RULE, gpuClass: pool.gpuClass, isOn: false });
    await pass(10);
    expect(await look(founder)).toEqual([]);
  });

  test('twice for one window', async () => {
    const { founder, reclaim } = await noticed();
    const answered = await reclaims.reply(now(founder), { ...seen(reclaim), kind: 'explain', reply: 'Our data came late.' });
    const recommended = await reclaims.recommend(now(world.operator), { ...seen(answered), takeMh: 0n, reason: 'True.' });
    await reclaims.decide(now(world.lead), { ...seen(recommended), takeMh: 0n, reason: 'Understood.' });
    await pass(2);
    expect(await look(founder)).toHaveLength(1);
  });
});

describe('a founder answers', () => {
  test('with a plan: an operator recommends, and somebody else decides with a reason', async () => {
    const { founder, request, reclaim } = await noticed();
    const both = await world.staff('platform_operator', 'programme_lead');
    const answered = await reclaims.reply(now(founder), { ...seen(reclaim), kind: 'plan', reply: 'From Monday on all 8 GPUs.' });
    expect(answered.state).toBe('answered');
    await expect(reclaims.recommend(now(world.operator), { ...seen(answered), takeMh: 9_999n * HOUR_MH, reason: 'x' })).rejects.toMatchObject({ field: 'takeMh' });
    await expect(reclaims.recommend(now(world.operator), { ...seen(answered), takeMh: 1n, reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
    const recommended = await reclaims.recommend(now(both), { ...seen(answered), takeMh: 1_920n * HOUR_MH, reason: 'Half is gone.' });
    const decide = { ...seen(recommended), takeMh: 1_920n * HOUR_MH, reason: 'Half of the window is gone.' };
    await expect(reclaims.decide(now(both), decide)).rejects.toMatchObject({ code: 'DENIED' });
    const returned = await reclaims.decide(now(world.lead), decide);
    expect(returned).toMatchObject({ state: 'returned', takenMh: 1_920n * HOUR_MH, gpusBefore: 8, gpusAfter: 8 });
    expect(await grantOf(founder, request)).toMatchObject({ grantedMh: 1_920n * HOUR_MH, heldMh: 1_920n * HOUR_MH });
    await expect(reclaims.restore(now(world.lead), { ...seen(returned), reason: 'On second thoughts' })).rejects.toMatchObject({ code: 'DENIED' });
    await reclaims.restore(now(world.approver), { ...seen(returned), reason: 'On second thoughts' });
    expect(await grantOf(founder, request)).toMatchObject({ grantedMh: 3_840n * HOUR_MH, heldMh: 3_840n * HOUR_MH });
  });

  test('by giving some back at once; the rest is decided', async () => {
    const { founder, request, reclaim } = await noticed();
    const give = { ...seen(reclaim), kind: 'give_back' as const, reply: 'We need half of the GPUs.', giveBackMh: 2_880n * HOUR_MH };
    await expect(reclaims.reply(now(founder), { ...give, giveBackMh: 3_841n * HOUR_MH })).rejects.toMatchObject({ field: 'giveBackMh' });
    const answered = await reclaims.reply(now(founder), give);
    expect(answered).toMatchObject({ state: 'answered', takenMh: 2_880n * HOUR_MH, gpusAfter: 4 });
    expect(await reservedNow(request)).toBe(4);
    expect(await balance(founder)).toMatchObject({ heldMh: 960n * HOUR_MH, leftMh: 4_040n * HOUR_MH });
    const recommended = await reclaims.recommend(now(world.operator), { ...seen(answered), takeMh: 480n * HOUR_MH, reason: 'Still none used.' });
    const returned = await reclaims.decide(now(world.lead), { ...seen(recommended), takeMh: 480n * HOUR_MH, reason: 'Still none used.' });
    expect(returned).toMatchObject({ takenMh: 3_360n * HOUR_MH, gpusBefore: 8, gpusAfter: 2 });
  });

  test('by giving all back, which ends it; restored it needs quota that is still there', async () => {
    const { founder, reclaim, pool } = await noticed({ quota: 4_000n });
    const returned = await reclaims.reply(now(founder), {
      ...seen(reclaim), kind: 'give_back', reply: 'The project stopped.', giveBackMh: reclaim.idleMh,
    });
    expect(returned).toMatchObject({ state: 'returned', gpusAfter: 0 });
    await world.active(now(founder), pool.gpuClass, { gpus: 8, endsAt: world.at(4) });
    await expect(reclaims.restore(now(world.lead), { ...seen(returned), reason: 'They ask for it.' })).rejects.toMatchObject({ code: 'NO_CAPACITY' });
  });

  test('and is refused the restoring of hours that the quota has spent', async () => {
    const { founder, reclaim, pool, request } = await noticed({ quota: 4_000n });
    const returned = await reclaims.reply(now(founder), {
      ...seen(reclaim), kind: 'give_back', reply: 'Not now.', giveBackMh: reclaim.idleMh,
    });
    await world.approve(await world.sized(now(founder), pool.gpuClass, { gpus: 8, startsAt: world.at(11), endsAt: world.at(31) }));
    const before = await grantOf(founder, request);
    await expect(reclaims.restore(now(world.lead), { ...seen(returned), reason: 'They ask for it.' })).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE' });
    expect(await grantOf(founder, request)).toEqual(before);
    expect(await reservedNow(request)).toBe(0);
  });

  test('nobody else does: not a member, not another company, not staff in conflict; nor after the time is over', async () => {
    const { founder, reclaim } = await noticed();
    const reply = { ...seen(reclaim), kind: 'explain' as const, reply: 'Because.' };
    const member = await world.colleague(founder, 'member');
    await expect(reclaims.reply(now(member), reply)).rejects.toMatchObject({ code: 'DENIED' });
    const stranger = await world.founder();
    await expect(reclaims.reply(now(stranger), reply)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.get(ReclaimReadService).get(stranger, reclaim.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.get(ReclaimReadService).list(stranger, { first: 10, after: null } as never)).nodes).toEqual([]);
    const conflicted = { ...now(world.operator), actor: { ...world.operator.actor, conflicts: [founder.actor.organisationId!] } };
    await expect(reclaims.withdraw(conflicted, { ...seen(reclaim), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    world.clock.set(new Date(reclaim.replyDueAt.getTime() + 1));
    await expect(reclaims.reply(now(founder), reply)).rejects.toMatchObject({ code: 'DENIED' });
  });
});

describe('a notice comes to nothing', () => {
  test('when its grant ends', async () => {
    const { founder, request, reclaim } = await noticed();
    await world.get(GrantService).release(now(founder), seen(await world.get(RequestReadService).get(founder, request.id)));
    await world.drain();
    expect((await world.get(ReclaimReadService).get(founder, reclaim.id)).state).toBe('cancelled');
  });

  test('when its tenant is suspended', async () => {
    const { founder, reclaim } = await noticed();
    const { id, version } = (await world.get(TenancyReadService).own(now(founder)))!;
    await world.get(TenancyService).suspend(now(world.lead), { id, version, reason: 'Rent is overdue.' });
    await world.drain();
    expect((await world.get(ReclaimReadService).get(founder, reclaim.id)).state).toBe('cancelled');
  });

  test('when an operator withdraws it, with a reason', async () => {
    const { founder, reclaim } = await noticed();
    await expect(reclaims.withdraw(now(world.operator), { ...seen(reclaim), reason: '' })).rejects.toMatchObject({ field: 'reason' });
    expect(await reclaims.withdraw(now(world.operator), { ...seen(reclaim), reason: 'The cluster was down.' })).toMatchObject({ state: 'withdrawn' });
    await pass(1);
    expect(await look(founder)).toHaveLength(1);
  });
});
