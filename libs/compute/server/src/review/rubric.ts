import { invalid, type Say } from '@wutong/core-server';
import { z } from 'zod';

/** The scores whose meaning a rubric says; 2 and 4 lie between them. */
export const DESCRIBED = ['1', '3', '5'] as const;

/** One thing by which a request is judged, from 1, poor, to 5, outstanding. */
export interface Criterion {
  /** Under which scores are kept; the same criterion keeps it from version to version. */
  readonly key: string;
  readonly name: Say;
  /** What to look at. */
  readonly guidance: Say;
  /** Its part of a review's score is its weight by the sum of all weights. Percent, but in version 1, where three count one each. */
  readonly weight: number;
  readonly levels: Readonly<Record<(typeof DESCRIBED)[number], Say>>;
}

const said = (most: number) => z.strictObject({ en: z.string().trim().min(1).max(most), 'zh-CN': z.string().trim().min(1).max(most) });

/** A list of criteria as somebody publishes it; that they belong together says `assertRubric`. */
export const criteriaSchema = z.array(z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,49}$/), name: said(60), guidance: said(400), weight: z.int().min(1).max(100),
  levels: z.strictObject({ 1: said(200), 3: said(200), 5: said(200) }),
})).min(1).max(8);

/** Throws INVALID_INPUT naming the place where a key comes twice, or `criteria` where the weights are not 100 % in all. */
export function assertRubric(criteria: readonly Criterion[]): void {
  const twice = criteria.findIndex(({ key }, place) => criteria.findIndex((one) => one.key === key) < place);
  if (twice >= 0) throw invalid(`criteria.${twice}.key`, 'Two criteria have the same key.', '两项评审标准的键相同。');
  const sum = criteria.reduce((all, { weight }) => all + weight, 0);
  if (sum !== 100) throw invalid('criteria', `The weights are ${sum} % in all; they must be 100 %.`, `权重合计为 ${sum}%，须为 100%。`);
}

/** What a review's scores come to by its rubric. Throws INVALID_INPUT naming the criterion that is missing, unknown or not from 1 to 5. */
export function weigh(criteria: readonly Criterion[], scores: Readonly<Record<string, number>>): { weighted: number; weights: number } {
  const unknown = Object.keys(scores).find((key) => !criteria.some((one) => one.key === key));
  if (unknown !== undefined) throw invalid(`scores.${unknown}`, 'The rubric has no such criterion.', '评审标准中没有该项。');
  let [weighted, weights] = [0, 0];
  for (const { key, name, weight } of criteria) {
    const score = scores[key];
    if (score === undefined || !Number.isInteger(score) || score < 1 || score > 5) {
      throw invalid(`scores.${key}`, `Give ${name.en} a whole score from 1 to 5.`, `请为“${name['zh-CN']}”给出 1 到 5 的整数分。`);
    }
    weighted += weight * score;
    weights += weight;
  }
  return { weighted, weights };
}
