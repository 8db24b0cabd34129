import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { DueDiligenceStatus } from '../due-diligence/due-diligence-item.entity';
import { DueDiligenceService } from '../due-diligence/due-diligence.service';
import { TenancyReadService } from '../tenancy/tenancy-read.service';
import { TenancyService } from '../tenancy/tenancy.service';
import { GOOD_ANSWERS, newTenancy, sentDocument, tenancyWorld, type TenancyWorld } from '../testing/tenancy-world';
import { ApplicationDraftService } from './application-draft.service';
import { ApplicationReadService } from './application-read.service';
import { ApplicationReviewService } from './application-review.service';
import { OfferService } from './offer.service';
import type { TenancyApplication } from './tenancy-application.entity';

let world: TenancyWorld;
let draft: ApplicationDraftService;
let review: ApplicationReviewService;
let offers: OfferService;
let checks: DueDiligenceService;
let reading: ApplicationReadService;
let screener: Ctx;
let lead: Ctx;
let approver: Ctx;

beforeAll(async () => {
  world = await tenancyWorld();
  draft = world.get(ApplicationDraftService);
  review = world.get(ApplicationReviewService);
  offers = world.get(OfferService);
  checks = world.get(DueDiligenceService);
  reading = world.get(ApplicationReadService);
  [screener, lead, approver] = [await world.staff('screener'), await world.staff('programme_lead'), await world.staff('approver')];
});
afterAll(() => world.close());

const seen = ({ id, version }: TenancyApplication) => ({ id, version });

async function submitted(founder: Ctx, roundId?: string): Promise<TenancyApplication> {
  const application = await draft.start(founder, { roundId: roundId ?? (await world.round()) });
  await draft.save(founder, {
    id: application.id, changes: { ...GOOD_ANSWERS, pitchDeck: [await sentDocument(world, founder)] },
  });
  const result = await draft.submit(founder, seen(application), 'submit');
  if ('problems' in result) throw new Error(JSON.stringify(result));
  return result;
}

async function inDueDiligence(founder: Ctx, roundId?: string): Promise<TenancyApplication> {
  const claimed = await review.claim(screener, seen(await submitted(founder, roundId)));
  return review.passScreening(screener, seen(claimed));
}

async function atPanel(founder: Ctx, roundId?: string): Promise<TenancyApplication> {
  const application = await inDueDiligence(founder, roundId);
  for (const { id: itemId } of await reading.dueDiligence(screener, application)) {
    await checks.settle(screener, { itemId, status: DueDiligenceStatus.DONE, note: 'in order' });
  }
  return review.sendToPanel(lead, seen(application));
}

const panel = (...people: Ctx[]) => ({
  present: (people.length > 0 ? people : [screener, lead, approver]).map(({ actor }) => actor.userId ?? ''),
  minutes: 'Strong team; offer desks for a year.',
});

const offerOf = (application: TenancyApplication, desks = 8) => ({
  ...seen(application), panel: panel(), desks, agreementText: 'The agreement.',
  expiresAt: new Date(world.clock.now().getTime() + 10 * 86_400_000),
});

async function offered(founder: Ctx, roundId?: string, desks = 8): Promise<TenancyApplication> {
  return review.offer(approver, offerOf(await atPanel(founder, roundId), desks));
}

test('a start-up goes from a draft to an active tenancy', async () => {
  const founder = await world.founder();
  const offer = await offered(founder);
  expect(reading.actions(founder, offer).map(({ event }) => event)).toEqual(['signOffer', 'declineOffer']);
  const signed = await offers.sign(founder, { ...seen(offer), agreementHash: offer.agreementHash ?? '', signedName: '林知远' });
  expect(signed.state).toBe('accepted');

  const tenancies = world.get(TenancyReadService);
  const tenancy = await tenancies.own(founder);
  expect(tenancy?.state).toBe('onboarding');
  for (const task of await tenancies.tasks(founder, tenancy!)) {
    await world.get(TenancyService).settleTask(task.owner === 'founder' ? founder : lead, { taskId: task.id, done: true });
  }
  expect((await tenancies.own(founder))?.state).toBe('active');
  expect((await reading.timeline(founder, signed)).map(({ event }) => event)).toEqual([
    'create', 'submit', 'claim', 'passScreening', 'sendToPanel', 'offer', 'signOffer',
  ]);
});

