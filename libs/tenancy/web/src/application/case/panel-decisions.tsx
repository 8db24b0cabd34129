import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, Panel, Tag, Time, useFormat, type Tone } from '@wutong/core-web';
import { Gavel } from 'lucide-react';
import type { ApplicationCase } from './application-case.query';

const DECISIONS: Readonly<Record<string, { label: MessageDescriptor; tone: Tone }>> = {
  offer: { label: msg({ message: 'Offer', context: 'panel decision' }), tone: 'ok' },
  waitlist: { label: msg({ message: 'Waiting list', context: 'panel decision' }), tone: 'warn' },
  decline: { label: msg({ message: 'Decline', context: 'panel decision' }), tone: 'bad' },
};

/** What the admission panel decided, who was there, and the minutes. */
export function PanelDecisions({ decisions }: { decisions: ApplicationCase['panelDecisions'] }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  return (
    <Panel title={t`Panel decisions`} isFlush>
      {decisions.length === 0 && (
        <EmptyState icon={<Gavel />} title={<Trans>The panel has not decided yet</Trans>}>
          <Trans>Each decision stands here with those present and the minutes. The company does not see them.</Trans>
        </EmptyState>
      )}
      <ul>
        {decisions.toReversed().map((decision) => {
          const words = DECISIONS[decision.decision];
          return (
            <li key={decision.id} className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-b-0">
              <p className="flex flex-wrap items-center justify-between gap-2">
                <Tag tone={words?.tone ?? 'neutral'}>{words ? i18n._(words.label) : decision.decision}</Tag>
                <span className="text-caption text-muted">
                  <Time value={decision.decidedAt} />
                </span>
              </p>
              <p className="whitespace-pre-wrap wrap-anywhere">{decision.minutes}</p>
              <p className="text-caption text-muted">
                <Trans>Present: {format.list(decision.presentNames)}</Trans>
              </p>
              {decision.absentForConflictNames.length > 0 && (
                <p className="text-caption text-muted">
                  <Trans>Stayed out for a conflict of interest: {format.list(decision.absentForConflictNames)}</Trans>
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
