import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { demandAhead, HISTORY_MONTHS, outlookOf } from './demand-forecast';

const gpus = fc.integer({ min: 0, max: 100_000_000 }).map((thousandths) => thousandths / 1000);
const months = fc.array(gpus, { maxLength: HISTORY_MONTHS });
const whole = (history: number[], count = 3) => demandAhead(history, count).map(({ low, expected, high }) => [low, expected, high].map(Math.round));

describe('the demand of the next months', () => {
  test.each([
    ['nothing was ever granted', [], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]],
    ['all months are without grants', [0, 0, 0, 0, 0, 0], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]],
    ['every month is alike', [64, 64, 64, 64, 64, 64], [[64, 64, 64], [64, 64, 64], [64, 64, 64]]],
    // 100 a month more, damped: 600 + 85, + 72.25, + 61.4.
    ['it grows by as much each month', [100, 200, 300, 400, 500, 600], [[685, 685, 685], [757, 757, 757], [819, 819, 819]]],
    ['it shrinks to nothing', [500, 400, 300, 200, 100, 0], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]],
    ['the class is new: months before its first grant show no growth', [0, 0, 0, 64, 64, 64], [[64, 64, 64], [64, 64, 64], [64, 64, 64]]],
    ['one month shows no trend', [0, 0, 0, 0, 0, 40], [[0, 40, 80], [0, 40, 80], [0, 40, 80]]],
    ['two months show no trend', [20, 60], [[0, 40, 80], [0, 40, 80], [0, 40, 80]]],
  ])('%s', (_, history, found) => {
    expect(whole(history)).toEqual(found);
  });

  test('has the prediction interval of a least-squares line', () => {
    // 1, 3, 2 scatter by -1/2, 1, -1/2 around a slope of 1/2, so s² = 3/2; 0.85 months beyond the last, 1.85 from the middle, Sxx = 2.
    const [first] = demandAhead([1, 3, 2], 1);
    const error = 3.078 * Math.sqrt(1.5 * (1 + 1 / 3 + 1.85 ** 2 / 2));
    expect(first?.expected).toBeCloseTo(2 + 0.5 * 1.85, 9);
    expect(first?.high).toBeCloseTo(2 + 0.5 * 1.85 + error, 9);
    expect(first?.low).toBe(0);
  });

  test('is never below zero, and its band holds the middle', () => {
    fc.assert(fc.property(months, (history) => {
      const bands = demandAhead(history, 8);
      expect(bands).toHaveLength(8);
      for (const { low, expected, high } of bands) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(expected);
        expect(expected).toBeLessThanOrEqual(high);
      }
    }));
  });

  test('grows with its scale: twice the grants, twice the demand', () => {
    fc.assert(fc.property(months, fc.double({ min: 0.01, max: 100, noNaN: true }), (history, by) => {
      const [one, scaled] = [demandAhead(history, 6), demandAhead(history.map((value) => value * by), 6)];
      const most = Math.max(1, ...history) * by;
      one.forEach((band, index) => {
        for (const key of ['low', 'expected', 'high'] as const) {
          expect(Math.abs(scaled[index]![key] - band[key] * by) / most).toBeLessThan(1e-6);
        }
      });
    }));
  });

  test('is not taken from more months than the rule says', () => {
    expect(() => demandAhead([1, 1, 1, 1, 1, 1, 1], 1)).toThrow(RangeError);
  });
});

describe('the outlook of a month', () => {
  const band = (low: number, expected: number, high: number) => ({ low, expected, high });
  test.each([
    ['all in order', { capacity: 100, promised: 40, waiting: 20 }, band(50, 80, 110), band(0, 20, 50), 0],
    ['expected demand does not fit', { capacity: 100, promised: 90, waiting: 0 }, band(110, 140, 160), band(20, 50, 70), 40],
    ['more waits than the trend foretold', { capacity: 100, promised: 50, waiting: 100 }, band(40, 60, 80), band(0, 0, 0), 50],
    ['more is promised than there is', { capacity: 64, promised: 96, waiting: 0 }, band(0, 0, 0), band(0, 0, 0), 32],
    ['less than half a GPU is no shortage', { capacity: 64, promised: 64.4, waiting: 0 }, band(0, 0, 0), band(0, 0, 0), 0],
  ])('%s', (_, month, demand, expected, short) => {
    expect(outlookOf(month, demand)).toEqual({ ...month, expected, short });
  });

  test('counts nothing twice: what is promised, waits and is expected is the demand, or what is known where that is more', () => {
    fc.assert(fc.property(gpus, gpus, gpus, months, (capacity, promised, waiting, history) => {
      for (const demand of demandAhead(history, 3)) {
        const { expected, short } = outlookOf({ capacity, promised, waiting }, demand);
        const total = promised + waiting + expected.expected;
        expect(total).toBeCloseTo(Math.max(demand.expected, promised + waiting), 4);
        expect(short > 0 ? total - capacity : 0.5).toBeGreaterThanOrEqual(0.5);
        expect(expected.low <= expected.expected && expected.expected <= expected.high && expected.low >= 0).toBe(true);
      }
    }));
  });
});
