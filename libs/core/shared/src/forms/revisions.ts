import type { Answers, FormDefinition } from './definition';

export interface AnswerChange {
  readonly field: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface SectionChanges {
  readonly section: string;
  readonly changes: readonly AnswerChange[];
}

/** What a revision changed, by section in the form's order; sections without a change are left out. */
export function diffAnswers(definition: FormDefinition, before: Answers, after: Answers): readonly SectionChanges[] {
  return definition.sections
    .map(({ key, fields }) => ({
      section: key,
      changes: fields.flatMap((field): AnswerChange[] => {
        const [old, now] = [own(before, field.key), own(after, field.key)];
        if (sameAnswer(old, now)) return [];
        if (old === undefined) return [{ field: field.key, kind: 'added', after: now }];
        if (now === undefined) return [{ field: field.key, kind: 'removed', before: old }];
        return [{ field: field.key, kind: 'changed', before: old, after: now }];
      }),
    }))
    .filter(({ changes }) => changes.length > 0);
}

export interface AnswerConflict {
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/**
 * Joins the edits of two people who began from the same answers, field by field. Where only one changed a field, that
 * change stands; where both changed it differently, `theirs` (what is stored) stands and the field is a conflict for
 * the person to settle. A table is one field.
 */
export function mergeAnswers(
  base: Answers,
  mine: Answers,
  theirs: Answers,
): { readonly answers: Answers; readonly conflicts: readonly AnswerConflict[] } {
  const answers: Record<string, unknown> = {};
  const conflicts: AnswerConflict[] = [];
  const fields = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  for (const field of [...fields].sort()) {
    const [was, my, their] = [own(base, field), own(mine, field), own(theirs, field)];
    const mineOnly = sameAnswer(was, their);
    if (!mineOnly && !sameAnswer(was, my) && !sameAnswer(my, their)) {
      conflicts.push({ field, base: was, mine: my, theirs: their });
    }
    const merged = mineOnly ? my : their;
    if (merged !== undefined) answers[field] = merged;
  }
  return { answers, conflicts };
}

/** Whether two answers are the same; `null` is no answer, and the order of properties does not matter. */
export function sameAnswer(left: unknown, right: unknown): boolean {
  if (Object.is(left ?? undefined, right ?? undefined)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, i) => sameAnswer(item, right[i]));
  }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameAnswer(own(left as Answers, key), own(right as Answers, key)));
}

function own(answers: Answers, field: string): unknown {
  return Object.hasOwn(answers, field) ? (answers[field] ?? undefined) : undefined;
}
