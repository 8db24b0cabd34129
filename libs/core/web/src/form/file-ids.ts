import type { Answers, FormDefinition } from '@wutong/core-shared';

/** Ids of all files among the answers. */
export function fileIds(definition: FormDefinition, answers: Answers): string[] {
  const ids = (type: string, value: unknown) => (type === 'files' && Array.isArray(value) ? (value as string[]) : []);
  return definition.sections.flatMap((section) =>
    section.fields.flatMap((field) => {
      const value = answers[field.key];
      if (field.type !== 'table') return ids(field.type, value);
      const rows = (Array.isArray(value) ? value : []) as Record<string, unknown>[];
      return rows.flatMap((row) => field.columns.flatMap((column) => ids(column.type, row[column.key])));
    }),
  );
}

