import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestAppealService } from '../request/request-appeal.service';
import { RequestDraftService } from '../request/request-draft.service';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { scored } from '../testing/scored';
import { ComputeReviewService } from './compute-review.service';
import { ReviewAssignmentService } from './review-assignment.service';

let world: ComputeWorld;
let assigning: ReviewAssignmentService;
let reviews: ComputeReviewService;
let one: Ctx;
let other: Ctx;
beforeAll(async () => {
  world = await computeWorld();
  assigning = world.get(ReviewAssignmentService);
  reviews = world.get(ComputeReviewService);
  [one, other] = [await world.staff('platform_operator'), await world.staff('approver')];
});
afterAll(() => world.close());

async function waiting(): Promise<{ founder: Ctx; request: ComputeRequest }> {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  return { founder, request: await world.sized(founder, gpuClass) };
}
const idOf = ({ actor }: Ctx) => actor.userId!;
const again = (request: ComputeRequest, by: Ctx = world.lead) => world.get(RequestReadService).get(by, request.id);
const view = async (by: Ctx, request: ComputeRequest) => (await reviews.of(by, await again(request, by)))!;
const ask = (request: ComputeRequest, people: readonly Ctx[], dueAt = world.at(5), by = world.operator) =>
  assigning.assign(by, { requestId: request.id, reviewerIds: people.map(idOf), dueAt });
const owed = async (by: Ctx) => (await assigning.owed(by, { first: 50 })).nodes.map(({ requestId }) => requestId);
const told = async ({ actor }: Ctx, { id }: ComputeRequest) => (await world.asOwner<{ topic: string }>(
  `select topic from notification where user_id = $1 and subject_id = $2 and topic like 'compute-review.%' order by created_at, topic`, [actor.userId, id],
)).map(({ topic }) => topic.replace('compute-review.', ''));

describe('whoever sizes a request, or the lead, asks at least two people', () => {
  test('who are told, have it in their queue, and are shown with what has become of it', async () => {
    const { request } = await waiting();
    await expect(ask(request, [one])).rejects.toMatchObject({ code: 'FEW_REVIEWERS' });
    await ask(request, [one, other]);
    expect([await owed(one), await owed(other)]).toEqual([[request.id], [request.id]]);
    await reviews.give(one, scored(request, [4, 4, 4]));
    expect(await owed(one)).toEqual([]);
    const late = { ...other, now: world.at(6) };
    const { asked, isHidden, given } = await view(late, request);
    expect(asked.map(({ reviewerId, status }) => [reviewerId, status]).sort()).toEqual([[idOf(one), 'given'], [idOf(other), 'late']].sort());
    // Who has not given theirs yet sees that the other has, not what.
    expect([isHidden, given]).toEqual([true, []]);
    await world.drain();
    expect([await told(one, request), await told(other, request)]).toEqual([['asked'], ['asked']]);
  });

  test('of those who may score it, do not size it and have no conflict of interest', async () => {
    const { founder, request } = await waiting();
    const [finance, conflicted] = [await world.staff('finance'), await world.staff('approver')];
    await world.asOwner(
      `insert into conflict_of_interest (id, user_id, organisation_id, reason, declared_at, declared_by) values (gen_random_uuid(), $1, $2, 'Shares', now(), $1)`,
      [idOf(conflicted), request.organisationId]);
    const candidates = (await assigning.candidates(world.lead, request.id)).map(({ userId }) => userId);
    expect(candidates).toEqual(expect.arrayContaining([idOf(one), idOf(other), idOf(world.lead)]));
    for (const unfit of [world.operator, finance, conflicted, founder]) {
      expect(candidates).not.toContain(idOf(unfit));
      await expect(ask(request, [one, unfit])).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'reviewerIds' });
    }
    await expect(ask(request, [one, other], world.at(0))).rejects.toMatchObject({ field: 'dueAt' });
    await reviews.give(other, scored(request, [4, 4, 4]));
    expect((await assigning.candidates(world.lead, request.id)).map(({ userId }) => userId)).not.toContain(idOf(other));
    // With a review that somebody gave unasked, one more is enough.
    await ask(request, [one]);
  });

  test('until it has GPUs', async () => {
    const { request } = await waiting();
    await ask(request, [one, other]);
    await world.approve(request);
    expect(await owed(one)).not.toContain(request.id);
    await expect(ask(request, [one, other])).rejects.toMatchObject({ code: 'REVIEWS_CLOSED' });
    expect(await assigning.candidates(world.lead, request.id)).toEqual([]);
  });
});

