import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Tone } from '@wutong/core-web';

type Words = readonly [label: MessageDescriptor, tone: Tone];

/** The states of a tenancy in words and colours, in the order of its life. */
const STATES: Readonly<Record<string, Words>> = {
  onboarding: [msg({ message: 'Onboarding', context: 'tenancy state' }), 'info'],
  active: [msg({ message: 'Active', context: 'tenancy state' }), 'ok'],
  under_review: [msg({ message: 'Under review', context: 'tenancy state' }), 'warn'],
  suspended: [msg({ message: 'Suspended', context: 'tenancy state' }), 'bad'],
  graduating: [msg({ message: 'Graduating', context: 'tenancy state' }), 'primary'],
  terminating: [msg({ message: 'Ending', context: 'tenancy state' }), 'bad'],
  alumni: [msg({ message: 'Alumni', context: 'tenancy state' }), 'neutral'],
  alumni_inactive: [msg({ message: 'Alumni, no contact', context: 'tenancy state' }), 'neutral'],
  cancelled: [msg({ message: 'Cancelled', context: 'tenancy state' }), 'neutral'],
  terminated: [msg({ message: 'Ended', context: 'tenancy state' }), 'neutral'],
};

const EVENTS: Readonly<Record<string, Words>> = {
  create: [msg({ message: 'Tenancy begun with the signature', context: 'tenancy event' }), 'neutral'],
  activate: [msg({ message: 'Active: every onboarding task is done', context: 'tenancy event' }), 'ok'],
  cancel: [msg({ message: 'Cancelled before it was active', context: 'tenancy event' }), 'bad'],
  suspend: [msg({ message: 'Suspended', context: 'tenancy event' }), 'bad'],
  resume: [msg({ message: 'Resumed', context: 'tenancy event' }), 'ok'],
  openReview: [msg({ message: 'Review opened', context: 'tenancy event' }), 'warn'],
  clear: [msg({ message: 'Review closed, all in order', context: 'tenancy event' }), 'ok'],
  graduate: [msg({ message: 'Graduation decided', context: 'tenancy event' }), 'primary'],
  terminate: [msg({ message: 'Termination decided', context: 'tenancy event' }), 'bad'],
  completeOffboarding: [msg({ message: 'Moved out: every task is done', context: 'tenancy event' }), 'neutral'],
  deactivate: [msg({ message: 'Contact ended: yearly reports missed', context: 'tenancy event' }), 'neutral'],
};

export const TENANCY_STATES = Object.keys(STATES);

/** Words and colours of states and events, in the viewer's language. */
export function useTenancyWords() {
  const { i18n } = useLingui();
  const look = (table: Readonly<Record<string, Words>>) => (code: string): { label: string; tone: Tone } => {
    const words = table[code];
    return words ? { label: i18n._(words[0]), tone: words[1] } : { label: code, tone: 'neutral' };
  };
  return { state: look(STATES), event: look(EVENTS) };
}
