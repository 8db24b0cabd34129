import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { scored } from '../testing/scored';
import { ComputeReviewService } from './compute-review.service';

let world: ComputeWorld;
let reviews: ComputeReviewService;
let reading: RequestReadService;
let otherOperator: Ctx;
beforeAll(async () => {
  world = await computeWorld();
  reviews = world.get(ComputeReviewService);
  reading = world.get(RequestReadService);
  otherOperator = await world.staff('platform_operator');
});
afterAll(() => world.close());

async function waiting(): Promise<{ founder: Ctx; request: ComputeRequest }> {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  return { founder, request: await world.sized(founder, gpuClass) };
}
const good = (request: { id: string }) => scored(request, [4, 3, 4]);
const outstanding = (request: { id: string }) => scored(request, [5, 5, 4], 'The best we have seen.');
const view = async (by: Ctx, { id }: { id: string }) => reviews.of(by, await reading.get(by, id));

test('several people of the centre score a request from 1 to 5, and their mean is counted', async () => {
  const { request } = await waiting();
  await reviews.give(otherOperator, good(request));
  await reviews.give({ ...world.approver, now: new Date(world.approver.now.getTime() + 1000) }, outstanding(request));
  expect(await view(world.lead, request)).toMatchObject({
    count: 2, mean: 417, isHidden: false,
    given: [
      { scores: { merit: 4, readiness: 3, soundness: 4 }, comment: null },
      { scores: { merit: 5, readiness: 5, soundness: 4 }, comment: 'The best we have seen.', reviewerName: world.approver.actor.name },
    ],
  });
});

test('a reviewer sees what others think only after giving their own; whoever decides sees it at once', async () => {
  const { request } = await waiting();
  expect(request.approvalBy).toBe('programme_lead');
  await reviews.give(otherOperator, good(request));
  expect(await view(world.approver, request)).toMatchObject({ count: 1, mean: null, isHidden: true, mayReview: true, given: [] });
  expect(await view(world.lead, request)).toMatchObject({ count: 1, mean: 367, isHidden: false });
  await reviews.give(world.approver, outstanding(request));
  const after = await view(world.approver, request);
  expect(after).toMatchObject({ count: 2, mean: 417, isHidden: false });
  expect(after!.given.map(({ reviewerId }) => reviewerId)).toEqual([world.approver.actor.userId, otherOperator.actor.userId]);
});

describe('one’s own review', () => {
  test('can be changed until the request has GPUs, and stays one', async () => {
    const { founder, request } = await waiting();
    await reviews.give(otherOperator, good(request));
    await reviews.give(otherOperator, scored(request, [2, 3, 4]));
    expect(await view(world.lead, request)).toMatchObject({ count: 1, mean: 300, given: [{ scores: { merit: 2 }, changedAt: otherOperator.now }] });
    expect((await reading.timeline(founder, request)).filter(({ event }) => event === 'review')).toHaveLength(1);
    await world.approve(request);
    await expect(reviews.give(otherOperator, good(request))).rejects.toMatchObject({ code: 'REVIEWS_CLOSED' });
    await expect(reviews.give(world.approver, good(request))).rejects.toMatchObject({ code: 'REVIEWS_CLOSED' });
    // Nobody can be swayed any more.
    expect(await view(world.approver, request)).toMatchObject({ mean: 300, isHidden: false, mayReview: false });
  });

  test('says why where it gives a 1 or a 5', async () => {
    const { request } = await waiting();
    for (const score of [1, 5]) {
      for (const scores of [[score, 3, 3], [3, score, 3], [3, 3, score]] as const) {
        await expect(reviews.give(otherOperator, scored(request, scores, ' '))).rejects.toMatchObject({ field: 'comment' });
      }
    }
    for (const score of [0, 6, 2.5]) {
      await expect(reviews.give(otherOperator, scored(request, [score, 3, 4]))).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'scores.merit' });
    }
    const { scores } = good(request);
    await expect(reviews.give(otherOperator, { ...good(request), scores: scores.slice(1) })).rejects.toMatchObject({ field: 'scores.merit' });
    await expect(reviews.give(otherOperator, { ...good(request), scores: [...scores, { criterion: 'charm', score: 3 }] }))
      .rejects.toMatchObject({ field: 'scores.charm' });
    expect(await view(world.lead, request)).toMatchObject({ count: 0, mean: null });
  });

  test('is given while the request is looked at or waits for GPUs, not before nor while the company is asked', async () => {
    const { gpuClass } = await world.pool(4);
    const founder = await world.founder(gpuClass);
    const submitted = await world.submitted(founder, gpuClass);
    const closed = { code: 'REVIEWS_CLOSED' };
    await expect(reviews.give(otherOperator, good(submitted))).rejects.toMatchObject(closed);
    const claimed = await world.get(RequestReviewService).claim(world.operator, seen(submitted));
    await reviews.give(otherOperator, good(claimed));
    const asked = await world.get(RequestReviewService).requestInfo(world.operator, { ...seen(claimed), question: 'Which corpus?', dueAt: world.at(3) });
    await expect(reviews.give(world.approver, good(asked))).rejects.toMatchObject(closed);
    const waitlisted = await world.approve(await world.sized(founder, gpuClass));
    expect(waitlisted.state).toBe('waitlisted');
    await reviews.give(otherOperator, good(waitlisted));
    expect(await view(otherOperator, waitlisted)).toMatchObject({ count: 1, mean: 367 });
  });
});

