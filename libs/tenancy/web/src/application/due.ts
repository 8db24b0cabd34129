const DAY = 86_400_000;
/** How many days before a due date a row is marked. */
const SOON_DAYS = 3;

/** How near a due date is; `null` while it is far. */
export function urgency(dueAt: string | null | undefined, now: number = Date.now()): 'overdue' | 'soon' | null {
  if (!dueAt) return null;
  const left = new Date(dueAt).getTime() - now;
  if (left < 0) return 'overdue';
  return left < SOON_DAYS * DAY ? 'soon' : null;
}

/** The end of a calendar day in Shanghai, where the centre keeps its deadlines. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59+08:00`).toISOString();
}

/** The beginning of a calendar day in Shanghai. */
export function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString();
}
