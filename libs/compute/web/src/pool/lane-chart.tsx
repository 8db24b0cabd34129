import { Trans, useLingui } from '@lingui/react/macro';
import { HrefLink, useFormat, useName } from '@wutong/core-web';
import { packed, type Scale } from './calendar-scale';
import type { ComputeCalendarQuery } from './calendar.page.graphql';
import { percent, placedOn, TimeTrack } from './time-track';

export type Lane = ComputeCalendarQuery['computeCalendar'][number];
export type LaneEntry = Lane['entries'][number];

/** A figure is written on a stretch that is at least so much of the scale. */
const WIDE_ENOUGH = 0.035;

/** One pool over time: how many of its GPUs are free from when on, and below it who has the others. */
export function LaneChart({ lane, scale }: { lane: Lane; scale: Scale }) {
  return (
    <TimeTrack scale={scale}>
      <FreeStrip lane={lane} scale={scale} />
      <Entries entries={lane.entries} scale={scale} />
    </TimeTrack>
  );
}

/** What the looks of a strip and of the bars below it mean; the bars say it in words too. */
export function LaneLegend() {
  const { t } = useLingui();
  const looks = [
    { label: t`Given out`, look: 'bg-primary/25' },
    { label: t({ message: 'Grant', context: 'calendar' }), look: 'bg-primary-soft inset-ring inset-ring-primary/40' },
    { label: t`On loan`, look: 'border border-dashed border-primary/60' },
    { label: t({ message: 'Reserved', context: 'calendar' }), look: 'bg-sunken inset-ring inset-ring-line-strong' },
    { label: t`Maintenance`, look: 'bg-warn-soft inset-ring inset-ring-warn/40' },
  ];
  return (
    <p aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-caption text-muted">
      {looks.map(({ label, look }) => (
        <span key={label} className="flex items-center gap-1.5"><span className={`h-2.5 w-4 rounded-xs ${look}`} />{label}</span>
      ))}
    </p>
  );
}

/** What is given out fills the strip from below; the figure is what is free. */
function FreeStrip({ lane: { levels }, scale }: { lane: Lane; scale: Scale }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <div aria-hidden className="relative h-6 overflow-hidden rounded-xs bg-line/40">
      {levels.map(({ at, gpus, free }, index) => {
        const until = levels[index + 1]?.at;
        const end = until ? Date.parse(until) : scale.end;
        const { share, ...place } = placedOn(scale, Date.parse(at), end);
        const taken = gpus === 0 ? 0 : Math.min(1, Math.max(0, 1 - free / gpus));
        return (
          <span
            key={at} className="absolute inset-y-0 flex items-center justify-center border-l border-surface" style={place}
            title={`${format.range(at, end - 1)}: ${t`${format.number(free)} of ${format.number(gpus)} GPUs free`}`}
          >
            <span className={`absolute inset-x-0 bottom-0 ${free < 0 ? 'bg-bad/30' : 'bg-primary/25'}`} style={{ height: percent(taken) }} />
            {share > WIDE_ENOUGH && (
              <span className={`tabular relative text-caption ${share < 3 * WIDE_ENOUGH ? 'max-sm:hidden' : ''} ${free < 0 ? 'font-medium text-bad' : ''}`}>
                {gpus === 0 ? '–' : format.number(free)}
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

function Entries({ entries, scale }: { entries: readonly LaneEntry[]; scale: Scale }) {
  const format = useFormat();
  const nameOf = useName();
  if (entries.length === 0) return <p className="relative py-1 text-caption text-muted"><Trans>Nothing is reserved in this time.</Trans></p>;
  return (
    <ul className="flex flex-col gap-1">
      {packed(entries).map((row) => (
        <li key={row[0]?.id} className="relative h-6">
          <ul>
            {row.map((entry) => {
              const { left, width } = placedOn(scale, Date.parse(entry.startsAt), Date.parse(entry.endsAt));
              const range = format.range(entry.startsAt, new Date(Date.parse(entry.endsAt) - 1));
              const gpus = (
                <span className="tabular shrink-0">
                  <span aria-hidden className="sm:hidden">{format.number(entry.gpus)}</span>
                  <span className="max-sm:sr-only"><Trans>{format.number(entry.gpus)} GPUs</Trans></span>
                </span>
              );
              const box = 'absolute inset-y-0 flex items-center gap-2 overflow-hidden rounded-control px-1.5 text-caption whitespace-nowrap';
              return (
                <li key={entry.id}>
                  {entry.requestId ? (
                    <HrefLink
                      href={`/compute/requests/${entry.requestId}`} style={{ left, width }}
                      className={`${box} text-primary ${entry.kind === 'loan' ? 'border border-dashed border-primary/60 bg-surface hover:border-primary' : 'bg-primary-soft inset-ring inset-ring-primary/40 hover:inset-ring-primary'}`}
                      title={`${companyOf(entry, nameOf)} · ${entry.requestNumber} · ${range}`}
                    >
                      {gpus}
                      <span className="text-fg">
                        {companyOf(entry, nameOf)}
                        {entry.kind === 'loan' && <span className="text-muted"> · <Trans>on loan</Trans></span>}
                      </span>
                      <span className="sr-only">{range}</span>
                    </HrefLink>
                  ) : (
                    <span
                      className={`${box} ${entry.kind === 'maintenance' ? 'bg-warn-soft text-warn' : 'bg-sunken text-fg inset-ring inset-ring-line-strong'}`}
                      style={{ left, width }} title={`${entry.reason} · ${range}`}
                    >
                      {gpus}
                      <span>{entry.kind === 'maintenance' ? <Trans>Maintenance</Trans> : <Trans context="calendar">Reserved</Trans>}: {entry.reason}</span>
                      <span className="sr-only">{range}</span>
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}

export function companyOf({ organisationNameZh, organisationNameEn }: LaneEntry, nameOf: ReturnType<typeof useName>): string {
  return nameOf({ nameZh: organisationNameZh ?? '', nameEn: organisationNameEn ?? '' });
}
