import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Events, Ledger, Timers, type Ctx } from '@wutong/core-server';
import { GrantChangeService } from '../grant/grant-change.service';
import { GrantService } from '../grant/grant.service';
import { TERMS_VERSION } from '../grant/terms';
import { computeAccounts } from '../entitlement/compute-accounts';
import { EntitlementService } from '../entitlement/entitlement.service';
import { CalendarService } from '../pool/calendar.service';
import { PoolService } from '../pool/pool.service';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { RequestAppealService } from './request-appeal.service';
import { RequestDraftService } from './request-draft.service';
import { RequestReadService } from './request-read.service';
import { RequestReviewService } from './request-review.service';
import { Waitlist } from './waitlist';
import type { ComputeRequest } from './compute-request.entity';

let world: ComputeWorld;
let drafts: RequestDraftService;
let review: RequestReviewService;
let appeals: RequestAppealService;
let grants: GrantService;
let changes: GrantChangeService;
let reading: RequestReadService;

beforeAll(async () => {
  world = await computeWorld();
  drafts = world.get(RequestDraftService);
  review = world.get(RequestReviewService);
  appeals = world.get(RequestAppealService);
  grants = world.get(GrantService);
  changes = world.get(GrantChangeService);
  reading = world.get(RequestReadService);
});
afterAll(() => world.close());

const later = (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: world.at(days) });

function balance(ctx: Ctx, gpuClass: string) {
  const { available } = computeAccounts(ctx.actor.organisationId ?? '', gpuClass);
  return world.db.read(ctx, (tx) => world.get(Ledger).balance(ctx, tx, available));
}

test('a tenant asks for GPU-hours, gets them held and allocated, uses them, and they are settled', async () => {
  const { gpuClass, id: poolId } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const allocated = await world.approve(await world.sized(founder, gpuClass));
  expect(allocated).toMatchObject({ state: 'allocated', poolId });
  expect(await balance(founder, gpuClass)).toMatchObject({ pending: 1_920n * HOUR_MH, available: 98_080n * HOUR_MH });

  const accepted = await grants.acceptTerms(founder, { requestId: allocated.id, terms: TERMS_VERSION });
  expect(accepted.state).toBe('allocated');
  await world.get(Timers).runDue(world.at(1.01));
  const running = await reading.get(founder, allocated.id);
  expect(running.state).toBe('active');
  const key = await grants.addKey(later(founder, 2), { requestId: running.id, name: 'laptop', publicKey: KEY });

  await world.get(Timers).runDue(world.at(11.01));
  expect((await reading.get(founder, allocated.id)).state).toBe('expired');
  expect((await reading.keys(founder, running))[0]).toMatchObject({ id: key.id, revokedAt: world.at(11.01) });
  expect(await balance(founder, gpuClass)).toMatchObject({ pending: 0n, available: 100_000n * HOUR_MH });

  await world.get(Timers).runDue(world.at(15));
  const settled = await reading.get(founder, allocated.id);
  expect((await reading.timeline(founder, settled)).map(({ event }) => event)).toEqual([
    'create', 'submit', 'claim', 'size', 'approve', 'allocate', 'start', 'expire', 'settle',
  ]);
});

describe('handing in', () => {
  test('tells everything that is missing at once', async () => {
    const founder = await world.founder();
    const result = await drafts.submit(founder, seen(await drafts.start(founder)), 'submit');
    expect(result).toMatchObject({
      problems: ['gpuClass', 'gpus', 'startsAt', 'endsAt', 'purposeKind', 'purpose'].map((field) => ({ field })),
    });
  });

  test('counts the hours of all GPUs for the window, or fewer, never more', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const { id, amountMh } = await world.draft(founder, gpuClass, { gpus: 2, startsAt: world.at(1), endsAt: world.at(2) });
    expect(amountMh).toBe(48n * HOUR_MH);
    expect((await drafts.save(founder, { id, amountMh: 10n * HOUR_MH })).amountMh).toBe(10n * HOUR_MH);
    await expect(drafts.save(founder, { id, amountMh: 49n * HOUR_MH })).rejects.toMatchObject({ field: 'amountMh' });
    await expect(drafts.save(founder, { id, gpuClass: 'abacus' })).rejects.toMatchObject({ field: 'gpuClass' });
    await expect(drafts.save(founder, { id, gpus: Number.NaN })).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'gpus' });
    await expect(drafts.save(founder, { id, endsAt: world.at(0) })).rejects.toMatchObject({ field: 'endsAt' });
  });

  test('names only members of one’s own organisation as users', async () => {
    const founder = await world.founder();
    const stranger = await world.founder();
    const { id } = await drafts.start(founder);
    await expect(drafts.save(founder, { id, userIds: [stranger.actor.userId!] })).rejects.toMatchObject({ field: 'userIds' });
  });

  test('is refused to a suspended tenant, who can still read and release', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const running = await world.active(founder, gpuClass);
    const draft = await world.draft(founder, gpuClass);
    const waiting = await world.sized(founder, gpuClass);
    await world.suspend(founder.actor.organisationId!);
    const refused = { code: 'TENANCY_NOT_ACTIVE' };
    await expect(drafts.start(founder)).rejects.toMatchObject(refused);
    await expect(drafts.submit(founder, seen(draft), 'submit')).rejects.toMatchObject(refused);
    await expect(review.approve(world.lead, seen(waiting))).rejects.toMatchObject(refused);
    const renewal = { ...seen(running), endsAt: world.at(20), justification: 'More epochs' };
    await expect(changes.requestRenewal(founder, renewal)).rejects.toMatchObject(refused);
    expect((await grants.release(founder, seen(running))).state).toBe('released');
  });
});

