import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OnEvent, OnTimer, type Ctx, type DueTimer, type EventMap, type Tx } from '@wutong/core-server';
import { addWorkingDays } from '@wutong/core-shared';
import { IsNull } from 'typeorm';
import { requestOf } from '../request/request-lookup';
import { ComputeReviewAssignment } from './review-assignment.entity';
import { givenIn, ReviewAssignmentService } from './review-assignment.service';
import { ReviewNotices } from './review-notices';
import { BEGINS_ROUND } from './review.queries';
import { Reviewers } from './reviewers';

/** How long those of the round before have for the new one. */
const AGAIN_WORKING_DAYS = 5;

/** What the machine does about reviews: asks those of the round before anew, and reminds. */
@Injectable()
export class ReviewRounds {
  constructor(
    private readonly assigning: ReviewAssignmentService,
    private readonly reviewers: Reviewers,
    private readonly notices: ReviewNotices,
  ) {}

  /** Who was asked in the round before and did not decline is asked in the new one, if they may still review it. */
  @OnEvent('computeRequest.moved', ({ event }) => BEGINS_ROUND.has(event))
  async askAgain(ctx: Ctx, tx: Tx, { requestId }: EventMap['computeRequest.moved']): Promise<void> {
    const request = await requestOf(tx, requestId);
    const round = request.reviewRound;
    const [before, asked] = [
      await tx.of(ComputeReviewAssignment).findBy({ requestId, round: round - 1, declinedAt: IsNull() }),
      new Set((await tx.of(ComputeReviewAssignment).findBy({ requestId, round })).map(({ reviewerId }) => reviewerId)),
    ];
    const able = new Set((await this.reviewers.of(ctx, request)).map(({ userId }) => userId));
    const dueAt = addWorkingDays(ctx.now, AGAIN_WORKING_DAYS).at;
    await this.assigning.ask(ctx, tx, request, before
      .filter(({ reviewerId }) => able.has(reviewerId) && !asked.has(reviewerId))
      .map((one) => ({ ...one, id: randomUUID(), round, askedAt: ctx.now, dueAt })));
  }

  @OnTimer('computeReview.remind')
  async remind(ctx: Ctx, tx: Tx, timer: DueTimer<Record<string, never>>): Promise<void> {
    const asked = await tx.of(ComputeReviewAssignment).findOneBy({ id: timer.subjectId, declinedAt: IsNull() });
    if (!asked) return;
    const request = await requestOf(tx, asked.requestId);
    if (asked.round !== request.reviewRound || (await givenIn(tx, request)).has(asked.reviewerId)) return;
    const able = await this.reviewers.of(ctx, request);
    if (able.some(({ userId }) => userId === asked.reviewerId)) await this.notices.tellReminder(ctx, tx, request, asked);
  }
}
