import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, graphql, Help, Panel, Skeleton, useFormat } from '@wutong/core-web';
import { CalendarClock } from 'lucide-react';
import { ShareLegend } from '../pool/share-legend';
import { GpuHoursOfWeekDocument } from './week-map.graphql';

graphql`
  query GpuHoursOfWeek { gpuHoursOfWeek { weekday hour percent readMh } }
`;

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** A Monday, for the names of the days. */
const MONDAY = Date.UTC(2026, 10, 23);

/** How busy GPUs were by the hour of the week, as a heat map that carries its numbers as a table. */
export function WeekMap() {
  const { t } = useLingui();
  const format = useFormat();
  const { data } = useQuery(GpuHoursOfWeekDocument);
  if (!data) return <Skeleton className="h-64 rounded-card" />;
  const cells = new Map(data.gpuHoursOfWeek.map(({ weekday, hour, percent }) => [`${weekday} ${hour}`, percent]));
  const days = Array.from({ length: 7 }, (_, index) => ({
    weekday: index + 1,
    name: new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' }).format(MONDAY + index * 86_400_000),
  }));
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Utilisation by the hour of the week</Trans>
          <Help label={t`The rule behind the heat map`}>
            <Trans>The mean over all GPUs held in that hour in the last four weeks, in Shanghai’s time. Pale hours are held and little used.</Trans>
          </Help>
        </span>
      }
      actions={cells.size > 0 && <ShareLegend />}
    >
      {cells.size === 0 ? (
        <EmptyState icon={<CalendarClock />} title={<Trans>Not measured yet</Trans>}>
          <Trans>The map fills as soon as a supplier’s GPUs are measured while you hold them.</Trans>
        </EmptyState>
      ) : (
        <>
          <div aria-hidden className="grid grid-cols-[2.5rem_repeat(24,minmax(0,1fr))] items-center gap-0.5 text-caption">
            <span />
            {HOURS.map((hour) => <span key={hour} className="tabular text-center text-muted">{hour % 6 === 0 ? hour : ''}</span>)}
            {days.map(({ weekday, name }) => (
              <Day key={weekday} name={name} percents={HOURS.map((hour) => cells.get(`${weekday} ${hour}`))} />
            ))}
          </div>
          <div className="sr-only">
            <table>
              <caption>{t`Utilisation by the hour of the week`}</caption>
              <thead><tr><th scope="col">{t`Hour`}</th>{days.map(({ weekday, name }) => <th key={weekday} scope="col">{name}</th>)}</tr></thead>
              <tbody>
                {HOURS.map((hour) => (
                  <tr key={hour}>
                    <th scope="row">{hour}</th>
                    {days.map(({ weekday }) => <td key={weekday}>{cells.has(`${weekday} ${hour}`) ? `${cells.get(`${weekday} ${hour}`)}%` : '–'}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Panel>
  );
}

function Day({ name, percents }: { name: string; percents: readonly (number | undefined)[] }) {
  return (
    <>
      <span className="text-muted">{name}</span>
      {percents.map((percent, hour) => (
        <span key={hour} title={percent === undefined ? '–' : `${hour}:00 · ${percent}%`} className="relative h-6 overflow-hidden rounded-xs bg-line/60">
          {percent !== undefined && <span className="absolute inset-0 bg-primary" style={{ opacity: Math.max(0.04, percent / 100) }} />}
        </span>
      ))}
    </>
  );
}