test('the operator’s question reopens the request, and the answer goes back', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  const claimed = await review.claim(world.operator, seen(await world.submitted(founder, gpuClass)));
  await expect(review.requestInfo(world.operator, { ...seen(claimed), question: ' ', dueAt: world.at(5) })).rejects.toMatchObject({ field: 'question' });
  const asked = await review.requestInfo(world.operator, { ...seen(claimed), question: 'Which corpus?', dueAt: world.at(5) });
  await drafts.save(founder, { id: asked.id, purpose: 'Pre-train on the licensed manuals corpus.' });
  await expect(drafts.save(founder, { id: asked.id, gpuClass: null })).rejects.toMatchObject({ field: 'gpuClass' });
  await expect(drafts.save(founder, { id: asked.id, purpose: ' ' })).rejects.toMatchObject({ field: 'purpose' });
  expect(await drafts.submit(founder, seen(asked), 'resubmit')).toMatchObject({ state: 'technical_review', dueAt: null });
});

test('a priority other than normal is said with its reason', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  expect((await world.sized(founder, gpuClass)).priority).toBe('normal');
  await expect(world.sized(founder, gpuClass, { priority: 'high', note: ' ' })).rejects.toMatchObject({ field: 'note' });
  const urgent = await world.sized(founder, gpuClass, { priority: 'high', note: 'The filing is due in April.' });
  const reading = world.get(RequestReadService);
  expect(await reading.get(founder, urgent.id)).toMatchObject({ priority: 'high', sizingNote: 'The filing is due in April.' });
  expect((await reading.timeline(founder, urgent)).find(({ event }) => event === 'size')?.data).toMatchObject({ priority: 'high' });
});

describe('a decision', () => {
  test('belongs to a programme lead up to the limit and to an approver above it', async () => {
    const { gpuClass } = await world.pool(1000);
    const founder = await world.founder(gpuClass, 1_000_000n);
    const small = await world.sized(founder, gpuClass);
    const large = await world.sized(founder, gpuClass, { gpus: 500 });
    expect([small.approvalBy, large.approvalBy]).toEqual(['programme_lead', 'approver']);
    await expect(review.approve(world.approver, seen(small))).rejects.toMatchObject({ code: 'DENIED' });
    await expect(review.approve(world.lead, seen(large))).rejects.toMatchObject({ code: 'DENIED' });
    expect(await review.approve(world.approver, seen(large))).toMatchObject({ state: 'allocated' });
  });

  test('is not taken by whoever sized the request', async () => {
    const { gpuClass } = await world.pool(8);
    const both = await world.staff('platform_operator', 'programme_lead');
    const claimed = await review.claim(both, seen(await world.submitted(await world.founder(gpuClass), gpuClass)));
    const sized = await review.size(both, { ...seen(claimed), gpus: 8, startsAt: world.at(1), endsAt: world.at(2) });
    expect(reading.actions(both, sized)).toEqual([]);
    await expect(review.approve(both, seen(sized))).rejects.toMatchObject({ code: 'DENIED' });
  });

  test('says when the quota has less, and nothing has happened', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass, 100n);
    const sized = await world.sized(founder, gpuClass);
    expect(await review.approve(world.lead, seen(sized))).toMatchObject({
      gpuClass, neededMh: 1_920n * HOUR_MH, availableMh: 100n * HOUR_MH,
    });
    expect((await reading.get(world.lead, sized.id)).state).toBe('approval');
    expect(await balance(founder, gpuClass)).toMatchObject({ pending: 0n });
  });

  test('can be appealed once, within its window, before somebody else', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const claimed = await review.claim(world.operator, seen(await world.submitted(founder, gpuClass)));
    await expect(review.deny(world.operator, { ...seen(claimed), reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
    const denied = await review.deny(world.operator, { ...seen(claimed), reason: 'Too vague.' });
    const appealed = await appeals.appeal(founder, { ...seen(denied), reason: 'See the plan.' });
    const upheld = await appeals.uphold(world.approver, { ...seen(appealed), reason: 'It is clear.' });
    expect(upheld).toMatchObject({ state: 'approval', sizedMh: denied.amountMh, sizedBy: world.approver.actor.userId });
    const again = await review.deny(world.lead, { ...seen(upheld), reason: 'No.' });
    expect(reading.actions(founder, again)).toEqual([]);
    await world.drain();
    const told = await world.asOwner<{ topic: string }>(
      `select topic from notification where subject_id = $1 and topic like 'compute-request.deny%'`, [again.id],
    );
    expect(told.map(({ topic }) => topic).sort()).toEqual(['compute-request.deny', 'compute-request.deny-again']);
    await world.get(Timers).runDue(new Date(again.dueAt!.getTime() + 1));
    expect((await reading.get(founder, again.id)).state).toBe('closed');
  });
});

