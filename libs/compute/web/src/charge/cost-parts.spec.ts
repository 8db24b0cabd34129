import { expect, test } from '@jest/globals';
import { monthsUntil, partsOf, type CostPoint } from './cost-parts';

test('twelve months end with the one given, across the year', () => {
  const months = monthsUntil('2026-03');
  expect([months.length, months[0], months[9], months[11]]).toEqual([12, '2025-04', '2026-01', '2026-03']);
});

test('the largest part comes first, the others together last however large, months without use are zero', () => {
  const point = (month: string, key: string, amountMfen: string): CostPoint => ({ __typename: 'CostPoint', month, key, nameZh: key, nameEn: key, amountMfen });
  const points = [point('2026-01', 'a', '1'), point('2026-02', 'a', '2'), point('2026-02', 'b', '9'), point('2026-02', '', '99'), point('2020-01', 'old', '5')];
  expect(partsOf(points, ['2026-01', '2026-02'], ({ nameEn }) => nameEn.toUpperCase(), 'Rest')).toEqual([
    { id: 'b', label: 'B', mfen: [0n, 9n] },
    { id: 'a', label: 'A', mfen: [1n, 2n] },
    { id: 'other', label: 'Rest', mfen: [0n, 99n] },
  ]);
});
