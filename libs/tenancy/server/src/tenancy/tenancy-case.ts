import type { CaseType } from '@wutong/core-server';
import { Tenancy } from './tenancy.entity';
import { tenancyWorkflow } from './tenancy.workflow';

export const tenancyCase: CaseType<Tenancy, typeof tenancyWorkflow> = {
  entity: Tenancy,
  workflow: tenancyWorkflow,
  allowed: (ctx, tenancy, { event }) => {
    // Two people: who proposed the end does not approve it, and nobody approves what nobody proposed.
    if (event !== 'terminate') return true;
    return tenancy.terminationProposedBy !== null && tenancy.terminationProposedBy !== ctx.actor.userId;
  },
};
