export type StageId = 'form' | 'screening' | 'due_diligence' | 'panel' | 'offer' | 'tenant';

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
