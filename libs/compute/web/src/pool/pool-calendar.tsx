import { Trans, useLingui } from '@lingui/react/macro';
import { HrefLink, Panel, useFormat, useName } from '@wutong/core-web';
import { addDays } from '../gpu-hours';
import { CALENDAR_DAYS, type PoolPageData } from './pool-page.query';

const DAY_MS = 86_400_000;

/** Who has reserved GPUs of a pool when: a lane for each reservation over four weeks, with a line for now. */
export function PoolCalendar({ data, first }: { data: PoolPageData; first: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const start = Date.parse(`${first}T00:00:00+08:00`);
  const end = start + CALENDAR_DAYS * DAY_MS;
  const place = (at: number) => `${(Math.min(1, Math.max(0, (at - start) / (end - start))) * 100).toFixed(2)}%`;
  const span = (startsAt: string, endsAt: string) => {
    const [from, to] = [Math.max(start, Date.parse(startsAt)), Math.min(end, Date.parse(endsAt))];
    return { left: place(from), width: `${(Math.max(0.004, (to - from) / (end - start)) * 100).toFixed(2)}%` };
  };
  const maintenance = data.computePool.maintenance.filter(
    (one) => !one.cancelledAt && Date.parse(one.startsAt) < end && Date.parse(one.endsAt) > start,
  );
  const weeks = Array.from({ length: CALENDAR_DAYS / 7 }, (_, index) => addDays(first, index * 7));
  return (
    <Panel title={t`Calendar of four weeks`}>
      <div className="flex flex-col gap-1">
        <div aria-hidden className="relative h-5 text-caption text-muted">
          {weeks.map((day) => (
            <span key={day} className="absolute" style={{ left: place(Date.parse(`${day}T00:00:00+08:00`)) }}>{format.day(day)}</span>
          ))}
        </div>
        <div className="relative flex flex-col gap-1 py-1">
          <span aria-hidden className="absolute inset-y-0 z-10 w-0.5 bg-bad" style={{ left: place(Date.now()) }} />
          {weeks.map((day) => (
            <span key={day} aria-hidden className="absolute inset-y-0 w-px bg-line" style={{ left: place(Date.parse(`${day}T00:00:00+08:00`)) }} />
          ))}
          {data.poolCalendar.length === 0 && maintenance.length === 0 && (
            <p className="py-4 text-center text-muted"><Trans>Nothing is reserved in this time.</Trans></p>
          )}
          <ul className="flex flex-col gap-1">
            {data.poolCalendar.map((one) => (
              <li key={one.id} className="relative h-7">
                <HrefLink
                  href={`/compute/requests/${one.requestId}`}
                  className="absolute inset-y-0 flex items-center overflow-hidden rounded-control bg-primary-soft px-2 text-caption whitespace-nowrap text-primary inset-ring inset-ring-primary/40 hover:inset-ring-primary"
                  style={span(one.startsAt, one.endsAt)}
                  title={`${nameOf(one.organisation)} · ${format.range(one.startsAt, new Date(Date.parse(one.endsAt) - 1))}`}
                >
                  <Trans>{format.number(one.gpus)} GPUs</Trans>
                  <span className="pl-2 text-fg">{nameOf(one.organisation)}</span>
                  <span className="sr-only">{format.range(one.startsAt, one.endsAt)}</span>
                </HrefLink>
              </li>
            ))}
            {maintenance.map((one) => (
              <li key={one.id} className="relative h-7">
                <span
                  className="absolute inset-y-0 flex items-center overflow-hidden rounded-control bg-warn-soft px-2 text-caption whitespace-nowrap text-warn"
                  style={span(one.startsAt, one.endsAt)}
                >
                  <Trans>Maintenance, {format.number(one.gpus)} GPUs</Trans>
                  <span className="sr-only">{format.range(one.startsAt, one.endsAt)}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Panel>
  );
}
