import { useLingui } from '@lingui/react/macro';
import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { useFormat } from '../format/use-format';
import { axisNames } from './axis-names';
import { ChartFrame, colourOf, useWidth, type Series } from './chart-frame';

const MARGIN = { top: 8, right: 8, bottom: 22, left: 52 };

interface ChartProps {
  /** What the chart shows, in words. */
  label: string;
  /** Names of the points along the bottom. */
  x: readonly string[];
  series: readonly Series[];
  height?: number;
  formatValue?: (value: number) => string;
  /** To where the scale reaches at least: 100 for percent. */
  most?: number;
}

function useScales(width: number, height: number, points: number, most: number) {
  const x = scaleLinear([0, Math.max(1, points - 1)], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear([0, most === 0 ? 1 : most], [height - MARGIN.bottom, MARGIN.top]).nice(4);
  return { x, y };
}

function Axes({ x, y, width, height, names, formatValue }: {
  x: (index: number) => number;
  y: ReturnType<typeof scaleLinear<number>>;
  width: number;
  height: number;
  names: readonly string[];
  formatValue: (value: number) => string;
}) {
  return (
    <g className="text-[11px]">
      {y.ticks(4).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} className="stroke-line" />
          <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end" className="tabular fill-muted">
            {formatValue(tick)}
          </text>
        </g>
      ))}
      {axisNames(names, x, width).map(({ index, at }) => (
        <text key={index} x={at} y={height - 6} textAnchor="middle" className="fill-muted">
          {names[index]}
        </text>
      ))}
    </g>
  );
}

function asTable(x: readonly string[], series: readonly Series[], head: string, say: (value: number) => string) {
  return {
    head: [head, ...series.map((one) => one.label)],
    rows: x.map((name, index) => [name, ...series.map((one) => (one.values[index] == null ? '–' : say(one.values[index])))]),
  };
}

/** Lines over time, for up to a few hundred points; beyond, `TimeSeries`. */
export function LineChart({ label, x: names, series, height = 200, formatValue, most: least = 0 }: ChartProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [box, width] = useWidth();
  const say = formatValue ?? ((value: number) => format.compact(value));
  const most = Math.max(least, ...series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const { x, y } = useScales(width, height, names.length, most);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0))
    .curve(curveMonotoneX);
  return (
    <ChartFrame
      label={label}
      boxRef={box}
      legend={series.map((one, index) => ({ label: one.label, colour: colourOf((one.colour ?? index + 1) - 1) }))}
      table={asTable(names, series, t`Time`, say)}
    >
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block max-w-full">
        <Axes x={x} y={y} width={width} height={height} names={names} formatValue={say} />
        {series.map((one, index) => (
          <path
            key={one.id}
            d={path([...one.values]) ?? ''}
            fill="none"
            strokeWidth={2}
            strokeLinejoin="round"
            style={{ stroke: colourOf((one.colour ?? index + 1) - 1) }}
          />
        ))}
      </svg>
    </ChartFrame>
  );
}

interface StackedBarsProps extends ChartProps {
  /** A click on a part, by its series and point. Offer the same by keyboard beside the chart. */
  onSelect?: (seriesId: string, point: number) => void;
  /** What the bars are to stay under, as a line over each. */
  limit?: { label: string; values: readonly number[] };
  /** Between what a bar may end, as a stroke at its top. */
  range?: { lowLabel: string; highLabel: string; values: readonly { low: number; high: number }[] };
}

