import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export type StageId = 'form' | 'screening' | 'due_diligence' | 'panel' | 'offer' | 'tenant';

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

const STAGE_OF: Readonly<Record<string, StageId>> = {
  draft: 'form',
  submitted: 'screening',
  screening: 'screening',
  due_diligence: 'due_diligence',
  panel: 'panel',
  waitlisted: 'panel',
  offered: 'offer',
  accepted: 'tenant',
};

interface Step {
  fromState?: string | null;
  toState: string;
}

/**
 * The stage that an application has reached, and whether it was stopped there. States beside the path, such as a
 * request for information or a refusal, belong to the stage that they interrupted, which the timeline tells.
 */
export function stageOf(state: string, timeline: readonly Step[]): { current: StageId; isStopped: boolean } {
  const here = STAGE_OF[state];
  if (here) return { current: here, isStopped: false };
  const before = timeline.findLast((step) => step.fromState && STAGE_OF[step.fromState]);
  return {
    current: (before?.fromState && STAGE_OF[before.fromState]) || 'form',
    isStopped: state !== 'info_requested' && state !== 'appealed',
  };
}
