import type { CaseType } from '@wutong/core-server';
import { RENEWAL_DAYS } from '../grant/end-reminder-rule';
import { ComputeRequest } from './compute-request.entity';
import { computeRequestWorkflow } from './compute-request.workflow';

const RENEWAL_MS = RENEWAL_DAYS * 86_400_000;

/** Compute requests as cases: beyond the roles of the table, who may not take which step on this one. */
export const requestCase: CaseType<ComputeRequest, typeof computeRequestWorkflow> = {
  entity: ComputeRequest,
  workflow: computeRequestWorkflow,
  allowed: (ctx, request, { event, from }) => {
    const { actor } = ctx;
    switch (event) {
      // The size decides whose decision it is, and whoever sized or submitted it does not take it.
      case 'approve':
        return isDecider(actor, request);
      case 'deny':
        return from === 'technical_review' || isDecider(actor, request);
      // One appeal, and only while its window is open.
      case 'appeal':
        return !request.appealed && request.dueAt !== null && ctx.now <= request.dueAt;
      // Who decided does not judge the appeal against the decision.
      case 'upholdAppeal':
      case 'dismissAppeal':
        return request.decidedBy !== actor.userId;
      case 'requestRenewal':
        return request.sizedEndsAt !== null && request.sizedEndsAt.getTime() - ctx.now.getTime() >= RENEWAL_MS;
      default:
        return true;
    }
  },
};

/** Whether a request is this person's to decide on, by its size and by four eyes. */
export function isDecider(
  { userId, roles }: { userId: string | null; roles: readonly string[] },
  request: Pick<ComputeRequest, 'approvalBy' | 'sizedBy' | 'submittedBy'>,
): boolean {
  const { approvalBy, sizedBy, submittedBy } = request;
  return approvalBy !== null && roles.includes(approvalBy) && userId !== sizedBy && userId !== submittedBy;
}
