import { useLingui } from '@lingui/react';
import { CaseTimeline } from '@wutong/core-web';
import type { ApplicationCase } from './application-case.query';
import { EVENTS } from './event-words';

/** Who did what with an application, when and why. */
export function ApplicationTimeline({ timeline }: { timeline: ApplicationCase['timeline'] }) {
  const { i18n } = useLingui();
  return (
    <CaseTimeline
      events={timeline}
      words={(event) => {
        const words = EVENTS[event];
        return { label: words ? i18n._(words.label) : event, tone: words?.tone ?? 'neutral' };
      }}
    />
  );
}
