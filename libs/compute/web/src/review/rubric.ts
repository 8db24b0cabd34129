import type { LocalisedText } from '@wutong/core-shared';

/** The scores whose meaning a rubric says. */
export const DESCRIBED = ['1', '3', '5'] as const;
export type Described = (typeof DESCRIBED)[number];

/** A criterion of a review, as the rubric's JSON has it. */
export interface Criterion {
  readonly key: string;
  readonly name: LocalisedText;
  readonly guidance: LocalisedText;
  readonly weight: number;
  readonly levels: Readonly<Record<Described, LocalisedText>>;
}

/**
 * The same criteria with weights in whole percent, 100 in all. Those of the first version count one each, which no whole percent
 * says: the first of them are rounded up.
 */
export function inPercent(criteria: readonly Criterion[]): readonly Criterion[] {
  const sum = sumOf(criteria);
  if (sum === 100) return criteria;
  let [before, weights] = [0, 0];
  return criteria.map((criterion) => {
    weights += criterion.weight;
    const after = Math.ceil((100 * weights) / sum);
    const weight = after - before;
    before = after;
    return { ...criterion, weight };
  });
}

export function sumOf(criteria: readonly Pick<Criterion, 'weight'>[]): number {
  return criteria.reduce((sum, { weight }) => sum + weight, 0);
}