describe('the waiting list', () => {
  test('is served in its order when GPUs become free', async () => {
    const { gpuClass } = await world.pool(8);
    const founders = await Promise.all([1, 2, 3].map(() => world.founder(gpuClass)));
    const [first, second, third] = await inTurn(founders, async (founder) =>
      world.approve(await world.sized(founder, gpuClass, { gpus: founder === founders[2] ? 2 : 8 })),
    );
    expect([first!.state, second!.state, third!.state]).toEqual(['allocated', 'waitlisted', 'waitlisted']);
    expect([await reading.waitlistPlace(founders[1]!, second!), await reading.waitlistPlace(founders[2]!, third!)]).toEqual([1, 2]);
    await grants.release(founders[0]!, seen(first!));
    await world.drain();
    expect((await reading.get(founders[1]!, second!.id)).state).toBe('allocated');
    expect((await reading.get(founders[2]!, third!.id)).state).toBe('waitlisted');
  });

  test('lets go of those whose window has passed, with their hours', async () => {
    const { gpuClass } = await world.pool(4);
    const founder = await world.founder(gpuClass);
    const waiting = await world.approve(await world.sized(founder, gpuClass));
    expect(waiting.state).toBe('waitlisted');
    await world.get(Timers).runDue(world.at(12));
    expect((await reading.get(founder, waiting.id)).state).toBe('released');
    expect(await balance(founder, gpuClass)).toMatchObject({ pending: 0n, available: 100_000n * HOUR_MH });
  });

  test('is served when capacity is added, from now on', async () => {
    const pool = await world.pool(4);
    const founder = await world.founder(pool.gpuClass);
    const waiting = await world.approve(await world.sized(founder, pool.gpuClass));
    await world.get(PoolService).setCapacity(world.operator, { poolId: pool.id, gpus: 8, startsAt: world.at(0), endsAt: world.at(700) });
    expect(await world.get(Waitlist).retry(world.system(), pool.gpuClass)).toBe(1);
    expect((await reading.get(founder, waiting.id)).state).toBe('allocated');
  });
});

test('of 200 approvals at once with room for one, exactly one gets the GPUs', async () => {
  const { gpuClass, id: poolId } = await world.pool(8);
  const founder = await world.founder(gpuClass, 1_000_000n);
  const requests = await world.copies(await world.sized(founder, gpuClass), 200);
  const approved = await Promise.all(requests.map((request) => world.approve(request)));
  const states = approved.map(({ state }) => state);
  expect(states.filter((state) => state === 'allocated')).toHaveLength(1);
  expect(states.filter((state) => state === 'waitlisted')).toHaveLength(199);
  const [lane] = await world.get(CalendarService).lanes(world.operator, { startsAt: world.at(0), endsAt: world.at(99) }, poolId);
  expect(lane?.entries).toHaveLength(1);
}, 120_000);

