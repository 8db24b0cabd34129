import { useLingui } from '@lingui/react';
import { Panel, Timeline } from '@wutong/core-web';
import type { ApplicationCase } from './application-case.query';
import { EVENTS } from './event-words';

/** Who did what, when and why, newest first. */
export function CaseTimeline({ timeline }: { timeline: ApplicationCase['timeline'] }) {
  const { i18n } = useLingui();
  return (
    <Panel>
      <Timeline
        entries={timeline.toReversed().map(({ id, at, event, actorName, reason }) => {
          const words = EVENTS[event];
          return {
            id,
            at,
            actor: actorName === 'system' ? null : actorName,
            title: words ? i18n._(words.label) : event,
            reason,
            tone: words?.tone ?? 'neutral',
          };
        })}
      />
    </Panel>
  );
}
