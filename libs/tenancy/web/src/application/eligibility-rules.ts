import { conditionHolds, type Answers, type Condition } from '@wutong/core-shared';

/** A rule of eligibility as the server tells it. */
export interface EligibilityRule {
  id: string;
  text: string;
  /** A condition on the answers; `null` where a person has to judge. */
  holds: unknown;
}

export type Verdict = 'kept' | 'broken' | 'open' | 'judged';

/** Whether answers keep a rule: open while an answer that it asks about is missing. */
export function verdictOf(rule: EligibilityRule, answers: Answers): Verdict {
  if (!rule.holds) return 'judged';
  const condition = rule.holds as Condition;
  if (fieldsIn(condition).some((field) => answers[field] === undefined || answers[field] === null)) return 'open';
  return conditionHolds(condition, (field) => answers[field]) ? 'kept' : 'broken';
}

export function brokenRules(rules: readonly EligibilityRule[], answers: Answers): EligibilityRule[] {
  return rules.filter((rule) => verdictOf(rule, answers) === 'broken');
}

function fieldsIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsIn);
  if ('any' in condition) return condition.any.flatMap(fieldsIn);
  return 'not' in condition ? fieldsIn(condition.not) : [condition.field];
}