/** Bars made of parts, one for each point. */
export function StackedBars({ label, x: names, series, height = 200, formatValue, onSelect, limit, range }: StackedBarsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [box, width] = useWidth();
  const say = formatValue ?? ((value: number) => format.compact(value));
  const sums = names.map((_, index) => series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0));
  const { y } = useScales(width, height, names.length, Math.max(0, ...sums, ...(limit?.values ?? []), ...(range?.values.map(({ high }) => high) ?? [])));
  const table = asTable(names, series, t`Time`, say);
  const more = [
    ...(range ? [[range.lowLabel, ...range.values.map(({ low }) => say(low))], [range.highLabel, ...range.values.map(({ high }) => say(high))]] : []),
    ...(limit ? [[limit.label, ...limit.values.map(say)]] : []),
  ];
  const step = (width - MARGIN.left - MARGIN.right) / Math.max(1, names.length);
  const middle = (index: number) => MARGIN.left + step * (index + 0.5);
  const thick = Math.min(32, step * 0.66);
  return (
    <ChartFrame
      label={label}
      boxRef={box}
      legend={[
        ...series.map((one, index) => ({ label: one.label, colour: colourOf((one.colour ?? index + 1) - 1) })),
        ...(limit ? [{ label: limit.label, colour: 'var(--fg)' }] : []),
      ]}
      table={{
        head: [...table.head, ...more.map(([head = '']) => head)],
        rows: table.rows.map((row, index) => [...row, ...more.map((column) => column[index + 1] ?? '–')]),
      }}
    >
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block max-w-full">
        <Axes x={middle} y={y} width={width} height={height} names={names} formatValue={say} />
        {names.map((name, index) => {
          let below = 0;
          return (
            <g key={name}>
              {series.map((one, at) => {
                const value = one.values[index] ?? 0;
                const top = y(below + value);
                const bottom = y(below);
                below += value;
                return (
                  <rect
                    key={one.id}
                    x={middle(index) - thick / 2}
                    y={top}
                    width={thick}
                    height={Math.max(0, bottom - top)}
                    rx={1.5}
                    style={{ fill: colourOf((one.colour ?? at + 1) - 1) }}
                    {...(onSelect && { onClick: () => onSelect(one.id, index), className: 'cursor-pointer hover:opacity-80' })}
                  >
                    <title>{`${one.label} · ${name}: ${say(value)}`}</title>
                  </rect>
                );
              })}
              {range?.values[index] && (
                <line
                  x1={middle(index)} x2={middle(index)} y1={y(range.values[index].low)} y2={y(range.values[index].high)} strokeWidth={1.5}
                  className="stroke-muted"
                />
              )}
              {limit && (
                <line
                  x1={middle(index) - step / 2} x2={middle(index) + step / 2} y1={y(limit.values[index] ?? 0)} y2={y(limit.values[index] ?? 0)}
                  strokeWidth={2} className="stroke-fg"
                >
                  <title>{`${limit.label} · ${name}: ${say(limit.values[index] ?? 0)}`}</title>
                </line>
              )}
            </g>
          );
        })}
      </svg>
    </ChartFrame>
  );
}

export interface BurnDownProps {
  label: string;
  x: readonly string[];
  /** What was left at each point; `null` in the future. */
  left: readonly (number | null)[];
  /** What is expected to be left, with its band, from the last known point on. */
  forecast: readonly ({ low: number; expected: number; high: number } | null)[];
  height?: number;
  formatValue?: (value: number) => string;
}

/** What is left over time and when it will run out, with the band of the forecast. */
export function BurnDown({ label, x: names, left, forecast, height = 200, formatValue }: BurnDownProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [box, width] = useWidth();
  const say = formatValue ?? ((value: number) => format.compact(value));
  const most = Math.max(0, ...left.map((value) => value ?? 0), ...forecast.map((value) => value?.high ?? 0));
  const { x, y } = useScales(width, height, names.length, most);
  type Band = BurnDownProps['forecast'][number];
  const band = area<Band>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y0((value) => y(value?.low ?? 0))
    .y1((value) => y(value?.high ?? 0));
  const expected = line<Band>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value?.expected ?? 0));
  const known = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0));
  return (
    <ChartFrame
      label={label}
      boxRef={box}
      legend={[
        { label: t({ message: 'Left', context: 'balance' }), colour: 'var(--chart-1)' },
        { label: t`Forecast and its band`, colour: 'var(--chart-3)', isBand: true },
      ]}
      table={{
        head: [t`Time`, t({ message: 'Left', context: 'balance' }), t`Forecast`, t`Lowest`, t`Highest`],
        rows: names.map((name, index) => {
          const guess = forecast[index];
          const value = left[index];
          return [
            name,
            value == null ? '–' : say(value),
            ...(guess ? [say(guess.expected), say(guess.low), say(guess.high)] : ['–', '–', '–']),
          ];
        }),
      }}
    >
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block max-w-full">
        <Axes x={x} y={y} width={width} height={height} names={names} formatValue={say} />
        <path d={band([...forecast]) ?? ''} style={{ fill: 'var(--chart-3)' }} opacity={0.18} />
        <path
          d={expected([...forecast]) ?? ''}
          fill="none"
          strokeWidth={2}
          strokeDasharray="4 4"
          style={{ stroke: 'var(--chart-3)' }}
        />
        <path d={known([...left]) ?? ''} fill="none" strokeWidth={2} style={{ stroke: 'var(--chart-1)' }} />
      </svg>
    </ChartFrame>
  );
}

export interface SparklineProps {
  /** What it shows, read instead of the line: "GPU-hours in the last 12 weeks, from 320 to 412". */
  label: string;
  values: readonly number[];
  width?: number;
  height?: number;
}

/** The shape of a series, beside its figure. */
export function Sparkline({ label, values, width = 96, height = 24 }: SparklineProps) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [1, width - 3]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - 3, 3]);
  const path = line<number>((_, index) => x(index), (value) => y(value));
  const last = values.at(-1);
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="block">
      <path d={path([...values]) ?? ''} fill="none" strokeWidth={1.5} className="stroke-primary" />
      {last !== undefined && <circle cx={x(values.length - 1)} cy={y(last)} r={2} className="fill-primary" />}
    </svg>
  );
}
