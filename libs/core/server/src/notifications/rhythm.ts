import type { MailMode } from './topic';

/** Times of the day as `HH:MM` in the reader's zone. */
export interface Hours {
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  readonly digestAt: string;
}

export const USUAL_HOURS: Hours = { quietFrom: null, quietTo: null, digestAt: '09:00' };

/**
 * When the mail about something that happens at `now` may go out; null when none shall. At once or with the next daily
 * digest, and never within the quiet hours, which may reach over midnight: then at their end.
 */
export function mailTime(now: Date, timeZone: string, hours: Hours, mode: MailMode): Date | null {
  if (mode === 'off') return null;
  const wanted = mode === 'immediate' ? now : nextAt(now, timeZone, minutesOf(hours.digestAt));
  if (hours.quietFrom === null || hours.quietTo === null) return wanted;
  if (!isQuiet(wanted, timeZone, hours.quietFrom, hours.quietTo)) return wanted;
  const end = nextAt(wanted, timeZone, minutesOf(hours.quietTo));
  // Where clocks skip the only hour that is not quiet, the day after it serves.
  return isQuiet(end, timeZone, hours.quietFrom, hours.quietTo) ? nextAt(end, timeZone, minutesOf(hours.quietTo)) : end;
}

function isQuiet(at: Date, timeZone: string, quietFrom: string, quietTo: string): boolean {
  const [now, from, to] = [localMinutes(at, timeZone), minutesOf(quietFrom), minutesOf(quietTo)];
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** The first moment after `after` at which clocks in the zone show this minute of the day. */
function nextAt(after: Date, timeZone: string, minute: number): Date {
  const start = Math.floor(after.getTime() / MINUTE) * MINUTE;
  const ahead = wrapped(minute - localMinutes(after, timeZone)) || DAY;
  const guess = new Date(start + ahead * MINUTE);
  // Clocks may be moved forward or back on the way; where they skip the minute itself, the hour after it serves.
  let drift = wrapped(minute - localMinutes(guess, timeZone));
  if (drift > DAY / 2) drift -= DAY;
  const mended = new Date(guess.getTime() + drift * MINUTE);
  if (localMinutes(mended, timeZone) !== minute) return guess;
  return mended > after ? mended : new Date(mended.getTime() + DAY * MINUTE);
}

const MINUTE = 60_000;
const DAY = 24 * 60;
const wrapped = (minutes: number): number => ((minutes % DAY) + DAY) % DAY;

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function localMinutes(at: Date, timeZone: string): number {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return minutesOf(new Intl.DateTimeFormat('en-GB', options).format(at));
}
