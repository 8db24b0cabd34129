import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meanScore, scorePercent } from './review-score';

const thirds = (reviews: number, points: number) => Array.from({ length: reviews }, (_, at) => ({
  weighted: Math.floor((points + at) / reviews), weights: 3,
}));

describe('the mean of a request’s reviews', () => {
  test.each([
    [0, 0, null], [1, 3, 100], [1, 9, 300], [1, 15, 500], [1, 10, 333], [1, 11, 367], [2, 19, 317], [8, 73, 304],
  ])('of %i reviews with %i points by three criteria that count alike is %p hundredths', (reviews, points, mean) => {
    expect(meanScore(thirds(reviews, points))).toBe(mean);
  });

  test('is that of reviews by different rubrics, each by its own weights', () => {
    // 11/3 and 4.45: 4.0583…
    expect(meanScore([{ weighted: 11, weights: 3 }, { weighted: 445, weights: 100 }])).toBe(406);
    // 3.005 is rounded up, and only once.
    expect(meanScore([{ weighted: 301, weights: 100 }, { weighted: 300, weights: 100 }])).toBe(301);
  });

  const review = fc.integer({ min: 1, max: 100 }).chain((weights) => fc.record({
    weights: fc.constant(weights), weighted: fc.integer({ min: weights, max: 5 * weights }),
  }));

  test('is within half a hundredth of the exact mean, and does not depend on the order', () => {
    fc.assert(fc.property(fc.array(review, { minLength: 1, maxLength: 12 }), (reviews) => {
      const mean = meanScore(reviews)!;
      const exact = reviews.reduce((sum, { weighted, weights }) => sum + (100 * weighted) / weights, 0) / reviews.length;
      expect(Math.abs(mean - exact)).toBeLessThanOrEqual(0.5 + 1e-9);
      expect(meanScore(reviews.toReversed())).toBe(mean);
    }));
  });
});

describe('the score of a tenant in a cycle', () => {
  test.each([
    ['has no reviews', [[null, 10n]], 100],
    ['has no hours', [[500, 0n]], 100],
    ['is judged poor throughout', [[100, 10n]], 50],
    ['is judged good', [[400, 10n]], 125],
    ['is judged outstanding', [[500, 10n]], 150],
    ['is rounded half up', [[302, 10n]], 101],
    ['is rounded down below that', [[301, 10n]], 100],
    ['has two requests of different size', [[500, 30n], [100, 10n]], 125],
    ['has one request that nobody has reviewed', [[500, 10n], [null, 10n]], 125],
  ] as const)('that %s', (_, requests, percent) => {
    expect(scorePercent(requests.map(([mean, mh]) => ({ mean, mh })))).toBe(percent);
  });

  const request = fc.record({
    mean: fc.option(fc.integer({ min: 100, max: 500 })), mh: fc.bigInt({ min: 0n, max: 10n ** 14n }),
  });

  test('is whole, from 50 to 150 %, and does not depend on the order of its requests', () => {
    fc.assert(fc.property(fc.array(request, { maxLength: 12 }), (requests) => {
      const percent = scorePercent(requests);
      expect(Number.isInteger(percent) && percent >= 50 && percent <= 150).toBe(true);
      expect(scorePercent(requests.toReversed())).toBe(percent);
    }));
  });

  test('never falls when a review gets better', () => {
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), fc.nat(), fc.integer({ min: 0, max: 400 }), (requests, at, more) => {
      const better = requests.map((one, index) =>
        (index === at % requests.length ? { ...one, mean: Math.min(500, (one.mean ?? 300) + more) } : one));
      expect(scorePercent(better)).toBeGreaterThanOrEqual(scorePercent(requests));
    }));
  });

  test('lies between the scores that its requests would have alone', () => {
    fc.assert(fc.property(fc.array(request.filter(({ mh }) => mh > 0n), { minLength: 1, maxLength: 12 }), (requests) => {
      const alone = requests.map((one) => scorePercent([one]));
      expect(scorePercent(requests)).toBeGreaterThanOrEqual(Math.min(...alone));
      expect(scorePercent(requests)).toBeLessThanOrEqual(Math.max(...alone));
    }));
  });
});
