import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { axisNames, widthOf } from './axis-names';

test('short names of few points all stand under their points', () => {
  expect(axisNames(['Mon', 'Tue', 'Wed'], (index) => 50 + 100 * index, 300)).toEqual([
    { index: 0, at: 50 }, { index: 1, at: 150 }, { index: 2, at: 250 },
  ]);
});

test('a name at the edge moves inwards, and goes when it would run into the one before', () => {
  const at = (index: number): number => 52 + 60 * index;
  expect(axisNames(['11月27日 09:00', '11月28日 09:00'], at, 120)).toEqual([{ index: 0, at: 52 }]);
  expect(axisNames(['Nov 1', 'November 2026'], (index) => 20 + 180 * index, 205).at(-1)?.at).toBeLessThan(205 - 40);
});

test('whatever the names, none runs over an edge or into another', () => {
  const name = fc.oneof(fc.constantFrom('11月28日', '11/28', 'November 28, 09:00'), fc.string({ maxLength: 12 }));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 400 }), fc.integer({ min: 160, max: 1400 }), (names, width) => {
      const x = (index: number): number => 52 + ((width - 60) * index) / Math.max(1, names.length - 1);
      const shown = axisNames(names, x, width);
      let free = 0;
      for (const { index, at } of shown) {
        const half = widthOf(names[index]!) / 2;
        expect(at - half).toBeGreaterThanOrEqual(free - 1e-6);
        expect(at + half).toBeLessThanOrEqual(width + 1e-6);
        free = at + half;
      }
      expect(shown[0]?.index).toBe(0);
    }),
  );
});
