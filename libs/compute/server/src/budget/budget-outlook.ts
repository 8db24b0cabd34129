import { dayInShanghai, PACE_DAYS, paceOf, usedAhead } from '@wutong/core-shared';

const DAY = 86_400_000;

/** What was used on a day of Shanghai that began at a moment. */
export interface UsedOn {
  readonly at: Date;
  readonly amount: bigint;
}

export interface Outlook {
  readonly used: bigint;
  readonly usedPercent: number;
  readonly expectedPercent: number;
  readonly lowPercent: number;
  readonly highPercent: number;
  readonly reachedAt: Date | null;
}

/** The first moment of the month of Shanghai in which a moment lies. */
export function monthStart(now: Date): Date {
  return new Date(`${dayInShanghai(now).slice(0, 7)}-01T00:00:00+08:00`);
}

/** What the month under way has come to, and what it will if use goes on as in the last 14 whole days; in the unit of the days. */
export interface MonthAhead {
  readonly used: bigint;
  /** At the end of the month, with the band in which it lies four times in five. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** A day, and the days that are left. */
  readonly pace: number;
  readonly left: number;
}

export function monthAhead(days: readonly UsedOn[], now: Date): MonthAhead {
  const start = monthStart(now);
  const used = days.reduce((sum, day) => (day.at >= start && day.at <= now ? sum + day.amount : sum), 0n);
  const today = new Date(`${dayInShanghai(now)}T00:00:00+08:00`).getTime();
  const on = new Map(days.map((day) => [day.at.getTime(), Number(day.amount)]));
  const pace = paceOf(Array.from({ length: PACE_DAYS }, (_, index) => on.get(today - (PACE_DAYS - index) * DAY) ?? 0));
  const left = (nextMonth(start).getTime() - now.getTime()) / DAY;
  const { expected, low, high } = usedAhead(pace, left);
  const total = (more: number): number => Number(used) + more;
  return { used, expected: total(expected), low: total(low), high: total(high), pace: pace.mean, left };
}

/** Where a budget stands, and where it will at the end of the month. */
export function outlookOf(amount: bigint, days: readonly UsedOn[], now: Date): Outlook {
  const { used, expected, low, high, pace, left } = monthAhead(days, now);
  const percent = (of: number): number => (of / Number(amount)) * 100;
  const missing = Number(amount - used) / pace;
  const isReached = missing > 0 && missing <= left;
  return {
    used, usedPercent: percent(Number(used)), expectedPercent: percent(expected), lowPercent: percent(low), highPercent: percent(high),
    reachedAt: isReached ? new Date(now.getTime() + missing * DAY) : null,
  };
}

/** A threshold that was passed, or 0 that the amount will be; those to be told now, of which the last is the news. */
export function newsOf(
  budget: { thresholds: readonly number[]; warnsAhead: boolean }, { usedPercent, expectedPercent }: Outlook, told: ReadonlySet<number>,
): number[] {
  const passed = budget.thresholds.filter((threshold) => usedPercent >= threshold).sort((a, b) => a - b);
  const isAhead = budget.warnsAhead && usedPercent < 100 && expectedPercent > 100;
  return [...(isAhead ? [0] : []), ...passed].filter((threshold) => !told.has(threshold));
}

function nextMonth(start: Date): Date {
  return monthStart(new Date(start.getTime() + 32 * DAY));
}
