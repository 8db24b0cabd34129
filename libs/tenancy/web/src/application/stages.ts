import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StageId } from './stage-of';

export interface Stage {
  id: StageId;
  label: MessageDescriptor;
  /** What happens in it, for somebody who has not applied before. */
  about: MessageDescriptor;
}

/** The path of an application from the form to the desks. */
export const STAGES: readonly Stage[] = [
  {
    id: 'form',
    label: msg({ message: 'Form', context: 'stage of admission' }),
    about: msg`You fill in the form and attach documents. Everything is kept as you write; all founders of the company can work on it.`,
  },
  {
    id: 'screening',
    label: msg({ message: 'Screening', context: 'stage of admission' }),
    about: msg`A screener checks completeness and eligibility, and may ask you for more on single sections.`,
  },
  {
    id: 'due_diligence',
    label: msg({ message: 'Due diligence', context: 'stage of admission' }),
    about: msg`The centre checks the registration, the rights to code and data, and the technical claims, and talks with the founders.`,
  },
  {
    id: 'panel',
    label: msg({ message: 'Panel', context: 'stage of admission' }),
    about: msg`The admission panel offers a place, puts you on the waiting list, or declines with its reason. You may appeal once.`,
  },
  {
    id: 'offer',
    label: msg({ message: 'Offer', context: 'stage of admission' }),
    about: msg`You read the agreement and sign it before the offer expires.`,
  },
  {
    id: 'tenant',
    label: msg({ message: 'Onboarding', context: 'stage of admission' }),
    about: msg`You and the centre settle the onboarding tasks; then the tenancy is active.`,
  },
];
