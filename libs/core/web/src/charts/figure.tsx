import type { ReactNode } from 'react';
import { cx } from '../ui/cx';

export interface FigureProps {
  label: ReactNode;
  value: ReactNode;
  /** After the value, smaller: the unit. */
  unit?: ReactNode;
  /** `<Help>` with the rule behind the number. */
  help?: ReactNode;
  /** Beside or under it: a sparkline, a target, the difference to last month. */
  aside?: ReactNode;
  note?: ReactNode;
}

/** One figure of a dashboard. */
export function Figure({ label, value, unit, help, aside, note }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 rounded-card border border-line bg-surface px-4 py-3 max-sm:px-3">
      <span className="flex min-h-6 items-center gap-0.5 text-caption text-muted">
        {label}
        {help}
      </span>
      <span className="flex flex-wrap items-end justify-between gap-x-3">
        <span className="tabular text-kpi font-semibold max-sm:text-[19px] sm:whitespace-nowrap">
          {value}
          {unit && <span className="pl-1.5 text-body font-normal text-muted">{unit}</span>}
        </span>
        {aside && <span className="pb-1">{aside}</span>}
      </span>
      {note && <span className="text-caption text-muted">{note}</span>}
    </div>
  );
}

/** Figures side by side, as many as there is room for. */
export function Figures({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx('grid grid-cols-2 gap-3 max-sm:gap-2 xl:grid-cols-4 max-sm:[&>:last-child:nth-child(odd)]:col-span-2', className)}>{children}</div>;
}
