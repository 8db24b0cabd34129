import type { CaseType } from '@wutong/core-server';
import { ComputeReclaim } from './compute-reclaim.entity';
import { computeReclaimWorkflow } from './compute-reclaim.workflow';

/** Reclaims as cases: who recommended does not decide, and who took back does not restore. */
export const reclaimCase: CaseType<ComputeReclaim, typeof computeReclaimWorkflow> = {
  entity: ComputeReclaim,
  workflow: computeReclaimWorkflow,
  allowed: ({ actor, now }, reclaim, { event }) => {
    switch (event) {
      case 'reply':
      case 'giveBack':
        return now <= reclaim.replyDueAt;
      case 'keep':
      case 'takeBack':
        return reclaim.recommendedBy !== actor.userId;
      case 'restore':
        return reclaim.endsAt > now && reclaim.decidedBy !== actor.userId;
      default:
        return true;
    }
  },
};
