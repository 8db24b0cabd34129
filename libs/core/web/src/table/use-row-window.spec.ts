import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rowsInView } from './use-row-window';

describe('the rows that a long table draws', () => {
  it('are those in view and a dozen around them', () => {
    expect(rowsInView(1000, 49, 0, 900)).toEqual({ first: 0, end: 31 });
    expect(rowsInView(1000, 49, 49 * 500, 49 * 520)).toEqual({ first: 488, end: 532 });
    expect(rowsInView(1000, 49, 49 * 990, 49 * 1010)).toEqual({ first: 978, end: 1000 });
  });

  it('are none of an empty table, and few when the table is out of view', () => {
    expect(rowsInView(0, 49, 0, 900)).toEqual({ first: 0, end: 0 });
    expect(rowsInView(1000, 49, -5000, -4000)).toEqual({ first: 0, end: 12 });
  });

  it('always hold every row in view, wherever one scrolls', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: -1e5, max: 1e6 }), fc.integer({ min: 1, max: 3000 }), (count, from, size) => {
        const { first, end } = rowsInView(count, 49, from, from + size);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(end - first).toBeLessThanOrEqual(size / 49 + 26);
        for (let row = 0; row < count; row++) {
          const isInView = (row + 1) * 49 > from && row * 49 < from + size;
          if (isInView) expect(row >= first && row < end).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
