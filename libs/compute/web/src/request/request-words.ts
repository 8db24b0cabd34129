import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Tone } from '@wutong/core-web';

type Words = readonly [label: MessageDescriptor, tone: Tone];

/** The states of a compute request in words and colours, in the order of its life. */
const STATES: Readonly<Record<string, Words>> = {
  draft: [msg({ message: 'Draft', context: 'compute request state' }), 'neutral'],
  submitted: [msg({ message: 'To review', context: 'compute request state' }), 'info'],
  technical_review: [msg({ message: 'In review', context: 'compute request state' }), 'primary'],
  info_requested: [msg({ message: 'More asked', context: 'compute request state' }), 'warn'],
  approval: [msg({ message: 'To approve', context: 'compute request state' }), 'primary'],
  approved: [msg({ message: 'Approved', context: 'compute request state' }), 'ok'],
  waitlisted: [msg({ message: 'Waiting for GPUs', context: 'compute request state' }), 'warn'],
  allocated: [msg({ message: 'Allocated', context: 'compute request state' }), 'ok'],
  active: [msg({ message: 'In use', context: 'compute request state' }), 'ok'],
  change_pending: [msg({ message: 'In use, change asked', context: 'compute request state' }), 'info'],
  renewal_pending: [msg({ message: 'In use, renewal asked', context: 'compute request state' }), 'info'],
  denied: [msg({ message: 'Denied', context: 'compute request state' }), 'bad'],
  appealed: [msg({ message: 'Under appeal', context: 'compute request state' }), 'warn'],
  expired: [msg({ message: 'Expired', context: 'compute request state' }), 'neutral'],
  released: [msg({ message: 'Given back', context: 'compute request state' }), 'neutral'],
  no_show_released: [msg({ message: 'Not taken up', context: 'compute request state' }), 'neutral'],
  revoked: [msg({ message: 'Revoked', context: 'compute request state' }), 'bad'],
  settled: [msg({ message: 'Settled', context: 'compute request state' }), 'neutral'],
  closed: [msg({ message: 'Closed', context: 'compute request state' }), 'neutral'],
  dismissed: [msg({ message: 'Appeal dismissed', context: 'compute request state' }), 'bad'],
  lapsed: [msg({ message: 'Lapsed', context: 'compute request state' }), 'neutral'],
  withdrawn: [msg({ message: 'Withdrawn', context: 'compute request state' }), 'neutral'],
  discarded: [msg({ message: 'Discarded', context: 'compute request state' }), 'neutral'],
};

const EVENTS: Readonly<Record<string, Words>> = {
  create: [msg({ message: 'Began the request', context: 'compute request event' }), 'neutral'],
  submit: [msg({ message: 'Handed in the request', context: 'compute request event' }), 'info'],
  discard: [msg({ message: 'The draft was discarded', context: 'compute request event' }), 'neutral'],
  claim: [msg({ message: 'Took it up for review', context: 'compute request event' }), 'neutral'],
  withdraw: [msg({ message: 'Withdrew the request', context: 'compute request event' }), 'neutral'],
  requestInfo: [msg({ message: 'Asked for more', context: 'compute request event' }), 'warn'],
  resubmit: [msg({ message: 'Answered the question', context: 'compute request event' }), 'info'],
  lapse: [msg({ message: 'Lapsed: no answer in time', context: 'compute request event' }), 'bad'],
  size: [msg({ message: 'Sized the request', context: 'compute request event' }), 'primary'],
  review: [msg({ message: 'A reviewer of the centre has scored it', context: 'compute request event' }), 'neutral'],
  deny: [msg({ message: 'Denied', context: 'compute request event' }), 'bad'],
  approve: [msg({ message: 'Approved: the hours are held', context: 'compute request event' }), 'ok'],
  noCapacity: [msg({ message: 'No pool had room: put on the waiting list', context: 'compute request event' }), 'warn'],
  allocate: [msg({ message: 'GPUs allocated', context: 'compute request event' }), 'ok'],
  start: [msg({ message: 'Started', context: 'compute request event' }), 'ok'],
  release: [msg({ message: 'Given back', context: 'compute request event' }), 'neutral'],
  noShow: [msg({ message: 'Not taken up in time: given back', context: 'compute request event' }), 'bad'],
  requestChange: [msg({ message: 'Asked for a change', context: 'compute request event' }), 'info'],
  decideChange: [msg({ message: 'Change decided', context: 'compute request event' }), 'primary'],
  requestRenewal: [msg({ message: 'Asked for a renewal', context: 'compute request event' }), 'info'],
  decideRenewal: [msg({ message: 'Renewal decided', context: 'compute request event' }), 'primary'],
  setUsers: [msg({ message: 'Changed who uses it', context: 'compute request event' }), 'neutral'],
  putFirst: [msg({ message: 'Its hours are used first', context: 'compute request event' }), 'neutral'],
  putInTurn: [msg({ message: 'Its hours are used in turn again', context: 'compute request event' }), 'neutral'],
  expire: [msg({ message: 'Ended as planned; keys were revoked', context: 'compute request event' }), 'neutral'],
  revoke: [msg({ message: 'Revoked', context: 'compute request event' }), 'bad'],
  settle: [msg({ message: 'Settled: nothing is held any more', context: 'compute request event' }), 'neutral'],
  appeal: [msg({ message: 'Appealed', context: 'compute request event' }), 'warn'],
  closeWindow: [msg({ message: 'Closed: no appeal in time', context: 'compute request event' }), 'neutral'],
  upholdAppeal: [msg({ message: 'Upheld the appeal', context: 'compute request event' }), 'ok'],
  dismissAppeal: [msg({ message: 'Dismissed the appeal', context: 'compute request event' }), 'bad'],
};

