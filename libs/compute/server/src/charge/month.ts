import { dayInShanghai } from '@wutong/core-shared';
import { invalid } from '@wutong/core-server';
import { z } from 'zod';

/** A month of Shanghai as `2026-10`: what charges, statements and funding are counted by. Sorts as text. */
export type Month = string;

export const monthSchema = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);

/** Throws INVALID_INPUT for what is no month. */
export function assertMonth(month: string): void {
  if (!monthSchema.safeParse(month).success) throw invalid('month', 'Write a month as 2026-10.', '月份请按 2026-10 的格式填写。');
}

/** The month in Shanghai in which a moment lies. */
export function monthOf(moment: Date): Month {
  return dayInShanghai(moment).slice(0, 7);
}

/** The month so many after this one; before it when `by` is below zero. */
export function addMonths(month: Month, by: number): Month {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, nth - 1 + by, 1)).toISOString().slice(0, 7);
}

/** Its first moment. Shanghai has had no summer time since 1991. */
export function startOfMonth(month: Month): Date {
  return new Date(`${month}-01T00:00:00+08:00`);
}

/** The first moment after it. */
export function endOfMonth(month: Month): Date {
  return startOfMonth(addMonths(month, 1));
}
