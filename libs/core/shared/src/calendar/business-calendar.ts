import { HOLIDAY_NOTICES } from './holidays';

/** The calendar's zone. It has had no summer time since 1991, so its offset is a constant. */
export const BUSINESS_TIME_ZONE = 'Asia/Shanghai';

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const published = new Set(HOLIDAY_NOTICES.map(({ year }) => year));
const makeUpDays = new Set(HOLIDAY_NOTICES.flatMap(({ work }) => work.map(dayIndex)));
const holidays = new Set(
  HOLIDAY_NOTICES.flatMap(({ off }) =>
    off.flatMap(([, first, last]) => {
      const start = dayIndex(first);
      return Array.from({ length: dayIndex(last) - start + 1 }, (_, i) => start + i);
    }),
  ),
);

export interface WorkingDeadline {
  /** The last millisecond of the day in Shanghai: in time is whatever happens at or before it. */
  readonly at: Date;
  /** The calendar day in Shanghai, `2026-11-23`. */
  readonly day: string;
  /** True when a day counted lies in a year whose holidays are not announced yet: the deadline may still move. */
  readonly provisional: boolean;
}

/** Whether the year's holidays are announced. For other years Monday to Friday are taken as working days. */
export function isPublished(year: number): boolean {
  return published.has(year);
}

/**
 * Whether people work on a calendar day `2026-11-23` in mainland China.
 *
 * @throws RangeError when there is no such day.
 */
export function isWorkingDay(day: string): boolean {
  return isWorking(dayIndex(day));
}

/** The calendar day in Shanghai at an instant. */
export function dayInShanghai(instant: Date): string {
  return dayText(indexAt(instant));
}

/**
 * The end of the n-th working day after the day of an instant, as "within 10 working days" is counted: the day itself
 * does not count. With n = 0 the end of that day.
 *
 * @throws RangeError when n is no whole number from 0 to 10,000.
 */
export function addWorkingDays(instant: Date, n: number): WorkingDeadline {
  if (!Number.isInteger(n) || n < 0 || n > 10_000) throw new RangeError(`${n} is no count of working days`);
  let index = indexAt(instant);
  let provisional = false;
  for (let left = n; left > 0; ) {
    index += 1;
    provisional ||= !published.has(yearOf(index));
    if (isWorking(index)) left -= 1;
  }
  return { at: new Date((index + 1) * DAY_MS - OFFSET_MS - 1), day: dayText(index), provisional };
}

/**
 * Working days after the day of `from`, up to and with the day of `to`; negative when `to` is on an earlier day. The
 * reverse of `addWorkingDays`.
 */
export function workingDaysBetween(from: Date, to: Date): number {
  const [start, end] = [indexAt(from), indexAt(to)];
  if (end < start) return -workingDaysBetween(to, from);
  let count = 0;
  for (let index = start + 1; index <= end; index += 1) {
    if (isWorking(index)) count += 1;
  }
  return count;
}

function isWorking(index: number): boolean {
  if (makeUpDays.has(index)) return true;
  // Day 0, 1970-01-01, was a Thursday: 0 is Sunday, 6 Saturday.
  const weekday = (((index + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6 && !holidays.has(index);
}

function indexAt(instant: Date): number {
  const time = instant.getTime();
  if (Number.isNaN(time)) throw new RangeError('This is no instant');
  return Math.floor((time + OFFSET_MS) / DAY_MS);
}

function dayIndex(day: string): number {
  const time = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || dayText(time / DAY_MS) !== day) throw new RangeError(`"${day}" is no day`);
  return time / DAY_MS;
}

function dayText(index: number): string {
  return new Date(index * DAY_MS).toISOString().slice(0, 10);
}

function yearOf(index: number): number {
  return new Date(index * DAY_MS).getUTCFullYear();
}
