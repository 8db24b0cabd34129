import { useLingui } from '@lingui/react/macro';
import { CalendarDate, parseDate, type DateValue } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import {
  Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, CalendarHeading,
} from 'react-aria-components/Calendar';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { DatePicker } from 'react-aria-components/DatePicker';
import { DateRangePicker } from 'react-aria-components/DateRangePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { RangeCalendar } from 'react-aria-components/RangeCalendar';
import { buttonClass } from './button';
import { groupClass, popoverClass } from './classes';
import { cx } from './cx';
import { Select } from './select';
import type { DateFieldProps, DateLimits, DateRangeFieldProps, MonthFieldProps } from './date-field';
import { ariaField, FieldHelp, FieldLabel } from './field';

function day(text: string | null | undefined): CalendarDate | null {
  if (!text) return null;
  try {
    return parseDate(text);
  } catch {
    return null;
  }
}

const limits = ({ min, max }: DateLimits) => ({ minValue: day(min) ?? undefined, maxValue: day(max) ?? undefined });

const segment = cx(
  'tabular flex h-6 min-w-6 items-center justify-center rounded-xs px-0.5 outline-none data-placeholder:text-muted',
  'data-[type=literal]:min-w-0 data-[type=literal]:px-0',
  'focus:bg-primary focus:text-on-primary',
);

function Segments({ slot }: { slot?: 'start' | 'end' }) {
  return (
    <DateInput {...(slot ? { slot } : {})} className="flex flex-wrap py-[3px] pl-1.5">
      {(part) => <DateSegment segment={part} className={segment} />}
    </DateInput>
  );
}

function OpenCalendar() {
  return (
    <AriaButton className="ml-auto flex w-8 items-center justify-center self-stretch text-muted hover:text-fg">
      <CalendarDays aria-hidden className="size-4" />
    </AriaButton>
  );
}

const cellClass = cx(
  'flex size-8 cursor-default items-center justify-center rounded-control text-table hover:bg-sunken',
  'data-outside-month:hidden data-disabled:opacity-40 data-unavailable:opacity-40',
);
const dayClass = cx(cellClass, 'data-selected:bg-primary data-selected:text-on-primary');

function Month({ cell = dayClass }: { cell?: string }) {
  return (
    <>
      <header className="flex items-center justify-between pb-2">
        <AriaButton slot="previous" className={buttonClass({ variant: 'quiet', size: 'sm', iconOnly: true })}>
          <ChevronLeft aria-hidden />
        </AriaButton>
        <CalendarHeading className="font-semibold" />
        <AriaButton slot="next" className={buttonClass({ variant: 'quiet', size: 'sm', iconOnly: true })}>
          <ChevronRight aria-hidden />
        </AriaButton>
      </header>
      <CalendarGrid className="tabular border-separate border-spacing-0.5">
        <CalendarGridHeader>
          {(name) => <CalendarHeaderCell className="size-8 text-caption font-normal text-muted">{name}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className={cell} />}</CalendarGridBody>
      </CalendarGrid>
    </>
  );
}

/** A day, typed part by part or chosen in a calendar. */
export function DateField({ value, onChange, min, max, ...props }: DateFieldProps) {
  return (
    <DatePicker<DateValue>
      {...ariaField(props)}
      {...limits({ min, max })}
      value={day(value)}
      onChange={(next) => onChange(next ? next.toString().slice(0, 10) : null)}
    >
      <FieldLabel {...props} />
      <Group className={groupClass}>
        <Segments />
        <OpenCalendar />
      </Group>
      <FieldHelp {...props} />
      <Popover className={cx(popoverClass, 'max-h-none p-3')}>
        <Dialog className="outline-none">
          <Calendar>
            <Month />
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

/** Two days and all between. */
export function DateRangeField({ value, onChange, min, max, ...props }: DateRangeFieldProps) {
  const start = day(value?.start);
  const end = day(value?.end);
  return (
    <DateRangePicker<DateValue>
      {...ariaField(props)}
      {...limits({ min, max })}
      value={start && end ? { start, end } : null}
      onChange={(next) =>
        onChange(next ? { start: next.start.toString().slice(0, 10), end: next.end.toString().slice(0, 10) } : null)
      }
    >
      <FieldLabel {...props} />
      <Group className={groupClass}>
        <Segments slot="start" />
        <span aria-hidden className="px-1 text-muted">
          –
        </span>
        <Segments slot="end" />
        <OpenCalendar />
      </Group>
      <FieldHelp {...props} />
      <Popover className={cx(popoverClass, 'max-h-none p-3')}>
        <Dialog className="outline-none">
          <RangeCalendar>
            <Month
              cell={cx(
                cellClass,
                'data-selected:rounded-none data-selected:bg-primary-soft data-selected:text-fg',
                'data-selection-start:rounded-l-control data-selection-start:bg-primary data-selection-start:text-on-primary',
                'data-selection-end:rounded-r-control data-selection-end:bg-primary data-selection-end:text-on-primary',
              )}
            />
          </RangeCalendar>
        </Dialog>
      </Popover>
    </DateRangePicker>
  );
}

/** A month and its year. */
export function MonthField({ value, onChange, min, max, label, ...props }: MonthFieldProps) {
  const { t, i18n } = useLingui();
  const now = new Date().getFullYear();
  const first = Number(min?.slice(0, 4) ?? now - 30);
  const last = Number(max?.slice(0, 4) ?? now + 10);
  const [year, month] = value?.split('-') ?? [];
  const years = Array.from({ length: last - first + 1 }, (_, index) => String(last - index));
  const monthName = new Intl.DateTimeFormat(i18n.locale, { month: 'short', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, index) => ({
    value: String(index + 1).padStart(2, '0'),
    label: monthName.format(Date.UTC(2026, index, 1)),
  }));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="sr-only">{label}</legend>
      <div className="grid grid-cols-2 gap-2">
        <Select
          {...props}
          label={label}
          options={years.map((one) => ({ value: one, label: one }))}
          value={year ?? null}
          onChange={(next) => onChange(`${next}-${month ?? '01'}`)}
          placeholder={t`Year`}
        />
        <Select
          // Read out, and its room kept: what is seen names both.
          label={<span className="opacity-0">{t`Month`}</span>}
          isDisabled={props.isDisabled}
          options={months}
          value={month ?? null}
          onChange={(next) => onChange(`${year ?? String(now)}-${next}`)}
          placeholder={t`Month`}
        />
      </div>
    </fieldset>
  );
}
