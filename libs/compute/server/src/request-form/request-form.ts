import {
  evaluateForm, validateDefinition, type DefinitionProblem, type FieldDefinition, type FormDefinition, type FormEvaluation,
  type SectionDefinition,
} from '@wutong/core-shared';
import type { ComputeRequest } from '../request/compute-request.entity';
import type { ComputeRequestForm } from './request-form.entity';

/**
 * What a request says in columns of its own, as questions, so that those of the centre can depend on it: what it is for,
 * and how many whole GPU-hours.
 */
const REQUEST: SectionDefinition = {
  key: 'request',
  title: { en: 'Request', 'zh-CN': '申请' },
  fields: [
    {
      key: 'purposeKind', type: 'choice', label: { en: 'Purpose', 'zh-CN': '用途' },
      options: [
        { value: 'pretrain', label: { en: 'Pre-training', 'zh-CN': '预训练' } },
        { value: 'finetune', label: { en: 'Fine-tuning', 'zh-CN': '微调' } },
        { value: 'evaluation', label: { en: 'Evaluation', 'zh-CN': '评测' } },
        { value: 'inference', label: { en: 'Inference', 'zh-CN': '推理' } },
        { value: 'data', label: { en: 'Data processing', 'zh-CN': '数据处理' } },
        { value: 'other', label: { en: 'Other', 'zh-CN': '其他' } },
      ],
    },
    { key: 'gpuHours', type: 'integer', label: { en: 'GPU-hours', 'zh-CN': '卡时' } },
  ],
};

/** The form of a version as data: what the request says itself (`request`), then the questions of the centre (`plan`). */
export function wholeForm({ version, questions }: { version: number; questions: readonly FieldDefinition[] }): FormDefinition {
  return {
    key: 'compute-request',
    version,
    sections: [REQUEST, { key: 'plan', title: { en: 'Plan', 'zh-CN': '使用计划' }, fields: questions }],
  };
}

/** Judges the answers of a request to the questions of its version; `answers` has those to the centre's questions alone. */
export function judgeAnswers(
  form: Pick<ComputeRequestForm, 'version' | 'questions'>,
  { answers, purposeKind, amountMh }: Pick<ComputeRequest, 'answers' | 'purposeKind' | 'amountMh'>,
): FormEvaluation {
  const own = new Set(REQUEST.fields.map(({ key }) => key));
  const gpuHours = amountMh === null ? undefined : Number(amountMh / 1000n);
  const result = evaluateForm(wholeForm(form), { ...answers, purposeKind: purposeKind ?? undefined, gpuHours });
  return { ...result, answers: Object.fromEntries(Object.entries(result.answers).filter(([key]) => !own.has(key))) };
}

/** Kinds of questions that a request can answer: files and tables have no place on its page. */
const KINDS = new Set<unknown>(['text', 'longText', 'integer', 'number', 'money', 'date', 'month', 'choice', 'multiChoice', 'boolean', 'url']);

/** Everything that is wrong with a list of questions; paths begin at the list, as in `questions.2.label.en`. */
export function questionProblems(questions: readonly unknown[]): readonly DefinitionProblem[] {
  const unfit = questions.flatMap((question, place): DefinitionProblem[] => {
    const { type } = question as { type?: unknown };
    if (KINDS.has(type)) return [];
    const message = { en: `A request cannot answer a question of the kind “${String(type)}”`, 'zh-CN': `申请表不支持“${String(type)}”类问题` };
    return [{ path: `questions.${place}.type`, code: 'unknownType', message }];
  });
  if (unfit.length > 0) return unfit;
  return validateDefinition(wholeForm({ version: 1, questions: questions as readonly FieldDefinition[] })).map((problem) => ({
    ...problem, path: problem.path.replace(/^sections\.1\.fields/, 'questions'),
  }));
}
