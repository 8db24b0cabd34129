import type { Band } from '@wutong/core-shared';

/** Of so many whole months the trend is taken. */
export const HISTORY_MONTHS = 6;

/** What is left of a trend from one month to the next: trends of demand flatten, and a straight line promises too much (Gardner and McKenzie 1985). */
const DAMPING = 0.85;

/** 80 % of Student's t lie within so many standard errors, by degrees of freedom from 1 on. */
const T_80 = [3.078, 1.886, 1.638, 1.533];

/**
 * How many GPUs of a class tenants will have been granted, on average over each of the next so many months, if the trend of
 * the last whole months goes on. `history` is what they were granted in each of those months, the oldest first, `HISTORY_MONTHS`
 * at the most; the first month of the answer follows its last one. GPUs, averaged over a month: granted GPU-hours by the hours of the month.
 *
 * A least-squares line through the months since the class was first granted, its slope damped by 15 % a month. The band is the
 * line's 80 % prediction interval, for months that scatter independently of each other. One or two months show neither trend
 * nor spread: their mean goes on, between nothing and twice of it. Never below zero.
 */
export function demandAhead(history: readonly number[], months: number): Band[] {
  if (history.length > HISTORY_MONTHS) throw new RangeError(`The trend is taken from ${HISTORY_MONTHS} months`);
  const since = history.slice(history.findIndex((gpus) => gpus > 0));
  const n = since.length;
  const mean = since.reduce((sum, gpus) => sum + gpus, 0) / Math.max(1, n);
  if (n === 0 || mean === 0) return Array.from({ length: months }, () => ({ low: 0, expected: 0, high: 0 }));
  if (n < 3) return Array.from({ length: months }, () => ({ low: 0, expected: mean, high: 2 * mean }));
  const middle = (n - 1) / 2;
  const spread = since.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = since.reduce((sum, gpus, at) => sum + (at - middle) * (gpus - mean), 0) / spread;
  const variance = since.reduce((sum, gpus, at) => sum + (gpus - mean - slope * (at - middle)) ** 2, 0) / (n - 2);
  let ahead = 0;
  return Array.from({ length: months }, (_, index) => {
    ahead += DAMPING ** (index + 1);
    const gpus = mean + slope * (middle + ahead);
    const error = (T_80[n - 3] ?? 0) * Math.sqrt(variance * (1 + 1 / n + (middle + ahead) ** 2 / spread));
    return { low: Math.max(0, gpus - error), expected: Math.max(0, gpus), high: Math.max(0, gpus + error) };
  });
}

/** GPUs of a class, averaged over a month. */
export interface MonthOfClass {
  /** What pools have, less head-room and maintenance. */
  readonly capacity: number;
  readonly promised: number;
  readonly waiting: number;
}

export interface Outlook extends MonthOfClass {
  /** Beyond what is promised or waits. */
  readonly expected: Band;
  /** Whole GPUs by which capacity falls short of what is promised, waits and is expected; 0 where it does not. */
  readonly short: number;
}

/** What a month comes to when so much will be granted in all: what of it is promised already or waits is not expected once more. */
export function outlookOf(month: MonthOfClass, demand: Band): Outlook {
  const known = month.promised + month.waiting;
  const beyond = (gpus: number): number => Math.max(0, gpus - known);
  const expected = { low: beyond(demand.low), expected: beyond(demand.expected), high: beyond(demand.high) };
  return { ...month, expected, short: Math.max(0, Math.round(known + expected.expected - month.capacity)) };
}
