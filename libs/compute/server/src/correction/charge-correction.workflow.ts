import { defineWorkflow } from '@wutong/core-server';

/** Hours or money added or taken off by hand: one person proposes it with a reason, another decides. */
export const chargeCorrectionWorkflow = defineWorkflow({
  name: 'charge_correction',
  initial: 'proposed',
  terminal: ['approved', 'refused', 'withdrawn'],
  moves: [
    { event: 'approve', from: 'proposed', to: 'approved', by: ['finance', 'approver'] },
    { event: 'refuse', from: 'proposed', to: 'refused', by: ['finance', 'approver'], reason: true },
    { event: 'withdraw', from: 'proposed', to: 'withdrawn', by: ['finance', 'platform_operator'] },
  ],
});
