const DAY = 86_400_000;

/** So many days before its end people are reminded of a grant. */
export const REMINDER_DAYS = [30, 14, 7, 1] as const;

/** Until so many days before the end a renewal can be asked for. */
export const RENEWAL_DAYS = 7;

/**
 * Of how many days before the end people are to be reminded now, or null. Of several that are due the nearest counts, and
 * who was reminded of a nearer one is not reminded of one farther off; a grant that is shorter than that has none.
 */
export function dueReminder({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }, told: readonly number[], now: Date): number | null {
  if (now >= endsAt) return null;
  const due = REMINDER_DAYS.filter((days) => {
    const at = endsAt.getTime() - days * DAY;
    return at <= now.getTime() && at > startsAt.getTime();
  });
  const nearest = due.at(-1);
  return nearest === undefined || told.some((days) => days <= nearest) ? null : nearest;
}

/** `renew`: a renewal can be asked for; `decided`: a change or renewal awaits its decision; `ends`: neither. */
export type NextStep = 'renew' | 'decided' | 'ends';

/** What somebody who is reminded can do about the end of a running grant. */
export function nextStepOf({ state, endsAt }: { state: string; endsAt: Date }, now: Date): NextStep {
  if (state === 'renewal_pending' || state === 'change_pending') return 'decided';
  return endsAt.getTime() - now.getTime() >= RENEWAL_DAYS * DAY ? 'renew' : 'ends';
}
