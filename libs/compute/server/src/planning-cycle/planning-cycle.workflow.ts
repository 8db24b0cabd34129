import { defineWorkflow } from '@wutong/core-server';

/** From the collecting of requests to a plan that is in force and told to everybody. */
export const planningCycleWorkflow = defineWorkflow({
  name: 'planning_cycle',
  initial: 'collecting',
  terminal: ['cancelled', 'published'],
  moves: [
    { event: 'propose', from: 'collecting', to: 'proposed', by: ['system'] },
    { event: 'propose', from: 'proposed', to: 'proposed', by: ['system'] },
    { event: 'sendBack', from: 'proposed', to: 'collecting', by: ['programme_lead', 'approver'], reason: true },
    { event: 'apply', from: 'proposed', to: 'applied', by: ['programme_lead', 'approver'] },
    { event: 'publish', from: 'applied', to: 'published', by: ['platform_operator', 'programme_lead'] },
    { event: 'cancel', from: 'collecting', to: 'cancelled', by: ['platform_operator', 'programme_lead'], reason: true },
    { event: 'cancel', from: 'proposed', to: 'cancelled', by: ['platform_operator', 'programme_lead'], reason: true },
  ],
});
