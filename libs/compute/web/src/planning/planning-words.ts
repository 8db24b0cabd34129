import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Tone } from '@wutong/core-web';

type Words = readonly [label: MessageDescriptor, tone: Tone];

const STATES: Readonly<Record<string, Words>> = {
  collecting: [msg({ message: 'Collecting', context: 'planning cycle state' }), 'info'],
  proposed: [msg({ message: 'To decide', context: 'planning cycle state' }), 'primary'],
  applied: [msg({ message: 'Applied', context: 'planning cycle state' }), 'ok'],
  published: [msg({ message: 'Published', context: 'planning cycle state' }), 'ok'],
  cancelled: [msg({ message: 'Cancelled', context: 'planning cycle state' }), 'neutral'],
};

const EVENTS: Readonly<Record<string, Words>> = {
  create: [msg({ message: 'Opened the cycle', context: 'planning cycle event' }), 'info'],
  propose: [msg({ message: 'A plan was computed', context: 'planning cycle event' }), 'primary'],
  sendBack: [msg({ message: 'Sent the plan back', context: 'planning cycle event' }), 'warn'],
  apply: [msg({ message: 'Applied the plan', context: 'planning cycle event' }), 'ok'],
  publish: [msg({ message: 'Published the fairness report', context: 'planning cycle event' }), 'ok'],
  cancel: [msg({ message: 'Cancelled the cycle', context: 'planning cycle event' }), 'bad'],
};

/** What bound a request's share. */
const REASONS: Readonly<Record<string, Words>> = {
  demand: [msg({ message: 'All that was asked', context: 'plan reason' }), 'ok'],
  capacity: [msg({ message: 'Shared: full', context: 'plan reason' }), 'warn'],
  priority: [msg({ message: 'Taken by others', context: 'plan reason' }), 'bad'],
  eligibility: [msg({ message: 'No free GPUs', context: 'plan reason' }), 'bad'],
  quota: [msg({ message: 'Quota too small', context: 'plan reason' }), 'warn'],
};

/** Whether a request is planned, or why not. */
const STATUS: Readonly<Record<string, Words>> = {
  planned: [msg({ message: 'In the plan', context: 'plan candidate' }), 'ok'],
  leftOut: [msg({ message: 'Left out', context: 'plan candidate' }), 'neutral'],
  standing: [msg({ message: 'Tenant not active', context: 'plan candidate' }), 'bad'],
  beyondCycle: [msg({ message: 'Ends after the cycle', context: 'plan candidate' }), 'neutral'],
  tooShort: [msg({ message: 'No whole day left', context: 'plan candidate' }), 'neutral'],
  noQuota: [msg({ message: 'No quota left', context: 'plan candidate' }), 'warn'],
};

export const STAGES: readonly { id: string; label: MessageDescriptor }[] = [
  { id: 'collecting', label: msg({ message: 'Collect', context: 'planning stage' }) },
  { id: 'proposed', label: msg({ message: 'Decide', context: 'planning stage' }) },
  { id: 'applied', label: msg({ message: 'Applied', context: 'planning stage' }) },
  { id: 'published', label: msg({ message: 'Published', context: 'planning stage' }) },
];

/** States, steps and reasons of planning in words and colours. */
export function usePlanningWords() {
  const { i18n } = useLingui();
  const look = (table: Readonly<Record<string, Words>>) => (name: string) => {
    const [label, tone] = table[name] ?? [undefined, 'neutral' as const];
    return { label: label ? i18n._(label) : name, tone };
  };
  return { state: look(STATES), event: look(EVENTS), reason: look(REASONS), status: look(STATUS) };
}
