import { PACE_DAYS, paceOf, usedAhead } from '@wutong/core-shared';
import { addDays, dayOf, toHours } from '../gpu-hours';

interface UsedOn {
  at: string;
  gpuMh: string;
}

interface Given {
  givenAt: string;
  amountMh: string;
}

export interface BurnDownData {
  days: string[];
  /** Hours left or held at the end of each day; null in the future. */
  left: (number | null)[];
  forecast: ({ low: number; expected: number; high: number } | null)[];
}

const BACK = 30;
const AHEAD_MOST = 90;

/**
 * What was left (held hours included) over the last 30 days, and what will be left if use goes on as in the last 14
 * whole days.
 */
export function burnDown(
  nowMh: bigint, used: readonly UsedOn[], given: readonly Given[], now: number = Date.now(),
): BurnDownData {
  const today = dayOf(now);
  const usedOn = new Map<string, number>();
  for (const { at, gpuMh } of used) {
    const day = dayOf(new Date(at).getTime());
    usedOn.set(day, (usedOn.get(day) ?? 0) + toHours(gpuMh));
  }
  const givenOn = new Map<string, number>();
  for (const { givenAt, amountMh } of given) {
    const day = dayOf(new Date(givenAt).getTime());
    givenOn.set(day, (givenOn.get(day) ?? 0) + toHours(amountMh));
  }
  const past = Array.from({ length: BACK + 1 }, (_, index) => addDays(today, index - BACK));
  const left: number[] = Array(past.length).fill(0);
  let level = toHours(nowMh);
  for (let index = past.length - 1; index >= 0; index -= 1) {
    const day = past[index]!;
    left[index] = Math.max(0, level);
    level += (usedOn.get(day) ?? 0) - (givenOn.get(day) ?? 0);
  }
  const lately = Array.from({ length: PACE_DAYS }, (_, index) => usedOn.get(addDays(today, index - PACE_DAYS)) ?? 0);
  const pace = paceOf(lately);
  const start = Math.max(0, toHours(nowMh));
  const ahead = pace.mean > 0 ? Math.min(AHEAD_MOST, Math.ceil(start / pace.mean) + 3) : BACK;
  const days = [...past, ...Array.from({ length: ahead }, (_, index) => addDays(today, index + 1))];
  return {
    days,
    left: days.map((_, index) => left[index] ?? null),
    forecast: days.map((_, index) => {
      const n = index - BACK;
      if (n < 0) return null;
      const { low, expected, high } = usedAhead(pace, n);
      return { low: Math.max(0, start - high), expected: Math.max(0, start - expected), high: Math.max(0, start - low) };
    }),
  };
}
