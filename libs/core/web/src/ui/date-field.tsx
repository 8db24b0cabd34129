import { lazy, Suspense } from 'react';
import { Skeleton } from './display';
import type { FieldProps } from './field';

const DateInput = lazy(() => import('./date-inputs').then((all) => ({ default: all.DateField })));
const DateRangeInput = lazy(() => import('./date-inputs').then((all) => ({ default: all.DateRangeField })));
const MonthInput = lazy(() => import('./date-inputs').then((all) => ({ default: all.MonthField })));

export interface DateLimits {
  /** First and last day that may be chosen, `2026-11-23`. */
  min?: string | undefined;
  max?: string | undefined;
}

export interface DateFieldProps extends FieldProps, DateLimits {
  /** A calendar day, `2026-11-23`, the same for everybody wherever they are. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: (() => void) | undefined;
}

export interface DayRange {
  start: string;
  end: string;
}

export interface DateRangeFieldProps extends FieldProps, DateLimits {
  /** Both days belong to it. */
  value: DayRange | null;
  onChange: (value: DayRange | null) => void;
  onBlur?: (() => void) | undefined;
}

export interface MonthFieldProps extends Omit<DateFieldProps, 'value'> {
  /** A calendar month, `2026-11`. */
  value: string | null;
}

const waiting = <Skeleton className="h-14 rounded-control" />;

/** A day, typed part by part or chosen in a calendar; calendars are fetched when the first one is shown. */
export function DateField(props: DateFieldProps) {
  return (
    <Suspense fallback={waiting}>
      <DateInput {...props} />
    </Suspense>
  );
}

/** Two days and all between. */
export function DateRangeField(props: DateRangeFieldProps) {
  return (
    <Suspense fallback={waiting}>
      <DateRangeInput {...props} />
    </Suspense>
  );
}

/** A month and its year. */
export function MonthField(props: MonthFieldProps) {
  return (
    <Suspense fallback={waiting}>
      <MonthInput {...props} />
    </Suspense>
  );
}
