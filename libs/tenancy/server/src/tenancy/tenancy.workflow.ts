import { defineWorkflow } from '@wutong/core-server';

/** From a signed offer through the active years to graduation, or to another end. */
export const tenancyWorkflow = defineWorkflow({
  name: 'tenancy',
  initial: 'onboarding',
  terminal: ['alumni_inactive', 'cancelled', 'terminated'],
  resting: ['alumni'],
  moves: [
    { event: 'activate', from: 'onboarding', to: 'active', by: ['system'] },
    { event: 'cancel', from: 'onboarding', to: 'cancelled', by: ['programme_lead'], reason: true },
    { event: 'suspend', from: 'active', to: 'suspended', by: ['programme_lead'], reason: true },
    { event: 'resume', from: 'suspended', to: 'active', by: ['programme_lead'] },
    { event: 'openReview', from: 'active', to: 'under_review', by: ['programme_lead', 'system'] },
    { event: 'clear', from: 'under_review', to: 'active', by: ['programme_lead'] },
    { event: 'graduate', from: 'under_review', to: 'graduating', by: ['programme_lead'] },
    { event: 'terminate', from: 'under_review', to: 'terminating', by: ['approver'], reason: true },
    { event: 'graduate', from: 'active', to: 'graduating', by: ['programme_lead'] },
    { event: 'terminate', from: 'suspended', to: 'terminating', by: ['approver'], reason: true },
    { event: 'completeOffboarding', from: 'graduating', to: 'alumni', by: ['system'] },
    { event: 'completeOffboarding', from: 'terminating', to: 'terminated', by: ['system'] },
    { event: 'deactivate', from: 'alumni', to: 'alumni_inactive', by: ['system'] },
  ],
});