describe('who is asked', () => {
  test('may decline with a reason, of which the asker is told, and be asked anew', async () => {
    const { request } = await waiting();
    await ask(request, [one, other]);
    await expect(assigning.decline(one, { requestId: request.id, reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
    await assigning.decline(one, { requestId: request.id, reason: 'On leave' });
    expect(await owed(one)).not.toContain(request.id);
    expect((await view(world.lead, request)).asked).toEqual(expect.arrayContaining([
      expect.objectContaining({ reviewerId: idOf(one), status: 'declined', declineReason: 'On leave' }),
    ]));
    await expect(assigning.decline(one, { requestId: request.id, reason: 'On leave' })).rejects.toMatchObject({ code: 'NOT_ASKED' });
    await expect(assigning.decline(world.lead, { requestId: request.id, reason: 'Not I' })).rejects.toMatchObject({ code: 'NOT_ASKED' });
    await ask(request, [one], world.at(9));
    expect(await owed(one)).toContain(request.id);
    await world.drain();
    expect(await told(world.operator, request)).toEqual(['declined']);
  });
});

test('when the company has revised the request, its reviewers are asked anew and only the new round counts', async () => {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const sizing = world.get(RequestReviewService);
  const claimed = await sizing.claim(world.operator, seen(await world.submitted(founder, gpuClass)));
  await ask(claimed, [one, other]);
  await reviews.give(one, scored(claimed, [2, 2, 2]));
  await reviews.give(world.approver, scored(claimed, [3, 3, 3]));
  const asked = await sizing.requestInfo(world.operator, { ...seen(claimed), question: 'Which corpus?', dueAt: world.at(3) });
  const back = await world.get(RequestDraftService).submit(founder, seen(asked), 'resubmit') as ComputeRequest;
  await world.drain();
  expect(await view(world.operator, back)).toMatchObject({ round: 2, count: 0, mean: null, earlier: [{ round: 1, mean: 250, given: [{}, {}] }] });
  expect([await owed(one), await owed(other)]).toEqual([expect.arrayContaining([back.id]), expect.arrayContaining([back.id])]);
  expect(await told(other, back)).toEqual(['asked', 'asked-again']);

  await reviews.give(one, scored(back, [4, 4, 4]));
  expect(await view(one, back)).toMatchObject({ round: 2, count: 1, mean: 400, earlier: [{ mean: 250 }] });
  // Who then sizes it loses the review of this round, not that of the one before.
  const { gpus, startsAt, endsAt } = back;
  const current = await again(back);
  await sizing.size(one, { ...seen(current), gpus: gpus!, startsAt: startsAt!, endsAt: endsAt! });
  expect(await view(world.lead, back)).toMatchObject({ count: 0, earlier: [{ mean: 250 }], asked: [{ reviewerId: idOf(other) }] });
});

test('a request that is decided again after an upheld appeal is in a new round, one that nobody reviewed is not', async () => {
  const appeals = world.get(RequestAppealService);
  const sizing = world.get(RequestReviewService);
  for (const isReviewed of [true, false]) {
    const { founder, request } = await waiting();
    if (isReviewed) await reviews.give(other, scored(request, [4, 4, 4]));
    const denied = await sizing.deny(world.lead, { ...seen(request), reason: 'Too early' });
    const appealed = await appeals.appeal(founder, { ...seen(denied), reason: 'We have run it' });
    await appeals.uphold(world.approver, { ...seen(appealed), reason: 'Convincing' });
    expect(await view(world.lead, request)).toMatchObject({ round: isReviewed ? 2 : 1, count: 0, earlier: isReviewed ? [{ round: 1 }] : [] });
  }
});

test('companies know of no reviewers, and of another one’s request there is nothing to ask', async () => {
  const { founder, request } = await waiting();
  await ask(request, [one, other]);
  const stranger = await world.founder();
  for (const outside of [founder, stranger]) {
    expect(await world.db.read(outside, (tx) => tx.query(`select id from compute_review_assignment`))).toEqual([]);
    expect(await owed(outside)).toEqual([]);
  }
  await expect(assigning.candidates(stranger, request.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(assigning.decline(stranger, { requestId: request.id, reason: 'No' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const conflicted: Ctx = { ...world.lead, actor: { ...world.lead.actor, conflicts: [request.organisationId] } };
  await expect(ask(request, [one, other], world.at(5), conflicted)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

// The last, as it moves the clock.
test('who is asked is reminded once, a day before, unless the review is given', async () => {
  const { request } = await waiting();
  await ask(request, [one, other]);
  await reviews.give(other, scored(request, [4, 4, 4]));
  const due = async () => (await world.asOwner<{ due: Date }>(
    `select t.due_at as due from timer t join compute_review_assignment a on a.id = t.subject_id where a.request_id = $1`, [request.id]));
  expect((await due()).map(({ due: at }) => at)).toEqual([world.at(4), world.at(4)]);
  for (const days of [4, 1]) {
    world.clock.advance({ days });
    await world.get(Timers).runDue();
    await world.drain();
  }
  expect([await told(one, request), await told(other, request)]).toEqual([['asked', 'reminder'], ['asked']]);
});
