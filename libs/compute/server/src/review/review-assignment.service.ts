import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asSystem, Audit, conflict, Database, invalid, notFound, parse, Timers, type Ctx, type Page, type PageArgs, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputeRequest } from '../request/compute-request.entity';
import { requestOf } from '../request/request-lookup';
import { ComputeReview } from './compute-review.entity';
import { isOpenForReviews, reviewsClosed } from './review-access';
import { ComputeReviewAssignment } from './review-assignment.entity';
import { owedCounts, owedReviews, type OwedComputeReview } from './review-assignment.queries';
import { ReviewNotices } from './review-notices';
import { Reviewers } from './reviewers';

declare module '@wutong/core-server' {
  interface TimerMap {
    'computeReview.remind': Record<string, never>;
  }
}

const DAY = 86_400_000;
/** So that no request is judged by one person alone. */
const LEAST_REVIEWERS = 2;

const schema = z.object({ requestId: z.uuid(), reviewerIds: z.array(z.uuid()).min(1).max(10), dueAt: z.date() });
const declineSchema = z.object({ requestId: z.uuid(), reason: z.string().trim().min(1).max(1000) });

export interface ReviewCandidate {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Reviews that they have been asked for and not given yet, of all requests. */
  readonly owed: number;
}

/** Who is asked to review a request until when. Each is told, reminded once, and may decline with a reason. */
@Injectable()
export class ReviewAssignmentService {
  constructor(
    private readonly database: Database,
    private readonly reviewers: Reviewers,
    private readonly notices: ReviewNotices,
    private readonly timers: Timers,
    private readonly audit: Audit,
  ) {}

  /** What waits for the viewer's review, what is due first at the top. */
  owed(ctx: Ctx, args: PageArgs): Promise<Page<OwedComputeReview>> {
    return this.database.read(ctx, (tx) => owedReviews(tx, ctx.actor.userId, args));
  }

  /** Who could be asked now: may score it, has no conflict of interest, does not size it, and has not reviewed it in this round. */
  async candidates(ctx: Ctx, requestId: string): Promise<ReviewCandidate[]> {
    const { request, given } = await this.database.read(ctx, async (tx) => {
      const found = await requestOf(tx, requestId);
      return { request: found, given: await givenIn(tx, found) };
    });
    const able = (await this.reviewers.of(ctx, request)).filter(({ userId }) => !given.has(userId!));
    const owed = await this.database.read(asSystem(ctx), (tx) => owedCounts(tx, able.map(({ userId }) => userId!)));
    return able.map(({ userId, name, roles }) => ({ userId: userId!, name, roles, owed: owed.get(userId!) ?? 0 }));
  }

  /**
   * Asks people for their review in the present round, who has been asked before anew with the new date. Throws REVIEWS_CLOSED, INVALID_INPUT
   * naming `dueAt` or `reviewerIds` where somebody cannot review it, FEW_REVIEWERS where fewer than two have given theirs or are asked.
   */
  async assign(ctx: Ctx, input: z.input<typeof schema>): Promise<ComputeRequest> {
    const { requestId, reviewerIds, dueAt } = parse(ctx, schema, input);
    if (dueAt <= ctx.now) throw invalid('dueAt', 'The date must lie ahead.', '截止时间须晚于当前时间。');
    const candidates = new Map((await this.candidates(ctx, requestId)).map((one) => [one.userId, one.name]));
    return this.database.command(ctx, 'assignComputeReviewers', input, async (tx) => {
      const request = await lockRequest(tx, requestId);
      if (!isOpenForReviews(request)) throw reviewsClosed();
      const wanted = [...new Set(reviewerIds)];
      if (!wanted.every((id) => candidates.has(id))) {
        throw invalid('reviewerIds', 'Somebody of these cannot review this request. Choose from the list.', '所选人员中有人不能评审该申请，请从列表中选择。');
      }
      const { reviewRound: round, organisationId } = request;
      const before = await tx.of(ComputeReviewAssignment).findBy({ requestId, round });
      const judging = new Set([
        ...wanted, ...(await givenIn(tx, request)), ...before.flatMap(({ reviewerId, declinedAt }) => (declinedAt ? [] : [reviewerId])),
      ]);
      if (judging.size < LEAST_REVIEWERS) {
        throw conflict('FEW_REVIEWERS', 'Ask at least two people, so that nobody judges alone.', '请至少指定两名评审人，避免由一人评定。');
      }
      const asked = wanted.map((reviewerId): ComputeReviewAssignment => ({
        id: before.find((one) => one.reviewerId === reviewerId)?.id ?? randomUUID(), requestId, organisationId, round, reviewerId,
        reviewerName: candidates.get(reviewerId)!, askedBy: ctx.actor.userId!, askedByName: ctx.actor.name, askedAt: ctx.now, dueAt,
        declinedAt: null, declineReason: null,
      }));
      await this.ask(ctx, tx, request, asked);
      await this.audit.record(ctx, tx, {
        action: 'computeReview.assign', subjectType: 'computeRequest', subjectId: requestId, organisationId,
        after: { round, reviewers: asked.map(({ reviewerName }) => reviewerName), dueAt: dueAt.toISOString() },
      });
      return request;
    });
  }