describe('handing in', () => {
  test('tells everything that is missing at once, and every rule that is broken', async () => {
    const founder = await world.founder();
    const application = await draft.start(founder, { roundId: await world.round() });
    await draft.save(founder, { id: application.id, changes: { modelWork: 'api-only', fullTimeStaff: 1 } });
    const result = await draft.submit(founder, seen(application), 'submit');
    expect(result).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ path: 'legalName', section: 'company' })]),
      rules: [{ id: 'E1' }, { id: 'E2' }, { id: 'E3' }],
    });
  });

  test('drops what other answers have hidden', async () => {
    const founder = await world.founder();
    const application = await draft.start(founder, { roundId: await world.round() });
    await draft.save(founder, {
      id: application.id,
      changes: { ...GOOD_ANSWERS, gpuHoursAYear: 500_000, pitchDeck: [await sentDocument(world, founder)] },
    });
    const result = (await draft.submit(founder, seen(application), 'submit')) as TenancyApplication;
    expect(result.answers).not.toHaveProperty('gpuHoursAYear');
  });

  test('lets go of the documents of hidden answers', async () => {
    const founder = await world.founder();
    const application = await draft.start(founder, { roundId: await world.round() });
    const [licence, plan] = [await sentDocument(world, founder), await sentDocument(world, founder)];
    const changes = { ...GOOD_ANSWERS, incorporated: true, businessLicence: [licence], pitchDeck: [plan] };
    await draft.save(founder, { id: application.id, changes });
    await draft.save(founder, { id: application.id, changes: { incorporated: false } });
    await draft.submit(founder, seen(application), 'submit');
    const attached = await world.asOwner(`select id from file where subject_id = $1`, [application.id]);
    expect(attached).toEqual([{ id: plan }]);
  });

  test('two people who write at once keep each other’s answers', async () => {
    const founder = await world.founder();
    const { id } = await draft.start(founder, { roundId: await world.round() });
    await Promise.all([
      draft.save(founder, { id, changes: { legalName: '甲' } }),
      draft.save(founder, { id, changes: { website: 'https://wutong.example' } }),
    ]);
    expect((await reading.get(founder, id)).answers).toEqual({ legalName: '甲', website: 'https://wutong.example' });
  });

  test('is refused after the deadline and its grace', async () => {
    const founder = await world.founder();
    const application = await draft.start(founder, { roundId: await world.round() });
    await draft.save(founder, {
      id: application.id, changes: { ...GOOD_ANSWERS, pitchDeck: [await sentDocument(world, founder)] },
    });
    const late = { ...founder, now: new Date(world.clock.now().getTime() + 121 * 86_400_000) };
    await expect(draft.submit(late, seen(application), 'submit')).rejects.toMatchObject({ code: 'ROUND_CLOSED' });
  });

  test('names a field that the form does not have', async () => {
    const founder = await world.founder();
    const { id } = await draft.start(founder, { roundId: await world.round() });
    await expect(draft.save(founder, { id, changes: { shoeSize: 43 } })).rejects.toMatchObject({
      code: 'INVALID_INPUT', field: 'changes.shoeSize',
    });
  });
});

test('only the sections asked about reopen, and the answer goes back to who asked', async () => {
  const founder = await world.founder();
  const claimed = await review.claim(screener, seen(await submitted(founder)));
  const asked = await review.requestInfo(screener, {
    ...seen(claimed), sections: ['team', 'needs'], reason: 'Who are the researchers?',
    dueAt: new Date(world.clock.now().getTime() + 5 * 86_400_000),
  });
  await draft.save(founder, { id: asked.id, changes: { researchStaff: 9 } });
  await expect(draft.save(founder, { id: asked.id, changes: { legalName: '别的公司' } })).rejects.toMatchObject({
    field: 'changes.legalName',
  });
  const back = (await draft.submit(founder, seen(asked), 'resubmit')) as TenancyApplication;
  expect(back).toMatchObject({ state: 'screening', revision: 2, infoSections: [] });
  expect(await reading.revisions(screener, back)).toHaveLength(2);
});

