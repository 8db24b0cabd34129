import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Tone } from '@wutong/core-web';

type Words = readonly [label: MessageDescriptor, tone: Tone];

/** The states of a reclaim in words and colours, in the order of its life. */
const STATES: Readonly<Record<string, Words>> = {
  noticed: [msg({ message: 'Awaiting answer', context: 'reclaim state' }), 'warn'],
  answered: [msg({ message: 'Answered', context: 'reclaim state' }), 'info'],
  recommended: [msg({ message: 'To decide', context: 'reclaim state' }), 'primary'],
  returned: [msg({ message: 'Taken back', context: 'reclaim state' }), 'neutral'],
  kept: [msg({ message: 'Kept', context: 'reclaim state' }), 'ok'],
  recovered: [msg({ message: 'Use caught up', context: 'reclaim state' }), 'ok'],
  restored: [msg({ message: 'Restored', context: 'reclaim state' }), 'ok'],
  withdrawn: [msg({ message: 'Notice withdrawn', context: 'reclaim state' }), 'neutral'],
  cancelled: [msg({ message: 'Lapsed', context: 'reclaim state' }), 'neutral'],
};

const EVENTS: Readonly<Record<string, Words>> = {
  create: [msg({ message: 'Notice given', context: 'reclaim event' }), 'warn'],
  reply: [msg({ message: 'Answered the notice', context: 'reclaim event' }), 'info'],
  giveBack: [msg({ message: 'Gave the hours back', context: 'reclaim event' }), 'neutral'],
  lapse: [msg({ message: 'No answer in time: taken back', context: 'reclaim event' }), 'bad'],
  recover: [msg({ message: 'Use has caught up: nothing is taken back', context: 'reclaim event' }), 'ok'],
  withdraw: [msg({ message: 'Withdrew the notice', context: 'reclaim event' }), 'neutral'],
  recommend: [msg({ message: 'Recommended', context: 'reclaim event' }), 'primary'],
  keep: [msg({ message: 'Decided to keep', context: 'reclaim event' }), 'ok'],
  takeBack: [msg({ message: 'Decided to take back', context: 'reclaim event' }), 'bad'],
  cancel: [msg({ message: 'Lapsed: the grant ended or the company is suspended', context: 'reclaim event' }), 'neutral'],
  restore: [msg({ message: 'Restored the hours', context: 'reclaim event' }), 'ok'],
};

const REPLIES: Readonly<Record<string, MessageDescriptor>> = {
  explain: msg({ message: 'Explanation', context: 'reclaim reply' }),
  plan: msg({ message: 'Plan', context: 'reclaim reply' }),
  give_back: msg({ message: 'Gives back', context: 'reclaim reply' }),
};

export const RECLAIM_STATES = Object.keys(STATES);

export function useReclaimWords() {
  const { i18n } = useLingui();
  const look = (table: Readonly<Record<string, Words>>) => (code: string): { label: string; tone: Tone } => {
    const words = table[code];
    return words ? { label: i18n._(words[0]), tone: words[1] } : { label: code, tone: 'neutral' };
  };
  const reply = (kind: string): string => {
    const words = REPLIES[kind];
    return words ? i18n._(words) : kind;
  };
  return { state: look(STATES), event: look(EVENTS), reply };
}