const PURPOSES: Readonly<Record<string, MessageDescriptor>> = {
  pretrain: msg({ message: 'Pre-training', context: 'purpose of GPU time' }),
  finetune: msg({ message: 'Fine-tuning', context: 'purpose of GPU time' }),
  evaluation: msg({ message: 'Evaluation', context: 'purpose of GPU time' }),
  inference: msg({ message: 'Inference', context: 'purpose of GPU time' }),
  data: msg({ message: 'Data processing', context: 'purpose of GPU time' }),
  other: msg({ message: 'Other', context: 'purpose of GPU time' }),
};

const PRIORITIES: Readonly<Record<ComputePriority, MessageDescriptor>> = {
  high: msg({ message: 'High priority', context: 'compute request' }),
  normal: msg({ message: 'Normal priority', context: 'compute request' }),
  low: msg({ message: 'Low priority', context: 'compute request' }),
};

export type ComputePriority = 'high' | 'normal' | 'low';
export type Purpose = 'pretrain' | 'finetune' | 'evaluation' | 'inference' | 'data' | 'other';
export const PURPOSE_KINDS = Object.keys(PURPOSES) as Purpose[];

/** States in which a grant’s people can run jobs. */
export const RUNNING: ReadonlySet<string> = new Set(['active', 'change_pending', 'renewal_pending']);

/** States in which a grant's GPUs are reserved or in use. */
export const LIVE: ReadonlySet<string> = new Set(['allocated', ...RUNNING]);

/** States before anything was decided. */
export const UNDECIDED: ReadonlySet<string> = new Set(['submitted', 'technical_review', 'info_requested', 'approval', 'appealed']);

/** Ends after which nothing is asked of anybody. */
export const ENDED: readonly string[] = [
  'settled', 'expired', 'released', 'no_show_released', 'revoked', 'closed', 'dismissed', 'lapsed', 'withdrawn', 'discarded',
];

/** Words and colours of states, events, purposes and priorities, in the viewer's language. */
export function useRequestWords() {
  const { i18n } = useLingui();
  const look = (table: Readonly<Record<string, Words>>) => (code: string): { label: string; tone: Tone } => {
    const words = table[code];
    return words ? { label: i18n._(words[0]), tone: words[1] } : { label: code, tone: 'neutral' };
  };
  const purpose = (kind: string): string => {
    const words = PURPOSES[kind];
    return words ? i18n._(words) : kind;
  };
  const priority = (of: ComputePriority): string => i18n._(PRIORITIES[of]);
  return { state: look(STATES), event: look(EVENTS), purpose, priority };
}
