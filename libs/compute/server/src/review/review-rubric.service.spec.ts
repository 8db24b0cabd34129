import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { scored } from '../testing/scored';
import { ComputeReviewService } from './compute-review.service';
import { ReviewRubricService } from './review-rubric.service';
import type { Criterion } from './rubric';

let world: ComputeWorld;
let rubrics: ReviewRubricService;
let reviews: ComputeReviewService;
beforeAll(async () => {
  world = await computeWorld();
  rubrics = world.get(ReviewRubricService);
  reviews = world.get(ComputeReviewService);
});
afterAll(() => world.close());

const both = (text: string) => ({ en: text, 'zh-CN': text });
const criterion = (key: string, weight: number): Criterion => ({
  key, weight, name: both(key), guidance: both('What to look at'), levels: { 1: both('poor'), 3: both('fair'), 5: both('best') },
});
const NEW = [criterion('merit', 60), criterion('openness', 40)];

async function waiting(): Promise<ComputeRequest> {
  const { gpuClass } = await world.pool(16);
  return world.sized(await world.founder(gpuClass), gpuClass);
}
const view = async (request: ComputeRequest) => (await reviews.of(world.lead, await world.get(RequestReadService).get(world.lead, request.id)))!;

test('the first version has the three criteria that count alike', async () => {
  const { version, criteria, publishedByName } = await rubrics.current(world.lead);
  expect([version, publishedByName, criteria.map(({ key, weight }) => [key, weight])]).toEqual([1, null, [['merit', 1], ['readiness', 1], ['soundness', 1]]]);
});

test('new criteria are for reviews given from then on; those before keep theirs, also when they are changed', async () => {
  const request = await waiting();
  const early = await world.staff('approver');
  await reviews.give(early, scored(request, [4, 3, 4]));
  const { version } = await rubrics.publish(world.lead, { basedOn: 1, criteria: NEW, note: 'Figures are the operator’s business' });
  expect(version).toBe(2);

  const given = (rubricVersion: number, merit: number, openness: number) => ({
    requestId: request.id, rubricVersion, scores: [{ criterion: 'merit', score: merit }, { criterion: 'openness', score: openness }],
  });
  await expect(reviews.give(world.approver, scored(request, [4, 4, 4]))).rejects.toMatchObject({ code: 'RUBRIC_CHANGED' });
  await reviews.give(world.approver, given(2, 4, 2));
  // 11/3 and 3.2.
  const whole = await view(request);
  expect(whole).toMatchObject({ count: 2, mean: 343 });
  expect(whole.given.map(({ rubricVersion }) => rubricVersion).sort()).toEqual([1, 2]);

  await expect(reviews.give(early, given(2, 4, 2))).rejects.toMatchObject({ code: 'RUBRIC_CHANGED' });
  await reviews.give(early, scored(request, [2, 3, 4]));
  expect(await view(request)).toMatchObject({ mean: 310 });
  expect((await rubrics.list(world.lead)).map(({ version: one, note }) => [one, note])).toEqual([
    [2, 'Figures are the operator’s business'], [1, 'First version'],
  ]);
});

describe('what is published', () => {
  test('has weights of 100 % in all, keys of their own, and every text in both languages', async () => {
    const { version } = await rubrics.current(world.lead);
    const publish = (criteria: unknown[]) => rubrics.publish(world.lead, { basedOn: version, criteria, note: 'Try' });
    const [merit, openness] = NEW as [Criterion, Criterion];
    for (const [criteria, field] of [
      [[merit], 'criteria'],
      [[merit, { ...openness, weight: 41 }], 'criteria'],
      [[merit, { ...openness, key: 'merit' }], 'criteria.1.key'],
      [[merit, { ...openness, name: { en: 'Openness', 'zh-CN': ' ' } }], 'criteria.1.name.zh-CN'],
      [[merit, { ...openness, levels: { 1: both('poor'), 5: both('best') } }], 'criteria.1.levels.3'],
      [[], 'criteria'],
    ] as const) await expect(publish([...criteria])).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
    expect((await rubrics.current(world.lead)).version).toBe(version);
  });

  test('is based on the version that its author saw', async () => {
    const { version } = await rubrics.current(world.lead);
    const publish = (note: string) => rubrics.publish(world.operator, { basedOn: version, criteria: NEW, note });
    const results = await Promise.allSettled([publish('One'), publish('Other')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(publish('Late')).rejects.toMatchObject({ code: 'RUBRIC_CHANGED' });
  });

  test('is the centre’s: companies read no criteria', async () => {
    const founder = await world.founder();
    expect(await world.db.read(founder, (tx) => tx.query(`select version from compute_review_rubric`))).toEqual([]);
  });
});