test('of 200 approvals at once with hours for one, exactly one passes', async () => {
  const { gpuClass } = await world.pool(2000);
  const founder = await world.founder(gpuClass, 2_000n);
  const requests = await world.copies(await world.sized(founder, gpuClass), 200);
  const results = await Promise.all(requests.map((request) => review.approve(world.lead, seen(request))));
  expect(results.filter((result) => 'state' in result)).toHaveLength(1);
  expect(await balance(founder, gpuClass)).toMatchObject({ pending: 1_920n * HOUR_MH });
}, 120_000);

describe('a grant', () => {
  test('starts only when each user has accepted the terms, and is released when they have not in time', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const member = await world.colleague(founder, 'member');
    const draft = await world.draft(founder, gpuClass);
    await drafts.save(founder, { id: draft.id, userIds: [founder.actor.userId!, member.actor.userId!] });
    const handed = (await drafts.submit(founder, seen(draft), 'submit')) as ComputeRequest;
    const claimed = await review.claim(world.operator, seen(handed));
    const sized = await review.size(world.operator, { ...seen(claimed), gpus: 8, startsAt: world.at(1), endsAt: world.at(11) });
    const allocated = await world.approve(sized);
    await grants.acceptTerms(later(founder, 1.5), { requestId: allocated.id, terms: TERMS_VERSION });
    expect((await reading.get(founder, allocated.id)).state).toBe('allocated');
    await expect(grants.acceptTerms(member, { requestId: allocated.id, terms: '1999' })).rejects.toMatchObject({ code: 'TERMS_CHANGED' });
    await world.get(Timers).runDue(world.at(1.6));
    await world.get(Timers).runDue(world.at(4.1));
    expect((await reading.get(founder, allocated.id)).state).toBe('no_show_released');
    expect(await balance(founder, gpuClass)).toMatchObject({ pending: 0n });
  });

  test('changes within its hours, and the history is kept', async () => {
    const { gpuClass } = await world.pool(16);
    const founder = await world.founder(gpuClass);
    const running = await world.active(founder, gpuClass);
    const asked = await changes.requestChange(founder, { ...seen(running), gpus: 16, endsAt: world.at(6), justification: 'Faster' });
    await expect(changes.decideChange(world.operator, { ...seen(asked), accept: false })).rejects.toMatchObject({ field: 'note' });
    const decided = await changes.decideChange(world.operator, { ...seen(asked), accept: true });
    expect(decided).toMatchObject({ state: 'active', sizedGpus: 16, sizedEndsAt: world.at(6) });
    const tooMany = await changes.requestChange(founder, { ...seen(decided), gpus: 17, endsAt: world.at(6), justification: 'More' });
    await expect(changes.decideChange(world.operator, { ...seen(tooMany), accept: true })).rejects.toMatchObject({ code: 'NO_CAPACITY' });
    await changes.decideChange(world.operator, { ...seen(tooMany), accept: false, note: 'The pool is full' });
    expect(await reading.changes(founder, decided)).toMatchObject([
      { gpusBefore: 8, gpus: 16, outcome: 'accepted' }, { gpusBefore: 16, gpus: 17, outcome: 'refused' },
    ]);
  });

  test('is renewed with a new hold at least seven days before its end, or stays as it was', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass, 3_000n);
    const running = await world.active(founder, gpuClass);
    const renewal = { endsAt: world.at(15), justification: 'More epochs' };
    await expect(changes.requestRenewal(later(founder, 4.5), { ...seen(running), ...renewal })).rejects.toMatchObject({ code: 'DENIED' });
    const asked = await changes.requestRenewal(founder, { ...seen(running), ...renewal });
    expect(await changes.decideRenewal(world.lead, { ...seen(asked), accept: true })).toMatchObject({
      state: 'active', sizedEndsAt: world.at(15),
    });
    const { pending } = await balance(founder, gpuClass);
    expect(pending).toBe(running.sizedMh! + 768n * HOUR_MH);
    const more = await changes.requestRenewal(founder, { ...seen(await reading.get(founder, running.id)), endsAt: world.at(30), justification: 'Still more' });
    expect(await changes.decideRenewal(world.lead, { ...seen(more), accept: true })).toMatchObject({ neededMh: 2_880n * HOUR_MH });
    const kept = await changes.decideRenewal(world.lead, { ...seen(more), accept: false, note: 'No hours left' });
    expect(kept).toMatchObject({ state: 'active', sizedEndsAt: world.at(15) });
  });

  test('is revoked with a reason, its keys with it', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const running = await world.active(founder, gpuClass);
    await grants.addKey(founder, { requestId: running.id, name: 'laptop', publicKey: KEY });
    await expect(grants.addKey(founder, { requestId: running.id, name: 'x', publicKey: 'ssh-rsa AAAA' })).rejects.toMatchObject({ field: 'publicKey' });
    const revoked = await grants.revoke(world.operator, { ...seen(running), reason: 'Mining' });
    expect(revoked.state).toBe('revoked');
    expect((await reading.keys(founder, revoked)).every(({ revokedAt }) => revokedAt)).toBe(true);
  });
});

