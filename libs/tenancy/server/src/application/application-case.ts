import type { CaseType } from '@wutong/core-server';
import { TenancyApplication } from './tenancy-application.entity';
import { tenancyApplicationWorkflow } from './tenancy-application.workflow';

/** Applications as cases: beyond the roles of the table, who may not take which step on this one. */
export const applicationCase: CaseType<TenancyApplication, typeof tenancyApplicationWorkflow> = {
  entity: TenancyApplication,
  workflow: tenancyApplicationWorkflow,
  allowed: (ctx, application, { event, to }) => {
    switch (event) {
      // Information goes back to whoever asked for it.
      case 'resubmit':
        return to === application.returnTo;
      // One appeal, and only while its window is open.
      case 'appeal':
        return !application.appealed && application.dueAt !== null && ctx.now <= application.dueAt;
      // Who decided does not judge the appeal against the decision.
      case 'upholdAppeal':
      case 'dismissAppeal':
        return application.decidedBy !== ctx.actor.userId;
      default:
        return true;
    }
  },
};
