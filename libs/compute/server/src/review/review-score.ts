/** Neutral: what a request without reviews counts as. */
const NEUTRAL = 300;

/** The scores of a review times the weights of its criteria, and these weights, each added up. */
export interface WeighedReview {
  readonly weighted: number;
  readonly weights: number;
}

/**
 * The mean of a request's reviews in hundredths, from 100 to 500, half up; null without a review. A review's score is the weighted
 * mean of its own rubric's criteria, whichever version it was given by, and nothing is rounded before the mean.
 */
export function meanScore(reviews: readonly WeighedReview[]): number | null {
  if (reviews.length === 0) return null;
  const whole = reviews.reduce((product, { weights }) => leastCommonMultiple(product, BigInt(weights)), 1n);
  const sum = reviews.reduce((all, { weighted, weights }) => all + BigInt(weighted) * (whole / BigInt(weights)), 0n);
  const parts = whole * BigInt(reviews.length);
  return Number((200n * sum + parts) / (2n * parts));
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
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
