/** Criteria of a review, each from 1 to 5. */
export const CRITERIA = 3;

/** Neutral: what a request without reviews counts as. */
const NEUTRAL = 300;

/** The reviews of a request, added up. */
export interface ReviewSum {
  readonly reviews: number;
  /** All criteria of all its reviews. */
  readonly points: number;
}

/** The mean of a request's reviews in hundredths, from 100 to 500, half up; null without a review. */
export function meanScore({ reviews, points }: ReviewSum): number | null {
  return reviews === 0 ? null : Math.floor((200 * points + CRITERIA * reviews) / (2 * CRITERIA * reviews));
}

/**
 * What a tenant's reviews make of its weight in a plan, in whole percent: a mean of 1.00 gives 50 %, 3.00 gives 100 %, 5.00
 * gives 150 %, and between them it is linear. The tenant's mean is that of its requests in the cycle, each counted by its
 * normalised hours and as 3.00 while nobody has reviewed it; so is a tenant without hours. Rounded half up; it never leaves
 * 50 to 150, and a better review never lowers it.
 */
export function scorePercent(requests: readonly { readonly mean: number | null; readonly mh: bigint }[]): number {
  const hours = requests.reduce((sum, { mh }) => sum + mh, 0n);
  if (hours === 0n) return 100;
  const weighted = requests.reduce((sum, { mean, mh }) => sum + BigInt(mean ?? NEUTRAL) * mh, 0n);
  // 25 + mean / 4, of which a half is added before it is cut off.
  return Number((102n * hours + weighted) / (4n * hours));
}