describe('the panel', () => {
  test('waits for every mandatory check, which an approver may waive with a reason', async () => {
    const application = await inDueDiligence(await world.founder());
    await expect(review.sendToPanel(lead, seen(application))).rejects.toMatchObject({ code: 'CHECKS_OPEN', details: { open: 5 } });
    const [item] = await reading.dueDiligence(screener, application);
    const waive = { itemId: item!.id, status: DueDiligenceStatus.WAIVED, note: 'Known from last year' };
    await expect(checks.settle(screener, waive)).rejects.toMatchObject({ code: 'DENIED' });
    await expect(checks.settle(approver, { ...waive, note: ' ' })).rejects.toMatchObject({ field: 'note' });
    expect(await checks.settle(approver, waive)).toMatchObject({ status: 'waived' });
  });

  test('needs three people without a conflict of interest, and records who stayed out', async () => {
    const founder = await world.founder();
    const application = await atPanel(founder);
    const conflicted = await world.staff('approver');
    await world.asOwner(
      `insert into conflict_of_interest (id, user_id, organisation_id, reason, declared_at, declared_by)
       values (gen_random_uuid(), $1, $2, 'shareholder', now(), $1)`,
      [conflicted.actor.userId, founder.actor.organisationId],
    );
    const offer = { ...offerOf(application), panel: panel(screener, lead, conflicted) };
    await expect(review.offer(approver, offer)).rejects.toMatchObject({ code: 'NO_QUORUM' });
    await review.offer(approver, { ...offer, panel: panel(screener, lead, approver, conflicted) });
    const [decision] = await reading.panelDecisions(lead, application);
    expect(decision?.absentForConflictNames).toEqual([conflicted.actor.name]);
  });

  test('offers from the waiting list in rank order', async () => {
    const roundId = await world.round();
    const [one, two] = [await atPanel(await world.founder(), roundId), await atPanel(await world.founder(), roundId)];
    const first = await review.waitlist(approver, { ...seen(one), panel: panel(), rank: 1 });
    const second = await review.waitlist(approver, { ...seen(two), panel: panel(), rank: 2 });
    await expect(review.offer(approver, offerOf(second))).rejects.toMatchObject({ code: 'RANK_ORDER' });
    expect((await review.offer(approver, offerOf(first))).state).toBe('offered');
  });
});

test('of two offers signed at once for the last desks, one signature passes', async () => {
  const roundId = await world.round(10);
  const founders = [await world.founder(), await world.founder()];
  const both = await Promise.all(founders.map((founder) => offered(founder, roundId, 8)));
  const results = await Promise.allSettled(
    both.map((offer, i) =>
      offers.sign(founders[i]!, { ...seen(offer), agreementHash: offer.agreementHash!, signedName: '签署人' }),
    ),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'NO_DESKS' } });
});

test('one application a round: a second one is refused in words', async () => {
  const founder = await world.founder();
  const roundId = await world.round();
  const { id, version } = await draft.start(founder, { roundId });
  await expect(draft.start(founder, { roundId })).rejects.toMatchObject({ code: 'APPLYING_ALREADY' });
  await draft.leave(founder, { id, version }, 'discard');
  expect((await draft.start(founder, { roundId })).state).toBe('draft');
});

test('a company that is a tenant already cannot sign for another tenancy', async () => {
  const founder = await world.founder();
  await newTenancy(world, founder);
  const offer = await offered(founder);
  const signature = { ...seen(offer), agreementHash: offer.agreementHash ?? '', signedName: '林知远' };
  await expect(offers.sign(founder, signature)).rejects.toMatchObject({ code: 'TENANT_ALREADY' });
});

test('an offer is of one desk or more', async () => {
  const application = await atPanel(await world.founder());
  await expect(review.offer(approver, offerOf(application, 0))).rejects.toMatchObject({ field: 'desks' });
});

test('every check that is ticked or waived is on the audit trail', async () => {
  const [item] = await reading.dueDiligence(screener, await inDueDiligence(await world.founder()));
  await checks.settle(approver, { itemId: item!.id, status: DueDiligenceStatus.WAIVED, note: 'Known from last year' });
  const entries = await world.asOwner(`select action, before, after from audit_entry where subject_id = $1`, [item!.id]);
  expect(entries).toEqual([{
    action: 'dueDiligenceItem.settle', before: { status: 'open', note: null },
    after: { key: item!.key, status: 'waived', note: 'Known from last year' },
  }]);
});

