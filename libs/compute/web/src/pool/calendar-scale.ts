import { addDays, dayOf } from '../gpu-hours';

const DAY_MS = 86_400_000;

/** The days that a calendar shows, of Shanghai. Moments are milliseconds. */
export interface Scale {
  readonly first: string;
  readonly days: number;
  readonly start: number;
  readonly end: number;
}

export interface Spell {
  readonly startsAt: string;
  readonly endsAt: string;
}

export function scaleOf(first: string, days: number): Scale {
  const start = Date.parse(`${first}T00:00:00+08:00`);
  return { first, days, start, end: start + days * DAY_MS };
}

/** What the server is asked for. */
export function windowOf({ first, days }: Scale): Spell {
  return { startsAt: `${first}T00:00:00+08:00`, endsAt: `${addDays(first, days)}T00:00:00+08:00` };
}

/** Where a moment lies on the scale, 0 to 1; at its edge what is beyond it. */
export function placeOf({ start, end }: Scale, moment: number): number {
  return Math.min(1, Math.max(0, (moment - start) / (end - start)));
}

/** The scale, in whole weeks, that shows all these spells and today. */
export function scaleAround(spells: readonly Spell[], now: number): Scale {
  const first = dayOf(Math.min(now, ...spells.map(({ startsAt }) => Date.parse(startsAt))));
  const end = Math.max(now, ...spells.map(({ endsAt }) => Date.parse(endsAt)));
  return scaleOf(first, 7 * Math.ceil((end - scaleOf(first, 0).start) / (7 * DAY_MS)));
}

/** The days at which lines are drawn: every day of two weeks, every week of twelve, at most twelve of more. */
export function ticksOf({ first, days }: Scale): string[] {
  const step = days > 14 ? 7 * Math.ceil(days / 84) : 1;
  return Array.from({ length: Math.ceil(days / step) }, (_, index) => addDays(first, index * step));
}

/** Packs spells, given by their beginning, into the fewest rows in which none overlaps another. */
export function packed<S extends Spell>(spells: readonly S[]): S[][] {
  const rows: S[][] = [];
  for (const spell of spells) {
    const row = rows.find((one) => Date.parse(one.at(-1)?.endsAt ?? '') <= Date.parse(spell.startsAt));
    if (row) row.push(spell);
    else rows.push([spell]);
  }
  return rows;
}
