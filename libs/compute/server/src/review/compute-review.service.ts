import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, isStaff, notFound, parse, WorkflowService, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputeRequest } from '../request/compute-request.entity';
import { requestCase } from '../request/request-case';
import { ComputeReview } from './compute-review.entity';
import { isHidden, refusalOf } from './review-access';
import { meanScore } from './review-score';

const criterion = z.int().min(1).max(5);
const schema = z.object({
  requestId: z.uuid(), merit: criterion, readiness: criterion, soundness: criterion, comment: z.string().trim().max(2000).nullish(),
});

/** A request's reviews as the viewer may see them. */
export interface RequestReviews {
  readonly count: number;
  /** Hundredths, from 100 to 500; null without reviews, and while those of others are kept from the viewer. */
  readonly mean: number | null;
  readonly isHidden: boolean;
  readonly mayReview: boolean;
  /** The viewer's own first, then in the order in which they were given. */
  readonly given: readonly ComputeReview[];
}

/**
 * Reviews of compute requests by the centre: each person gives at most one to a request and may change it until the request
 * has GPUs. Their mean is a part of its tenant's weight in plans (`scorePercent`). The company reads on its timeline that
 * there was a review, not by whom nor how it came out.
 */
@Injectable()
export class ComputeReviewService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly audit: Audit,
  ) {}

  /** Null for companies. */
  async of(ctx: Ctx, request: ComputeRequest): Promise<RequestReviews | null> {
    if (!isStaff(ctx)) return null;
    const all = await this.database.read(ctx, (tx) =>
      tx.of(ComputeReview).find({ where: { requestId: request.id }, order: { givenAt: 'ASC', id: 'ASC' } }),
    );
    const own = all.filter(({ reviewerId }) => reviewerId === ctx.actor.userId);
    const hidden = isHidden(ctx, request, own.length > 0);
    const points = all.reduce((sum, { merit, readiness, soundness }) => sum + merit + readiness + soundness, 0);
    return {
      count: all.length, isHidden: hidden && all.length > 0, mayReview: refusalOf(ctx, request) === null,
      mean: hidden ? null : meanScore({ reviews: all.length, points }),
      given: hidden ? own : [...own, ...all.filter((one) => !own.includes(one))],
    };
  }

  /**
   * Gives the viewer's review, or changes it. Throws DENIED for other roles, OWN_SIZING for whoever sizes the request, REVIEWS_CLOSED
   * when it is not open, INVALID_INPUT naming `comment` where a 1 or a 5 is left without one.
   */
  async give(ctx: Ctx, input: z.input<typeof schema>): Promise<ComputeRequest> {
    const { requestId, comment: text, ...scores } = parse(ctx, schema, input);
    const comment = text || null;
    return this.database.command(ctx, 'giveComputeReview', input, async (tx) => {
      // Locked, so that it is not decided while it is reviewed.
      const request = await tx.of(ComputeRequest).findOne({ where: { id: requestId }, lock: { mode: 'pessimistic_write' } });
      if (!request) throw notFound();
      const refusal = refusalOf(ctx, request);
      if (refusal) throw refusal;
      if (comment === null && Object.values(scores).some((score) => score === 1 || score === 5)) {
        throw invalid('comment', 'Say why: a 1 or a 5 needs a comment.', '评分为 1 或 5 时，请填写评语。');
      }
      const reviewerId = ctx.actor.userId!;
      const before = await tx.of(ComputeReview).findOneBy({ requestId, reviewerId });
      if (before) {
        await tx.of(ComputeReview).update({ id: before.id }, { ...scores, comment, changedAt: ctx.now });
      } else {
        await tx.insert(ComputeReview, {
          id: randomUUID(), requestId, organisationId: request.organisationId, reviewerId, reviewerName: ctx.actor.name, ...scores, comment,
          givenAt: ctx.now, changedAt: null,
        });
        // By nobody: the company reads the timeline and is not told who reviews.
        await tx.bySystem(ctx, (system) => this.workflow.note(system, tx, requestCase, request, 'review'));
      }
      await this.audit.record(ctx, tx, {
        action: before ? 'computeReview.change' : 'computeReview.give', subjectType: 'computeRequest', subjectId: requestId,
        organisationId: request.organisationId, after: { ...scores, comment },
        ...(before && { before: { merit: before.merit, readiness: before.readiness, soundness: before.soundness, comment: before.comment } }),
      });
      return request;
    });
  }
}
