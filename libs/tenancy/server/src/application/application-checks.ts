import { Field, ObjectType } from '@nestjs/graphql';
import type { Ctx } from '@wutong/core-server';
import { conditionHolds, formErrorText, type Answers, type FormDefinition, type FormError } from '@wutong/core-shared';
import { ELIGIBILITY_RULES } from './tenancy-application.form';

@ObjectType()
export class FormProblem {
  @Field(() => String)
  section: string;

  /** Where in the answers: `founders.2.name`. */
  @Field(() => String)
  path: string;

  @Field(() => String)
  label: string;

  @Field(() => String)
  message: string;
}

@ObjectType()
export class FailedRule {
  @Field(() => String)
  id: string;

  @Field(() => String)
  text: string;
}

/** What stands against handing in: everything at once, in the viewer's language. */
@ObjectType()
export class FormProblems {
  @Field(() => [FormProblem])
  problems: FormProblem[];

  @Field(() => [FailedRule])
  rules: FailedRule[];
}

export function formProblems(ctx: Ctx, form: FormDefinition, errors: readonly FormError[]): FormProblem[] {
  const fields = new Map(form.sections.flatMap((section) => section.fields.map((field) => [field.key, field])));
  return errors.map((error) => ({
    section: error.section,
    path: error.path,
    label: fields.get(error.field)?.label[ctx.locale] ?? error.field,
    message: formErrorText(error, ctx.locale),
  }));
}

/** The rules that these answers break; rules that need a person's judgement are not among them. */
export function failedRules(ctx: Ctx, answers: Answers): FailedRule[] {
  return ELIGIBILITY_RULES.filter(({ holds }) => holds && !conditionHolds(holds, (field) => answers[field])).map(
    ({ id, text }) => ({ id, text: text[ctx.locale] }),
  );
}