test('whoever sizes a request does not score it, and loses the review given before', async () => {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const sizing = world.get(RequestReviewService);
  const claimed = await sizing.claim(world.operator, seen(await world.submitted(founder, gpuClass)));
  const own = { code: 'OWN_SIZING' };
  await expect(reviews.give(world.operator, good(claimed))).rejects.toMatchObject(own);
  await reviews.give(otherOperator, good(claimed));
  await reviews.give(world.approver, outstanding(claimed));
  const { gpus, startsAt, endsAt } = claimed;
  const sized = await sizing.size(otherOperator, { ...seen(claimed), gpus: gpus!, startsAt: startsAt!, endsAt: endsAt! });
  expect(await view(world.lead, sized)).toMatchObject({ count: 1, given: [{ scores: { merit: 5 } }] });
  await expect(reviews.give(otherOperator, good(sized))).rejects.toMatchObject(own);
  // Who had only claimed it did not size it.
  await reviews.give(world.operator, good(sized));
});

test('somebody may decide on the version that they saw, although it was reviewed meanwhile', async () => {
  const { request } = await waiting();
  await reviews.give(otherOperator, good(request));
  expect((await world.approve(request)).state).toBe('allocated');
});

describe('others', () => {
  test('of the company and of another one read neither scores nor reviewers', async () => {
    const { founder, request } = await waiting();
    await reviews.give(otherOperator, good(request));
    expect(await view(founder, request)).toBeNull();
    const stranger = await world.founder();
    await expect(view(stranger, request)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(reviews.give(founder, good(request))).rejects.toMatchObject({ code: 'DENIED' });
    await expect(reviews.give(stranger, good(request))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const [told] = (await reading.timeline(founder, request)).filter(({ event }) => event === 'review');
    expect(told).toMatchObject({ actorName: 'system', actorId: null, reason: null, data: {} });
    for (const one of [founder, stranger]) {
      expect(await world.db.read(one, (tx) => tx.query(`select id from compute_review`))).toEqual([]);
    }
  });

  test('of the centre with other roles read reviews and give none', async () => {
    const { request } = await waiting();
    await reviews.give(otherOperator, good(request));
    const finance = await world.staff('finance');
    await expect(reviews.give(finance, good(request))).rejects.toMatchObject({ code: 'DENIED' });
    expect(await view(finance, request)).toMatchObject({ count: 1, mean: 367, mayReview: false });
  });

  test('with a conflict of interest find nothing to review', async () => {
    const { request } = await waiting();
    await reviews.give(otherOperator, good(request));
    const conflicted: Ctx = { ...world.approver, actor: { ...world.approver.actor, conflicts: [request.organisationId] } };
    await expect(reviews.give(conflicted, good(request))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await reviews.of(conflicted, request)).toMatchObject({ count: 0, mean: null, given: [] });
  });
});
