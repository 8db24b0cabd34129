import { defineWorkflow } from '@wutong/core-server';

/** From the notice that hours lie idle to what became of them. What was returned can be restored while it is free. */
export const computeReclaimWorkflow = defineWorkflow({
  name: 'compute_reclaim',
  initial: 'noticed',
  terminal: ['cancelled', 'kept', 'recovered', 'restored', 'withdrawn'],
  resting: ['returned'],
  moves: [
    { event: 'reply', from: 'noticed', to: 'answered', by: ['founder'], reason: true },
    { event: 'giveBack', from: 'noticed', to: 'returned', by: ['founder'], reason: true },
    { event: 'lapse', from: 'noticed', to: 'returned', by: ['system'] },
    { event: 'recover', from: 'noticed', to: 'recovered', by: ['system'] },
    { event: 'withdraw', from: 'noticed', to: 'withdrawn', by: ['platform_operator'], reason: true },
    { event: 'recommend', from: 'answered', to: 'recommended', by: ['platform_operator'], reason: true },
    { event: 'keep', from: 'recommended', to: 'kept', by: ['programme_lead', 'approver'], reason: true },
    { event: 'takeBack', from: 'recommended', to: 'returned', by: ['programme_lead', 'approver'], reason: true },
    { event: 'cancel', from: 'noticed', to: 'cancelled', by: ['system'] },
    { event: 'cancel', from: 'answered', to: 'cancelled', by: ['system'] },
    { event: 'cancel', from: 'recommended', to: 'cancelled', by: ['system'] },
    { event: 'restore', from: 'returned', to: 'restored', by: ['programme_lead', 'approver'], reason: true },
  ],
});
