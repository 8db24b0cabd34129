import type { CaseType, Ctx } from '@wutong/core-server';
import { PlanningCycle } from './planning-cycle.entity';
import { planningCycleWorkflow } from './planning-cycle.workflow';

/** Planning cycles as cases. Who opened or proposed one does not decide on it, nor who has a conflict of interest. */
export const planningCase: CaseType<PlanningCycle, typeof planningCycleWorkflow> = {
  entity: PlanningCycle,
  workflow: planningCycleWorkflow,
  allowed: ({ actor }, cycle, { event }) => {
    switch (event) {
      case 'apply':
        return isImpartial({ actor }) && cycle.approvalBy !== null && actor.roles.includes(cycle.approvalBy)
          && actor.userId !== cycle.openedBy && actor.userId !== cycle.proposedBy;
      case 'sendBack':
        return isImpartial({ actor }) && actor.userId !== cycle.proposedBy;
      default:
        return true;
    }
  },
};

/**
 * A plan weighs all companies against each other, so nobody who has declared a conflict of interest in one of any makes
 * or decides it. That is said without telling whether the company is in the plan.
 */
export function isImpartial({ actor }: Pick<Ctx, 'actor'>): boolean {
  return actor.conflicts.length === 0;
}
