import { expect, test } from '@jest/globals';
import { exampleWorld } from './example-world';
import { parseWorld } from './parse-world';
import { pastUseCorrection, tenantWeight } from './weight';
import type { World } from './world';

const world = parseWorld(exampleWorld());
const tenant = (pastUse: World['tenants'][number]['pastUse']): World['tenants'][number] => ({
  id: 'one',
  scorePercent: 100,
  pastUse,
});

test('stage, programme, score and past use multiply', () => {
  expect(world.tenants.map((one) => tenantWeight(world, one))).toEqual([2700, 778, 1000, 1500, 1000]);
});

test('use at the share is neutral, half of it gains, twice of it yields, both within bounds', () => {
  const used = (usedHours: number): number =>
    pastUseCorrection(world, tenant([{ month: '2026-12', usedHours, shareHours: 1000 }]));
  expect([used(1000), used(500), used(0), used(2000), used(1e6)]).toEqual([1000, 1414, 2000, 500, 500]);
  expect(pastUseCorrection(world, tenant([]))).toBe(1000);
  expect(pastUseCorrection(world, tenant([{ month: '2026-12', usedHours: 5, shareHours: 0 }]))).toBe(500);
});

test('past use counts half after a half-life; the future counts nothing', () => {
  const months = (recent: string, older: string): number =>
    pastUseCorrection(
      world,
      tenant([
        { month: recent, usedHours: 0, shareHours: 1000 },
        { month: older, usedHours: 2000, shareHours: 1000 },
      ]),
    );
  // Three months older: used 2000 × ½ against share 1000 + 500, so 2^(1 − 2/3).
  expect(months('2027-01', '2026-10')).toBe(1260);
  expect(months('2027-02', '2027-01')).toBe(500);
});
