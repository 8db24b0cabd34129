const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** Half a month, the day of the dispute not counted: time to go through a month's records before the next bill is due. */
const ANSWER_DAYS = 15;

/** Until when a supplier is asked to answer a dispute: the end of the fifteenth day after it, in Shanghai. */
export function answerDueAt(disputedAt: Date): Date {
  const day = Math.floor((disputedAt.getTime() + SHANGHAI_MS) / DAY_MS);
  return new Date((day + ANSWER_DAYS + 1) * DAY_MS - SHANGHAI_MS - 1000);
}