test('a tenant that has left keeps nothing', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  const running = await world.active(founder, gpuClass);
  const waiting = await world.approve(await world.sized(founder, gpuClass));
  const { organisationId } = running;
  const [tenancy] = await world.asOwner<{ id: string }>(`select id from tenancy where organisation_id = $1`, [organisationId]);
  await world.db.write(world.system(), (tx) =>
    world.get(Events).emit(world.system(), tx, 'tenancy.moved', { tenancyId: tenancy!.id, organisationId, event: 'completeOffboarding', state: 'alumni' }),
  );
  await world.drain();
  const states = [(await reading.get(founder, running.id)).state, (await reading.get(founder, waiting.id)).state];
  expect(states).toEqual(['expired', 'released']);
  expect(await balance(founder, gpuClass)).toMatchObject({ pending: 0n });
});

describe('another tenant’s request', () => {
  test('does not exist for anybody else, whatever they try', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const request = await world.active(founder, gpuClass);
    const key = await grants.addKey(founder, { requestId: request.id, name: 'laptop', publicKey: KEY });
    const stranger = await world.founder(gpuClass);
    const change = { ...seen(request), gpus: 1, endsAt: world.at(3), justification: 'x' };
    const attempts = [
      () => reading.get(stranger, request.id),
      () => drafts.save(stranger, { id: request.id, gpus: 1 }),
      () => drafts.submit(stranger, seen(request), 'submit'),
      () => drafts.leave(stranger, seen(request), 'withdraw'),
      () => appeals.appeal(stranger, { ...seen(request), reason: 'x' }),
      () => grants.acceptTerms(stranger, { requestId: request.id, terms: TERMS_VERSION }),
      () => grants.addKey(stranger, { requestId: request.id, name: 'x', publicKey: KEY }),
      () => grants.revokeKey(stranger, { id: key.id }),
      () => grants.release(stranger, seen(request)),
      () => grants.revoke(stranger, { ...seen(request), reason: 'x' }),
      () => changes.requestChange(stranger, change),
      () => changes.requestRenewal(stranger, { ...seen(request), endsAt: world.at(30), justification: 'x' }),
      () => changes.decideChange(stranger, { ...seen(request), accept: true }),
      () => changes.decideRenewal(stranger, { ...seen(request), accept: true }),
      () => review.claim(stranger, seen(request)),
      () => review.approve(stranger, seen(request)),
      () => review.deny(stranger, { ...seen(request), reason: 'x' }),
      () => world.get(EntitlementService).statement(stranger, { organisationId: founder.actor.organisationId, gpuClass, first: 10 }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await reading.own(stranger)).toEqual([]);
    expect(await world.get(EntitlementService).given(stranger, founder.actor.organisationId)).toEqual([]);
  });

  test('does not exist for staff with a conflict of interest', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const request = await world.sized(founder, gpuClass);
    const conflicted = { ...world.lead, actor: { ...world.lead.actor, conflicts: [founder.actor.organisationId!] } };
    await expect(reading.get(conflicted, request.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(review.approve(conflicted, seen(request))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('the queue takes one statement beside its scope, and pages by its cursor', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  for (let i = 0; i < 3; i++) await world.submitted(founder, gpuClass);
  const args = { first: 2, mine: false, gpuClasses: [gpuClass] };
  const page = await reading.queue(world.operator, args);
  expect(page.nodes).toHaveLength(2);
  const next = await reading.queue(world.operator, { ...args, after: page.pageInfo.endCursor! });
  expect(next.nodes).toHaveLength(1);
  expect(next.pageInfo.hasNextPage).toBe(false);
});

test('the same command sent twice is done once', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  const sized = await world.sized(founder, gpuClass);
  const lead = { ...world.lead, idempotencyKey: 'approve-1' };
  const first = await review.approve(lead, seen(sized));
  expect(await review.approve(lead, seen(sized))).toEqual({ ...first });
  await expect(review.approve(lead, { id: sized.id, version: 99 })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f demo@wutong.example';
