import { conflict, denied, isStaff, type AppError, type Ctx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { isDecider } from '../request/request-case';

const OPEN: ReadonlySet<string> = new Set(['technical_review', 'approval', 'waitlisted']);

type Reviewed = Pick<ComputeRequest, 'state' | 'claimedBy' | 'sizedBy' | 'submittedBy' | 'approvalBy'>;

/**
 * What stands against this person's review of a request, or null: only people of the centre with the permission to score review, only
 * until it has GPUs or is decided otherwise, and never what they size themselves.
 */
export function refusalOf(ctx: Ctx, request: Reviewed): AppError | null {
  const { userId, permissions } = ctx.actor;
  if (!isStaff(ctx) || !permissions.has('compute-request.score')) return denied();
  if (!isOpenForReviews(request)) return reviewsClosed();
  if (userId === request.sizedBy || (request.state === 'technical_review' && userId === request.claimedBy)) {
    return conflict(
      'OWN_SIZING', 'You size this request, so somebody else has to review it.', '该申请由您核定用量，须由其他人员评审。',
    );
  }
  return null;
}

/**
 * Whether the reviews of others are kept from this person for now: who may still give one sees them only after giving their own, so
 * that each is independent. Whoever decides on the request sees all.
 */
export function isHidden(ctx: Ctx, request: Reviewed, hasReviewed: boolean): boolean {
  return !hasReviewed && refusalOf(ctx, request) === null && !isDecider(ctx.actor, request);
}

/** From technical review until it has GPUs, and not while the company is asked something. */
export function isOpenForReviews({ state }: Pick<ComputeRequest, 'state'>): boolean {
  return OPEN.has(state);
}

export function reviewsClosed(): AppError {
  return conflict(
    'REVIEWS_CLOSED', 'This request is not open for reviews: they are given from technical review until it has GPUs.',
    '该申请当前不可评审：仅技术审核、审批与候补期间可以评审。',
  );
}
