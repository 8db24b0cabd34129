import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense } from 'react';
import { useFormat } from '../format/use-format';
import { Skeleton } from '../ui/display';
import { ChartFrame, colourOf, type Series } from './chart-frame';

const Plot = lazy(() => import('./plot'));

export interface TimeSeriesProps {
  label: string;
  /** Moments of the points, seconds since 1970, rising. */
  times: readonly number[];
  series: readonly Series[];
  height?: number;
  formatValue?: (value: number) => string;
  /** At most so many rows in the table that replaces the drawing for screen readers. */
  tableRows?: number;
}

/** Thousands of points over time, drawn on a canvas that is fetched when first needed. Drag to look closer. */
export function TimeSeries({ label, times, series, height = 220, formatValue, tableRows = 60 }: TimeSeriesProps) {
  const { t } = useLingui();
  const format = useFormat();
  const say = formatValue ?? ((value: number) => format.compact(value));
  const every = Math.max(1, Math.ceil(times.length / tableRows));
  const rows = times.flatMap((time, index) =>
    index % every === 0
      ? [[format.dateTime(time * 1000), ...series.map((one) => (one.values[index] == null ? '–' : say(one.values[index])))]]
      : [],
  );
  return (
    <ChartFrame
      label={label}
      legend={series.map((one, index) => ({ label: one.label, colour: colourOf((one.colour ?? index + 1) - 1) }))}
      table={{ head: [t`Time`, ...series.map((one) => one.label)], rows }}
    >
      <Suspense fallback={<Skeleton className="h-52" />}>
        <Plot times={times} series={series} height={height} say={say} sayDay={format.day} timeZone={format.timeZone} />
      </Suspense>
    </ChartFrame>
  );
}
