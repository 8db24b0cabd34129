import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Tone } from '@wutong/core-web';

interface StateWords {
  label: MessageDescriptor;
  tone: Tone;
}

const word = (label: MessageDescriptor, tone: Tone = 'neutral'): StateWords => ({ label, tone });

/** The states of an application in words and colours. */
const STATES: Readonly<Record<string, StateWords>> = {
  draft: word(msg({ message: 'Draft', context: 'application state' })),
  submitted: word(msg({ message: 'To be screened', context: 'application state' }), 'info'),
  screening: word(msg({ message: 'In screening', context: 'application state' }), 'primary'),
  info_requested: word(msg({ message: 'More asked', context: 'application state' }), 'warn'),
  due_diligence: word(msg({ message: 'Due diligence', context: 'application state' }), 'primary'),
  panel: word(msg({ message: 'At the panel', context: 'application state' }), 'primary'),
  waitlisted: word(msg({ message: 'On the waiting list', context: 'application state' }), 'warn'),
  offered: word(msg({ message: 'Offered', context: 'application state' }), 'info'),
  accepted: word(msg({ message: 'Signed', context: 'application state' }), 'ok'),
  ineligible: word(msg({ message: 'Ineligible', context: 'application state' }), 'bad'),
  declined: word(msg({ message: 'Declined', context: 'application state' }), 'bad'),
  appealed: word(msg({ message: 'Under appeal', context: 'application state' }), 'warn'),
  dismissed: word(msg({ message: 'Appeal dismissed', context: 'application state' }), 'bad'),
  closed: word(msg({ message: 'Closed', context: 'application state' })),
  withdrawn: word(msg({ message: 'Withdrawn', context: 'application state' })),
  discarded: word(msg({ message: 'Discarded', context: 'application state' })),
  lapsed: word(msg({ message: 'Lapsed', context: 'application state' })),
  offer_declined: word(msg({ message: 'Offer declined', context: 'application state' })),
  offer_expired: word(msg({ message: 'Offer expired', context: 'application state' })),
};

/** Ends after which nothing is asked of anybody. */
export const ENDED: readonly string[] = [
  'accepted', 'closed', 'discarded', 'dismissed', 'lapsed', 'offer_declined', 'offer_expired', 'withdrawn',
];

/** Words and colour of a state, in the viewer's language. */
export function useStateWords(): (state: string) => { label: string; tone: Tone } {
  const { i18n } = useLingui();
  return (state) => {
    const words = STATES[state];
    return words ? { label: i18n._(words.label), tone: words.tone } : { label: state, tone: 'neutral' };
  };
}
