import { addWorkingDays, dayInShanghai } from '@wutong/core-shared';

/** A time that a growth report speaks of, and when it is due. */
export interface ReportingPeriod {
  /** `2026Q4` for tenants, `2026` for alumni. */
  readonly key: string;
  readonly dueAt: Date;
}

/** Working days after the end of a period in which its report may come. */
const DAYS_TO_REPORT = 15;

/** The quarter, or for alumni the year, in which a moment lies; Shanghai's calendar. */
export function periodAt(moment: Date, yearly: boolean): ReportingPeriod {
  const [year = 0, month = 1] = dayInShanghai(moment).split('-').map(Number);
  const quarter = Math.ceil(month / 3);
  const nextMonth = yearly ? 13 : quarter * 3 + 1;
  const end = nextMonth > 12 ? `${year + 1}-01-01` : `${year}-${String(nextMonth).padStart(2, '0')}-01`;
  const lastMoment = new Date(Date.parse(`${end}T00:00:00+08:00`) - 1);
  return { key: yearly ? String(year) : `${year}Q${quarter}`, dueAt: addWorkingDays(lastMoment, DAYS_TO_REPORT).at };
}
