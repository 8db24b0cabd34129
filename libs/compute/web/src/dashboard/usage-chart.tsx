import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, EmptyState, FailureWords, graphql, Panel, Skeleton, StackedBars, toWords, useFormat, useName,
} from '@wutong/core-web';
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import { addDays, className, dayOf, toHours } from '../gpu-hours';
import { ChartChoice } from './chart-choice';
import { UsageSeriesDocument, type UsageSeriesQuery } from './usage-chart.graphql';

graphql`
  query UsageSeries(
    $grain: UsageGrain!, $by: UsageBy!, $from: DateTime!, $to: DateTime!, $organisationId: ID, $poolId: ID, $gpuClass: String,
    $most: Int
  ) {
    usageSeries(
      grain: $grain, by: $by, from: $from, to: $to, organisationId: $organisationId, poolId: $poolId, gpuClass: $gpuClass,
      most: $most
    ) { at key nameZh nameEn gpuMh }
  }
`;

type Point = UsageSeriesQuery['usageSeries'][number];
type Grain = 'day' | 'month';
type By = 'tenant' | 'pool' | 'gpuClass';

export interface UsageChartProps {
  /** Whose, of which pool, of which class; left out: all that the viewer may see. */
  organisationId?: string;
  poolId?: string;
  gpuClass?: string;
  /** By what the bars may be split; the first is chosen at the beginning. */
  splits: readonly By[];
}

/** More parts than this cannot be told apart by colour; the server puts the smallest together. */
const MOST_PARTS = 6;

/** What was used by day or by month, as bars split by pool, GPU class or tenant. */
export function UsageChart({ splits, ...only }: UsageChartProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const [grain, setGrain] = useState<Grain>('day');
  const [by, setBy] = useState<By>(splits[0] ?? 'gpuClass');
  const times = timesOf(grain);
  const { data, previousData, error, refetch } = useQuery(UsageSeriesDocument, {
    variables: { grain, by, from: times[0]!.at, to: endOf(grain), most: MOST_PARTS - 1, ...only },
  });
  const points = (data ?? previousData)?.usageSeries;
  const names: Record<By, string> = { tenant: t`By company`, pool: t`By pool`, gpuClass: t`By GPU class` };
  const shown = points ? partsOf(points, times.map(({ day }) => day), by, nameOf, t({ message: 'Other', context: 'chart' })) : [];
  return (
    <Panel
      title={t`GPU-hours used`}
      actions={
        <span className="flex flex-wrap gap-2">
          {splits.length > 1 && (
            <ChartChoice label={t`Split`} value={by} onChange={setBy} options={splits.map((value) => ({ value, label: names[value] }))} />
          )}
          <ChartChoice
            label={t`Time`} value={grain} onChange={setGrain}
            options={[{ value: 'day', label: t`Last 30 days` }, { value: 'month', label: t`Last 12 months` }]}
          />
        </span>
      }
    >
      {error && !points ? (
        <FailureWords words={toWords(error)} retry={() => void refetch()} />
      ) : !points ? (
        <Skeleton className="h-56" />
      ) : shown.length === 0 ? (
        <EmptyState
          icon={<ChartColumn />}
          title={<Trans>Nothing was used in this time</Trans>}
          action={grain === 'day' && <Button onPress={() => setGrain('month')}><Trans>Last 12 months</Trans></Button>}
        >
          <Trans>Jobs appear here when the supplier’s accounting records come in, usually within a day.</Trans>
        </EmptyState>
      ) : (
        <StackedBars
          label={grain === 'day' ? t`GPU-hours used by day` : t`GPU-hours used by month`}
          x={times.map(({ day }) => (grain === 'day' ? format.day(day) : monthName(day, format.locale)))}
          series={shown}
          height={220}
          formatValue={(value) => (value >= 10_000 ? format.compact(value) : format.number(value, value < 10 ? 1 : 0))}
        />
      )}
    </Panel>
  );
}

function monthName(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { year: '2-digit', month: 'short', timeZone: 'UTC' }).format(new Date(day));
}

/** The days or months of the chart, each with its first day in Shanghai and its first moment. */
function timesOf(grain: Grain): { day: string; at: string }[] {
  const today = dayOf(Date.now());
  const days = grain === 'day'
    ? Array.from({ length: 30 }, (_, index) => addDays(today, index - 29))
    : Array.from({ length: 12 }, (_, index) => {
        const month = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
        month.setUTCMonth(month.getUTCMonth() + index - 11);
        return month.toISOString().slice(0, 10);
      });
  return days.map((day) => ({ day, at: new Date(`${day}T00:00:00+08:00`).toISOString() }));
}

function endOf(grain: Grain): string {
  const today = dayOf(Date.now());
  return new Date(`${addDays(today, grain === 'day' ? 1 : 32)}T00:00:00+08:00`).toISOString();
}

/** The points as one series a part, in hours, the largest first and the others together last. */
function partsOf(
  points: readonly Point[], days: readonly string[], by: By, nameOf: (point: Point) => string, other: string,
): { id: string; label: string; values: number[] }[] {
  const at = new Map(days.map((day, index) => [day, index]));
  const parts = new Map<string, { id: string; label: string; values: number[]; sum: number }>();
  for (const point of points) {
    const index = at.get(dayOf(new Date(point.at).getTime()));
    if (index === undefined) continue;
    const label = point.key === '' ? other : by === 'gpuClass' ? className(point.key) : nameOf(point);
    const part = parts.get(point.key) ?? { id: point.key || 'other', label, values: days.map(() => 0), sum: 0 };
    const hours = toHours(point.gpuMh);
    part.values[index] = (part.values[index] ?? 0) + hours;
    part.sum += point.key === '' ? -Infinity : hours;
    parts.set(point.key, part);
  }
  return [...parts.values()].sort((one, two) => two.sum - one.sum);
}
