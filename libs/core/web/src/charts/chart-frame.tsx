import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export interface Series {
  id: string;
  label: string;
  /** One value for each point of `x`; `null` where nothing was measured. */
  values: readonly (number | null)[];
  /** 1–6, the colours of the charts; by default in order. */
  colour?: number;
}

export const colourOf = (index: number) => `var(--chart-${(index % 6) + 1})`;

/** The width of a chart's box, followed as it changes. */
export function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(160, Math.round(entry.contentRect.width))));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

interface ChartTableProps {
  /** What the chart shows, as its caption says it. */
  label: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** The numbers of a chart as a table for whoever does not see it. */
export function ChartTable({ label, head, rows }: ChartTableProps) {
  return (
    <div className="sr-only">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (at === 0 ? <th key={at} scope="row">{cell}</th> : <td key={at}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChartFrameProps {
  /** What the chart shows, as its caption says it. */
  label: string;
  legend?: readonly { label: string; colour: string; isBand?: boolean }[];
  table: Omit<ChartTableProps, 'label'>;
  boxRef?: React.Ref<HTMLDivElement>;
  children: ReactNode;
}

/** The drawing, its legend, and the same numbers as a table for whoever does not see it. */
export function ChartFrame({ label, legend = [], table, boxRef, children }: ChartFrameProps) {
  return (
    <figure className="min-w-0">
      {legend.length > 0 && (
        <div aria-hidden className="flex flex-wrap gap-x-4 gap-y-0.5 pb-2 text-caption text-muted">
          {legend.map((entry) => (
            <span key={entry.label} className="flex items-center gap-1.5">
              <span className="h-2 w-3 rounded-xs" style={{ background: entry.colour, opacity: entry.isBand ? 0.3 : 1 }} />
              {entry.label}
            </span>
          ))}
        </div>
      )}
      <div ref={boxRef} aria-hidden>
        {children}
      </div>
      <ChartTable label={label} {...table} />
    </figure>
  );
}
