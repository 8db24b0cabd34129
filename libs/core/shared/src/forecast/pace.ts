/** How fast something is used: the mean of the last whole days, and how much they differ. */
export interface Pace {
  readonly mean: number;
  readonly variance: number;
}

export interface Band {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** As many days as the pace is taken from: two weeks, so that weekdays and weekends count alike. */
export const PACE_DAYS = 14;

/** 80 % of a normal distribution lie within so many standard deviations. */
const BAND = 1.2816;

/** The pace of `PACE_DAYS` whole days, the oldest first; days without use are zeros. */
export function paceOf(days: readonly number[]): Pace {
  if (days.length !== PACE_DAYS) throw new RangeError(`The pace is taken from ${PACE_DAYS} days`);
  const mean = days.reduce((sum, amount) => sum + amount, 0) / PACE_DAYS;
  const variance = days.reduce((sum, amount) => sum + (amount - mean) ** 2, 0) / (PACE_DAYS - 1);
  return { mean, variance };
}

/**
 * What is used in the next so many days if it goes on at the pace. The band holds the sum in about 4 of 5 cases: the days'
 * own spread, and the doubt about their mean, with days taken as independent of each other. Never below zero.
 */
export function usedAhead({ mean, variance }: Pace, days: number): Band {
  const expected = days * mean;
  const spread = BAND * Math.sqrt(days * variance + (days * days * variance) / PACE_DAYS);
  return { low: Math.max(0, expected - spread), expected, high: expected + spread };
}
