import { dayInShanghai } from '@wutong/core-shared';

/** Days are counted from 1970-01-01 in Shanghai, where the centre keeps its calendar; Shanghai has no summer time. */
export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

/** The day in which a moment lies. */
export function dayOf(moment: Date): number {
  return Math.floor((moment.getTime() + OFFSET_MS) / DAY_MS);
}

/** The first day that begins at or after a moment. */
export function dayFrom(moment: Date): number {
  return Math.ceil((moment.getTime() + OFFSET_MS) / DAY_MS);
}

/** Midnight at which a day begins. */
export function startOf(day: number): Date {
  return new Date(day * DAY_MS - OFFSET_MS);
}

/** The first day of a month `YYYY-MM`; of the month after it with `next`. */
export function firstDayOf(month: string, next = false): number {
  return Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - (next ? 0 : 1), 1) / DAY_MS;
}

/** `YYYY-MM-DD` of a day. */
export function nameOfDay(day: number): string {
  return dayInShanghai(startOf(day));
}

/** `YYYY-MM` of a day. */
export function monthOf(day: number): string {
  return nameOfDay(day).slice(0, 7);
}

/** Some days, the last one not among them. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}
