import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Time, useFormat } from '../format/use-format';
import { cx } from '../ui/cx';
import { EmptyState, Panel, type Tone } from '../ui/display';

export interface TimelineEntry {
  id: string;
  /** When, as the server sends it. */
  at: string;
  /** Who; empty for the system. */
  actor?: string | null;
  /** What happened, in words: "Passed the screening". */
  title: ReactNode;
  reason?: string | null;
  /** What else belongs to it: amounts, files, due dates. */
  detail?: ReactNode;
  tone?: Tone;
}

const dots: Record<Tone, string> = {
  neutral: 'bg-line-strong',
  primary: 'bg-primary',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
  info: 'bg-info',
};

/** Who did what, when and why, newest first as it is given. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const format = useFormat();
  if (entries.length === 0) return <EmptyState title={<Trans>Nothing has happened yet</Trans>} />;
  return (
    <>
      <ol className="flex flex-col">
        {entries.map((entry) => (
          <li key={entry.id} className="group relative flex gap-3 pb-5 last:pb-0">
            <span aria-hidden className="absolute top-4 bottom-0 left-[4.5px] w-px bg-line group-last:hidden" />
            <span
              aria-hidden
              className={cx('relative mt-1.5 size-2.5 shrink-0 rounded-full ring-4 ring-surface', dots[entry.tone ?? 'neutral'])}
            />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-medium">{entry.title}</span>
                <span className="text-caption text-muted">
                  <Time value={entry.at} />
                </span>
              </p>
              <p className="text-caption text-muted">{entry.actor || <Trans>System</Trans>}</p>
              {entry.reason && (
                <blockquote className="mt-1.5 rounded-control border-l-2 border-line-strong bg-sunken px-3 py-1.5 whitespace-pre-wrap wrap-anywhere">
                  {entry.reason}
                </blockquote>
              )}
              {entry.detail && <div className="mt-1.5">{entry.detail}</div>}
            </div>
          </li>
        ))}
      </ol>
      <p className="pt-4 text-caption text-muted">
        <Trans>All times in {format.zone()}</Trans>
      </p>
    </>
  );
}

interface CaseTimelineEvent {
  id: string;
  at: string;
  event: string;
  actorName: string;
  reason?: string | null;
  /** Names of whom it brought to the case and took off it. */
  added?: readonly string[];
  removed?: readonly string[];
}

interface CaseTimelineProps {
  /** As the server keeps them, oldest first. */
  events: readonly CaseTimelineEvent[];
  /** What the workflow's events are called. */
  words: (event: string) => { label: ReactNode; tone: Tone };
}

/** The history of a case, newest first; what nobody did by hand has no name. */
export function CaseTimeline({ events, words }: CaseTimelineProps) {
  return (
    <Panel>
      <Timeline
        entries={events.toReversed().map(({ id, at, event, actorName, reason = null, added = [], removed = [] }) => ({
          id, at, reason, detail: added.length + removed.length > 0 && <ChangedPeople added={added} removed={removed} />, actor: actorName === 'system' ? null : actorName, title: words(event).label, tone: words(event).tone,
        }))}
      />
    </Panel>
  );
}

function ChangedPeople({ added, removed }: { added: readonly string[]; removed: readonly string[] }) {
  const format = useFormat();
  return (
    <>
      {added.length > 0 && <p><Trans>Added: {format.list(added)}</Trans></p>}
      {removed.length > 0 && <p><Trans>Removed: {format.list(removed)}</Trans></p>}
    </>
  );
}
