import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '@wutong/core-web';

interface EventWords {
  label: MessageDescriptor;
  tone: Tone;
}

const told = (label: MessageDescriptor, tone: Tone = 'neutral'): EventWords => ({ label, tone });

/** What each step of an application is called in its timeline. */
export const EVENTS: Readonly<Record<string, EventWords>> = {
  create: told(msg`Began the application`),
  submit: told(msg`Handed in the application`, 'info'),
  discard: told(msg`The draft was discarded`),
  claim: told(msg`Claimed it for screening`),
  withdraw: told(msg`Withdrew the application`),
  passScreening: told(msg`Passed screening`, 'ok'),
  requestInfo: told(msg`Asked for more`, 'warn'),
  markIneligible: told(msg`Found it ineligible`, 'bad'),
  resubmit: told(msg`Answered the request`, 'info'),
  lapse: told(msg`Lapsed: the date passed`, 'bad'),
  sendToPanel: told(msg`Brought it before the panel`, 'primary'),
  offer: told(msg`Offered a place`, 'ok'),
  waitlist: told(msg`Put it on the waiting list`, 'warn'),
  decline: told(msg`Declined`, 'bad'),
  signOffer: told(msg`Signed the agreement`, 'ok'),
  declineOffer: told(msg`Declined the offer`),
  expireOffer: told(msg`The offer expired`, 'bad'),
  appeal: told(msg`Appealed`, 'warn'),
  closeWindow: told(msg`Closed: no appeal in time`),
  upholdAppeal: told(msg`Upheld the appeal`, 'ok'),
  dismissAppeal: told(msg`Dismissed the appeal`, 'bad'),
};
