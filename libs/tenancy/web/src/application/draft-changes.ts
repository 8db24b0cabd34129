import { evaluateForm, isShapeError, sameAnswer, type Answers, type FormDefinition } from '@wutong/core-shared';

/**
 * The answers that differ from what the server has; `null` takes one away. What is not yet an answer of its field's
 * kind waits until it is.
 */
export function changesOf(definition: FormDefinition, before: Answers, now: Answers): Record<string, unknown> {
  const unfit = new Set(evaluateForm(definition, now).errors.filter(isShapeError).map(({ field }) => field));
  const changes: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (!unfit.has(key) && !sameAnswer(before[key], now[key])) changes[key] = now[key] ?? null;
  }
  return changes;
}
