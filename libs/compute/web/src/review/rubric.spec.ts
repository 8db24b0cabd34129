import { expect, test } from '@jest/globals';
import { inPercent, type Criterion } from './rubric';

const text = { en: 'Merit', 'zh-CN': '价值' };
const criteria = (...weights: number[]): Criterion[] => weights.map((weight, at) => ({
  key: `c${at}`, name: text, guidance: text, weight, levels: { 1: text, 3: text, 5: text },
}));

test.each([
  [[1, 1, 1], [34, 33, 33]], [[60, 40], [60, 40]], [[1], [100]], [[1, 1, 1, 1, 1, 1, 1], [15, 14, 14, 15, 14, 14, 14]],
])('weights %p are in whole percent %p', (weights, percent) => {
  expect(inPercent(criteria(...weights)).map(({ weight }) => weight)).toEqual(percent);
});
