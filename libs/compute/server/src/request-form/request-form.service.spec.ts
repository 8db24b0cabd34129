import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FieldDefinition } from '@wutong/core-shared';
import { RequestDraftService } from '../request/request-draft.service';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { questionProblems } from './request-form';
import { RequestFormService } from './request-form.service';

let world: ComputeWorld;
let forms: RequestFormService;
let drafts: RequestDraftService;

beforeAll(async () => {
  world = await computeWorld();
  forms = world.get(RequestFormService);
  drafts = world.get(RequestDraftService);
});
afterAll(() => world.close());

const BILLING: FieldDefinition = {
  key: 'framework', type: 'text', required: true, maxCharacters: 40, label: { en: 'Framework', 'zh-CN': '训练框架' },
};

async function publish(change: (questions: readonly FieldDefinition[]) => readonly FieldDefinition[], note = 'Ask more') {
  const { version, questions } = await forms.current(world.lead);
  return forms.publish(world.lead, { basedOn: version, questions: change(questions) as never, note });
}

test('a request asks what its version asks, for its purpose alone, and keeps the answers', async () => {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const draft = await world.draft(founder, gpuClass);
  await drafts.save(founder, { id: draft.id, purposeKind: 'finetune', answers: { tokens: 1.5, canPause: true, beginsFrom: 'open' } });
  await drafts.save(founder, { id: draft.id, answers: { canPause: null } });
  const { version } = await drafts.save(founder, { id: draft.id, purposeKind: 'evaluation' });
  const submitted = await drafts.submit(founder, { id: draft.id, version }, 'submit');
  // What is only asked for training is not asked of an evaluation, and what was answered to it is not handed in.
  expect(submitted).toMatchObject({ state: 'submitted', formVersion: 1, answers: { estimate: 'As the last run took.' } });
});

test('an answer that its question cannot have is refused by name, and nothing of the save happens', async () => {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const draft = await world.draft(founder, gpuClass);
  await expect(drafts.save(founder, { id: draft.id, gpus: 3, answers: { tokens: 'many' } })).rejects.toMatchObject({
    code: 'INVALID_INPUT', field: 'answers.tokens',
  });
  await expect(drafts.save(founder, { id: draft.id, answers: { nobodyAsked: 1 } })).rejects.toMatchObject({
    code: 'INVALID_INPUT', field: 'answers.nobodyAsked',
  });
  expect(await world.get(RequestReadService).get(founder, draft.id)).toMatchObject({ gpus: draft.gpus, answers: draft.answers });
});

test('from 100,000 GPU-hours on the estimate has to be explained', async () => {
  const { gpuClass } = await world.pool(1_000);
  const founder = await world.founder(gpuClass, 500_000n);
  const draft = await world.draft(founder, gpuClass, { gpus: 600, startsAt: world.at(1), endsAt: world.at(11) });
  await drafts.save(founder, { id: draft.id, answers: { estimate: null } });
  const handIn = async () => {
    const { version } = await world.get(RequestReadService).get(founder, draft.id);
    return drafts.submit(founder, { id: draft.id, version }, 'submit');
  };
  expect(await handIn()).toEqual({ problems: [{ field: 'answers.estimate', message: expect.any(String) }] });
  await drafts.save(founder, { id: draft.id, answers: { estimate: 'Two runs of 60,000, measured at 410 TFLOP/s a GPU.' } });
  expect(await handIn()).toMatchObject({ state: 'submitted' });
});

test('a new version asks those who begin after it; whoever began before keeps theirs', async () => {
  const { gpuClass } = await world.pool(16);
  const founder = await world.founder(gpuClass);
  const before = await world.draft(founder, gpuClass);
  const published = await publish((questions) => [...questions, BILLING]);
  expect(published).toMatchObject({ publishedByName: world.lead.actor.name, note: 'Ask more' });

  const after = await world.draft(founder, gpuClass);
  expect([before.formVersion, after.formVersion]).toEqual([published.version - 1, published.version]);
  expect(await drafts.submit(founder, { id: before.id, version: before.version }, 'submit')).toMatchObject({ state: 'submitted' });
  expect(await drafts.submit(founder, { id: after.id, version: after.version }, 'submit')).toEqual({
    problems: [{ field: 'answers.framework', message: expect.any(String) }],
  });
  await drafts.save(founder, { id: after.id, answers: { framework: 'Megatron' } });
  const submitted = await drafts.submit(founder, { id: after.id, version: after.version }, 'submit');
  expect(submitted).toMatchObject({ state: 'submitted', answers: { ...after.answers, framework: 'Megatron' } });

  // While the operator asks something, a needed answer can be changed but not taken away.
  const review = world.get(RequestReviewService);
  const claimed = await review.claim(world.operator, seen(submitted as typeof after));
  await review.requestInfo(world.operator, { ...seen(claimed), question: 'Which version of it?', dueAt: world.at(5) });
  await expect(drafts.save(founder, { id: after.id, answers: { framework: null } })).rejects.toMatchObject({
    field: 'answers.framework',
  });
  expect(await drafts.save(founder, { id: after.id, answers: { framework: 'Megatron 0.14' } })).toMatchObject({
    answers: { ...after.answers, framework: 'Megatron 0.14' },
  });

  await publish((questions) => questions.filter(({ key }) => key !== BILLING.key), 'Nobody needed it');
  const history = await forms.list(world.operator);
  expect(history.map(({ version }) => version)).toEqual([published.version + 1, published.version, published.version - 1]);
  expect(await forms.many(founder, [published.version])).toEqual([history[1]]);
});

test('two people who change the same version: the second is told, and nothing is lost', async () => {
  const { version, questions } = await forms.current(world.lead);
  const publishAs = (note: string) => forms.publish(world.operator, { basedOn: version, questions: questions as never, note });
  const results = await Promise.allSettled([publishAs('One'), publishAs('Other')]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(publishAs('Late')).rejects.toMatchObject({ code: 'FORM_CHANGED' });
});

test('a list of questions that no form can have is refused with the place', async () => {
  const wrong: [unknown[], string][] = [
    [[{ ...BILLING, label: { en: 'Framework' } }], 'questions.0.label'],
    [[BILLING, BILLING], 'questions.1.key'],
    [[{ ...BILLING, key: 'gpuHours' }], 'questions.0.key'],
    [[{ ...BILLING, visibleWhen: { field: 'nowhere', equals: 1 } }], 'questions.0.visibleWhen'],
    [[BILLING, { ...BILLING, type: 'files' }], 'questions.1.type'],
    [[{ key: 'pick', type: 'choice', label: BILLING.label, options: [] }], 'questions.0.options'],
  ];
  for (const [questions, path] of wrong) {
    expect(questionProblems(questions).map((problem) => problem.path)).toContainEqual(expect.stringContaining(path));
  }
  const { version } = await forms.current(world.lead);
  await expect(forms.publish(world.lead, { basedOn: version, questions: [{ key: 'x' }], note: 'Broken' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect((await forms.current(world.lead)).version).toBe(version);
});
