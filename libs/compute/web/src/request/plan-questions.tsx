import { useLingui } from '@lingui/react';
import { evaluateForm, formErrorText, type Answers, type FormDefinition, type FormEvaluation } from '@wutong/core-shared';
import { SectionFields } from '@wutong/core-web';
import type { Purpose } from './request-words';

/** The centre's own questions: the section of the form beside what a request says itself. */
const PLAN = 'plan';
export const PLAN_SECTIONS: ReadonlySet<string> = new Set([PLAN]);

interface Asked {
  purposeKind?: Purpose | null;
  /** GPU-milli-hours. */
  amountMh?: bigint | string | null;
}

/** Answers to the centre's questions with what the request says itself, on which questions may depend. */
export function withRequest(answers: Answers, { purposeKind, amountMh }: Asked): Answers {
  const gpuHours = amountMh ? Number(BigInt(amountMh) / 1000n) : undefined;
  return { ...answers, purposeKind: purposeKind ?? undefined, gpuHours };
}

export const judgePlan = (definition: FormDefinition, answers: Answers, asked: Asked): FormEvaluation =>
  evaluateForm(definition, withRequest(answers, asked));

export interface PlanQuestionsProps {
  definition: FormDefinition;
  evaluation: FormEvaluation;
  answers: Answers;
  onChange: (answers: Answers) => void;
  /** By path, as in `answers.estimate`. */
  problems: Readonly<Record<string, string>>;
}

/** What the centre wants to know of the plan, as its form asks it for this purpose and this size. */
export function PlanQuestions({ definition, evaluation, answers, onChange, problems }: PlanQuestionsProps) {
  return definition.sections
    .filter(({ key }) => key === PLAN)
    .map((section) => (
      <SectionFields
        key={section.key} section={section} evaluation={evaluation} answers={answers}
        set={(key, value) => onChange({ ...answers, [key]: value ?? null })} errorOf={(path) => problems[`answers.${path}`]}
      />
    ));
}

/** What stands against handing the answers in, as problems of the request's form. */
export function usePlanProblems(): (evaluation: FormEvaluation) => { field: string; message: string }[] {
  const { i18n } = useLingui();
  const locale = i18n.locale === 'en' ? 'en' : 'zh-CN';
  return ({ errors }) => errors.map((error) => ({ field: `answers.${error.path}`, message: formErrorText(error, locale) }));
}