  /** Keeps that people are asked, tells them, and sets each one's reminder: a day before the date, or half-way when that is sooner. */
  async ask(ctx: Ctx, tx: Tx, request: ComputeRequest, asked: readonly ComputeReviewAssignment[]): Promise<void> {
    if (asked.length === 0) return;
    await tx.of(ComputeReviewAssignment).upsert([...asked], ['id']);
    for (const { id, organisationId, dueAt } of asked) {
      const remindAt = new Date(Math.max(dueAt.getTime() - DAY, (ctx.now.getTime() + dueAt.getTime()) / 2));
      await this.timers.set(ctx, tx, {
        subjectType: 'compute_review_assignment', subjectId: id, organisationId, event: 'computeReview.remind', dueAt: remindAt, payload: {},
      });
    }
    await this.notices.tellAsked(ctx, tx, request, asked);
  }

  /** Throws NOT_ASKED unless a review is expected of the viewer; who asked them is told. */
  async decline(ctx: Ctx, input: z.input<typeof declineSchema>): Promise<ComputeRequest> {
    const { requestId, reason } = parse(ctx, declineSchema, input);
    return this.database.command(ctx, 'declineComputeReview', input, async (tx) => {
      const request = await lockRequest(tx, requestId);
      const reviewerId = ctx.actor.userId!;
      const asked = await tx.of(ComputeReviewAssignment).findOneBy({ requestId, round: request.reviewRound, reviewerId });
      if (!asked || asked.declinedAt || (await givenIn(tx, request)).has(reviewerId)) {
        throw conflict('NOT_ASKED', 'No review of this request is expected of you.', '当前没有需要您评审的事项。');
      }
      await tx.of(ComputeReviewAssignment).update({ id: asked.id }, { declinedAt: ctx.now, declineReason: reason });
      await this.timers.clear(ctx, tx, { subjectType: 'compute_review_assignment', subjectId: asked.id });
      await this.notices.tellDeclined(ctx, tx, request, asked);
      await this.audit.record(ctx, tx, {
        action: 'computeReview.decline', subjectType: 'computeRequest', subjectId: requestId, organisationId: request.organisationId, after: { reason },
      });
      return request;
    });
  }
}

/** Locked, so that it is not decided meanwhile. Throws NOT_FOUND. */
async function lockRequest(tx: Tx, id: string): Promise<ComputeRequest> {
  const request = await tx.of(ComputeRequest).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!request) throw notFound();
  return request;
}

/** Who has reviewed a request in its present round. */
export async function givenIn(tx: Tx, { id, reviewRound }: ComputeRequest): Promise<Set<string>> {
  const given = await tx.of(ComputeReview).find({ where: { requestId: id, round: reviewRound }, select: { id: true, reviewerId: true } });
  return new Set(given.map(({ reviewerId }) => reviewerId));
}
