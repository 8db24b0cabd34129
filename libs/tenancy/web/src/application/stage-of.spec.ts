import { expect, test } from '@jest/globals';
import { stageOf } from './stage-of';

const step = (fromState: string | null, toState: string) => ({ fromState, toState });

test('a state on the path is its own stage', () => {
  expect(stageOf('panel', [])).toEqual({ current: 'panel', isStopped: false });
  expect(stageOf('waitlisted', [])).toEqual({ current: 'panel', isStopped: false });
});

test('a request for information belongs to the stage that it interrupts', () => {
  const timeline = [step(null, 'draft'), step('draft', 'submitted'), step('due_diligence', 'info_requested')];
  expect(stageOf('info_requested', timeline)).toEqual({ current: 'due_diligence', isStopped: false });
});

test('a refusal stops where it was decided, also while the appeal against it is judged', () => {
  const timeline = [step('draft', 'submitted'), step('panel', 'declined'), step('declined', 'appealed')];
  expect(stageOf('appealed', timeline)).toEqual({ current: 'panel', isStopped: false });
  const dismissed = [...timeline, step('appealed', 'dismissed')];
  expect(stageOf('dismissed', dismissed)).toEqual({ current: 'panel', isStopped: true });
});
