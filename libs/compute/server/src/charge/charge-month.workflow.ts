import { defineWorkflow } from '@wutong/core-server';

/** A month's charges: proposed by one person of finance, closed by another, and then never changed. */
export const chargeMonthWorkflow = defineWorkflow({
  name: 'charge_month',
  initial: 'open',
  terminal: ['closed'],
  moves: [
    { event: 'propose', from: 'open', to: 'proposed', by: ['finance'] },
    { event: 'reopen', from: 'proposed', to: 'open', by: ['finance'], reason: true },
    { event: 'close', from: 'proposed', to: 'closed', by: ['finance'] },
  ],
});