test('a round never changes but for the desks that are taken', async () => {
  const [founder, roundId] = [await world.founder(), await world.round(10)];
  for (const ctx of [founder, lead]) {
    const more = world.db.write(ctx, (tx) => tx.query(`update intake_round set desks = 500 where id = $1`, [roundId]));
    await expect(more).rejects.toMatchObject({ code: '42501' });
  }
});

describe('a refusal', () => {
  test('says why, and one appeal within ten working days is judged by somebody else', async () => {
    const founder = await world.founder();
    const application = await inDueDiligence(founder);
    await expect(review.decline(approver, { ...seen(application), reason: '  ' })).rejects.toMatchObject({ field: 'reason' });
    const declined = await review.decline(approver, { ...seen(application), reason: 'No model of its own.' });
    const appealed = await offers.appeal(founder, { ...seen(declined), reason: 'We trained two.' });
    expect(reading.actions(approver, appealed)).toEqual([]);
    const other = await world.staff('approver');
    const upheld = await review.upholdAppeal(other, { ...seen(appealed), reason: 'Evidence was overlooked.' });
    const again = await review.decline(approver, { ...seen(upheld), reason: 'Still none.' });
    expect(reading.actions(founder, again)).toEqual([]);
  });

  test('is final when the window is over', async () => {
    const founder = await world.founder();
    const declined = await review.decline(approver, { ...seen(await inDueDiligence(founder)), reason: 'No model.' });
    await world.get(Timers).runDue(new Date(declined.dueAt!.getTime() + 1));
    expect((await reading.get(founder, declined.id)).state).toBe('closed');
  });
});

test('deadlines take effect: an unanswered request lapses, an unsigned offer expires, an idle draft is discarded', async () => {
  const founder = await world.founder();
  const idle = await draft.start(founder, { roundId: await world.round() });
  const offer = await offered(await world.founder());
  await world.get(Timers).runDue(new Date(world.clock.now().getTime() + 100 * 86_400_000));
  expect((await reading.get(founder, idle.id)).state).toBe('discarded');
  expect((await reading.get(screener, offer.id)).state).toBe('offer_expired');
});

test('somebody who saw an older version is told so, and nothing happens', async () => {
  const application = await submitted(await world.founder());
  await review.claim(screener, seen(application));
  await expect(review.claim(await world.staff('screener'), seen(application))).rejects.toMatchObject({ code: 'STALE_VERSION' });
});

test('the same command sent twice is done once', async () => {
  const founder = { ...(await world.founder()), idempotencyKey: 'key-1' };
  const roundId = await world.round();
  const first = await draft.start(founder, { roundId });
  expect(await draft.start(founder, { roundId })).toEqual({ ...first });
  await expect(draft.start(founder, { roundId: await world.round() })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

describe('another organisation’s application', () => {
  test('does not exist for a founder, whatever they try', async () => {
    const application = await submitted(await world.founder());
    const stranger = await world.founder();
    const attempts = [
      () => reading.get(stranger, application.id),
      () => draft.save(stranger, { id: application.id, changes: { legalName: 'mine' } }),
      () => draft.submit(stranger, seen(application), 'submit'),
      () => draft.leave(stranger, seen(application), 'withdraw'),
      () => offers.sign(stranger, { ...seen(application), agreementHash: '', signedName: 'x' }),
      () => offers.decline(stranger, seen(application)),
      () => offers.appeal(stranger, { ...seen(application), reason: 'x' }),
      () => review.claim(stranger, seen(application)),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('does not exist for a screener with a conflict of interest', async () => {
    const founder = await world.founder();
    const application = await submitted(founder);
    const conflicted = { ...screener, actor: { ...screener.actor, conflicts: [founder.actor.organisationId!] } };
    await expect(reading.get(conflicted, application.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const queue = await reading.queue(conflicted, { first: 200, mine: false });
    expect(queue.nodes.map(({ id }) => id)).not.toContain(application.id);
  });

  test('as a draft is not in the centre’s sight', async () => {
    const founder = await world.founder();
    const { id } = await draft.start(founder, { roundId: await world.round() });
    await expect(reading.get(screener, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
