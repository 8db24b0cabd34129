import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, isStaff, notFound, parse, WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputeRequest } from '../request/compute-request.entity';
import { requestCase } from '../request/request-case';
import { ComputeReview } from './compute-review.entity';
import { isHidden, refusalOf } from './review-access';
import { ComputeReviewAssignment } from './review-assignment.entity';
import { reviewRubrics, rubricChanged } from './review-rubric.service';
import type { ComputeReviewRubric } from './review-rubric.entity';
import { meanScore } from './review-score';
import { weigh } from './rubric';

const schema = z.object({
  requestId: z.uuid(), rubricVersion: z.int().min(1), scores: z.array(z.object({ criterion: z.string().max(50), score: z.number() })).max(20),
  comment: z.string().trim().max(2000).nullish(),
});

/** A request's reviews as the viewer may see them. */
export interface RequestReviews {
  readonly count: number;
  /** Hundredths, from 100 to 500; null without reviews, and while those of others are kept from the viewer. */
  readonly mean: number | null;
  readonly isHidden: boolean;
  readonly mayReview: boolean;
  /** By which the viewer reviews: the one of their own review, or the current one. */
  readonly rubric: ComputeReviewRubric;
  /** The viewer's own first, then in the order in which they were given. */
  readonly given: readonly ComputeReview[];
  readonly round: number;
  /** Who was asked in this round, by date. */
  readonly asked: readonly AskedReview[];
  /** Rounds before this one, the latest first; they no longer count. */
  readonly earlier: readonly EarlierRound[];
}

export interface AskedReview extends ComputeReviewAssignment {
  readonly status: AskedStatus;
}

/** What has become of asking somebody: `late` when the date has passed. */
export const AskedStatus = { given: 'given', declined: 'declined', late: 'late', waiting: 'waiting' } as const;
export type AskedStatus = keyof typeof AskedStatus;

export interface EarlierRound {
  readonly round: number;
  /** As above. */
  readonly mean: number | null;
  readonly given: readonly ComputeReview[];
}

/**
 * Reviews of compute requests by the centre: each person gives at most one to a round of a request and may change it until the
 * request has GPUs. The mean of the present round is a part of its tenant's weight in plans (`scorePercent`). The company reads on its timeline that
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
    return this.database.read(ctx, async (tx) => {
      const { id: requestId, reviewRound: round } = request;
      const ever = await tx.of(ComputeReview).find({ where: { requestId }, order: { givenAt: 'ASC', id: 'ASC' } });
      const asked = await tx.of(ComputeReviewAssignment).find({ where: { requestId, round }, order: { dueAt: 'ASC', reviewerName: 'ASC', id: 'ASC' } });
      const all = ever.filter((one) => one.round === round);
      const own = all.filter(({ reviewerId }) => reviewerId === ctx.actor.userId);
      const hidden = isHidden(ctx, request, own.length > 0);
      const rounds = [...new Set(ever.map((one) => one.round))].filter((one) => one < round).sort((a, b) => b - a);
      return {
        count: all.length, isHidden: hidden && all.length > 0, mayReview: refusalOf(ctx, request) === null, rubric: await rubricFor(tx, own[0]),
        mean: hidden ? null : meanScore(all), given: hidden ? own : [...own, ...all.filter((one) => !own.includes(one))], round,
        asked: asked.map((one) => ({ ...one, status: statusOf(one, all, ctx.now) })),
        earlier: rounds.map((one) => {
          const given = ever.filter((review) => review.round === one);
          return { round: one, mean: meanScore(given), given };
        }),
      };
    });
  }

  /**
   * Gives the viewer's review, or changes it; a changed one keeps its version of the rubric. Throws DENIED for who may not score,
   * OWN_SIZING for whoever sizes the request, REVIEWS_CLOSED when it is not open, RUBRIC_CHANGED when it is to be given by another
   * version, INVALID_INPUT naming the criterion whose score is not as the rubric has it, or `comment` where a 1 or a 5 is left without one.
   */
  async give(ctx: Ctx, input: z.input<typeof schema>): Promise<ComputeRequest> {
    const { requestId, rubricVersion, comment: text, ...given } = parse(ctx, schema, input);
    const scores = Object.fromEntries(given.scores.map(({ criterion, score }) => [criterion, score]));
    const comment = text || null;
    return this.database.command(ctx, 'giveComputeReview', input, async (tx) => {
      // Locked, so that it is not decided while it is reviewed.
      const request = await tx.of(ComputeRequest).findOne({ where: { id: requestId }, lock: { mode: 'pessimistic_write' } });
      if (!request) throw notFound();
      const refusal = refusalOf(ctx, request);
      if (refusal) throw refusal;
      const reviewerId = ctx.actor.userId!;
      const before = await tx.of(ComputeReview).findOneBy({ requestId, reviewerId, round: request.reviewRound });
      const rubric = await rubricFor(tx, before);
      if (rubric.version !== rubricVersion) throw rubricChanged();
      const said = { rubricVersion, scores, ...weigh(rubric.criteria, scores), comment };
      if (comment === null && Object.values(scores).some((score) => score === 1 || score === 5)) {
        throw invalid('comment', 'Say why: a 1 or a 5 needs a comment.', '评分为 1 或 5 时，请填写评语。');
      }
      if (before) {
        await tx.of(ComputeReview).update({ id: before.id }, { ...said, changedAt: ctx.now });
      } else {
        await tx.insert(ComputeReview, {
          id: randomUUID(), requestId, organisationId: request.organisationId, round: request.reviewRound, reviewerId, reviewerName: ctx.actor.name, ...said,
          givenAt: ctx.now, changedAt: null,
        });
        // By nobody: the company reads the timeline and is not told who reviews.
        await tx.bySystem(ctx, (system) => this.workflow.note(system, tx, requestCase, request, 'review'));
      }
      await this.audit.record(ctx, tx, {
        action: before ? 'computeReview.change' : 'computeReview.give', subjectType: 'computeRequest', subjectId: requestId,
        organisationId: request.organisationId, after: { rubricVersion, scores, comment },
        ...(before && { before: { scores: before.scores, comment: before.comment } }),
      });
      return request;
    });
  }
}

async function rubricFor(tx: Tx, own: Pick<ComputeReview, 'rubricVersion'> | null | undefined): Promise<ComputeReviewRubric> {
  return own ? reviewRubrics.get(tx, own.rubricVersion) : reviewRubrics.current(tx);
}

function statusOf({ reviewerId, declinedAt, dueAt }: ComputeReviewAssignment, given: readonly ComputeReview[], now: Date): AskedStatus {
  if (given.some((one) => one.reviewerId === reviewerId)) return 'given';
  if (declinedAt) return 'declined';
  return dueAt < now ? 'late' : 'waiting';
}
