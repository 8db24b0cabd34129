import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type StageId = 'request' | 'review' | 'approval' | 'allocation' | 'use' | 'settled';

/** The path of a request from the wish to GPU-hours that were used and settled. */
export const STAGES: readonly { id: StageId; label: MessageDescriptor }[] = [
  { id: 'request', label: msg({ message: 'Request', context: 'stage of GPU-hours' }) },
  { id: 'review', label: msg({ message: 'Review', context: 'stage of GPU-hours' }) },
  { id: 'approval', label: msg({ message: 'Approval', context: 'stage of GPU-hours' }) },
  { id: 'allocation', label: msg({ message: 'Allocation', context: 'stage of GPU-hours' }) },
  { id: 'use', label: msg({ message: 'In use', context: 'stage of GPU-hours' }) },
  { id: 'settled', label: msg({ message: 'Settled', context: 'stage of GPU-hours' }) },
];

const STAGE_OF: Readonly<Record<string, StageId>> = {
  draft: 'request',
  submitted: 'review',
  technical_review: 'review',
  approval: 'approval',
  approved: 'allocation',
  waitlisted: 'allocation',
  allocated: 'allocation',
  active: 'use',
  change_pending: 'use',
  renewal_pending: 'use',
  settled: 'settled',
};

interface Step {
  fromState?: string | null;
  toState: string;
}

/** Where a request stands on its path; states beside the path belong to the stage that they interrupted. */
export function stageOf(state: string, timeline: readonly Step[]): { current: StageId; isStopped: boolean } {
  const here = STAGE_OF[state];
  if (here) return { current: here, isStopped: false };
  const before = timeline.findLast((step) => step.fromState && STAGE_OF[step.fromState]);
  return {
    current: (before?.fromState && STAGE_OF[before.fromState]) || 'request',
    isStopped: !['info_requested', 'appealed', 'expired', 'released'].includes(state),
  };
}
