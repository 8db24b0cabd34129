import { defineWorkflow, type CaseType } from '@wutong/core-server';
import { WasteFinding } from './waste-finding.entity';

/** From a finding to what the tenant made of it, or to its end because it is not seen any more. */
export const wasteFindingWorkflow = defineWorkflow({
  name: 'waste_finding',
  initial: 'open',
  terminal: ['acted', 'expired'],
  moves: [
    { event: 'acknowledge', from: 'open', to: 'acknowledged', by: ['founder', 'member'], reason: true },
    { event: 'act', from: 'open', to: 'acted', by: ['founder'] },
    { event: 'act', from: 'acknowledged', to: 'acted', by: ['founder'] },
    { event: 'reopen', from: 'acknowledged', to: 'open', by: ['system'] },
    { event: 'expire', from: 'open', to: 'expired', by: ['system'] },
    { event: 'expire', from: 'acknowledged', to: 'expired', by: ['system'] },
  ],
});

export const wasteFindingCase: CaseType<WasteFinding, typeof wasteFindingWorkflow> = {
  entity: WasteFinding,
  workflow: wasteFindingWorkflow,
  // Where only one's own code can help there is nothing to act on here.
  allowed: (_, { advice }, { event }) => event !== 'act' || advice.step !== 'fix',
};
