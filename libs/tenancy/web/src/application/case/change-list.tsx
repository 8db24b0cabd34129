import { Trans, useLingui } from '@lingui/react/macro';
import type { FieldDefinition, FormDefinition, SectionChanges } from '@wutong/core-shared';
import { useFormat, useSay } from '@wutong/core-web';

interface ChangeListProps {
  definition: FormDefinition;
  changes: readonly SectionChanges[];
}

/** What a company changed between two hand-ins: by section, each answer before and after. */
export function ChangeList({ definition, changes }: ChangeListProps) {
  const say = useSay();
  const inWords = useAnswerWords();
  return (
    <div className="flex flex-col gap-4">
      {changes.map(({ section: key, changes: ofSection }) => {
        const section = definition.sections.find((one) => one.key === key);
        return (
          <div key={key}>
            <h3 className="pb-1 font-semibold">{say(section?.title)}</h3>
            <dl className="flex flex-col gap-2">
              {ofSection.map(({ field: fieldKey, before, after }) => {
                const field = section?.fields.find((one) => one.key === fieldKey);
                if (!field) return null;
                return (
                  <div key={fieldKey} className="grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)]">
                    <dt className="text-muted">{say(field.label)}</dt>
                    <dd className="flex min-w-0 flex-col gap-1 wrap-anywhere">
                      {before !== undefined && (
                        <del className="rounded-sm bg-bad-soft px-2 py-1 whitespace-pre-wrap">
                          <span className="sr-only">
                            <Trans>Before:</Trans>{' '}
                          </span>
                          {inWords(field, before)}
                        </del>
                      )}
                      {after !== undefined && (
                        <ins className="rounded-sm bg-ok-soft px-2 py-1 whitespace-pre-wrap no-underline">
                          <span className="sr-only">
                            <Trans>After:</Trans>{' '}
                          </span>
                          {inWords(field, after)}
                        </ins>
                      )}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </div>
        );
      })}
    </div>
  );
}

/** An answer as one text, for setting two of them against each other. */
function useAnswerWords(): (field: FieldDefinition, value: unknown) => string {
  const { t } = useLingui();
  const say = useSay();
  const format = useFormat();
  const inWords = (field: FieldDefinition, value: unknown): string => {
    if (value === undefined || value === null || value === '') return t`Not answered`;
    switch (field.type) {
      case 'boolean':
        return value === true ? t`Yes` : t`No`;
      case 'consent':
        return t`Agreed`;
      case 'choice':
        return say(field.options.find((option) => option.value === value)?.label) || String(value);
      case 'multiChoice': {
        const labels = new Map(field.options.map((option) => [option.value, say(option.label)]));
        return format.list((value as string[]).map((one) => labels.get(one) ?? one));
      }
      case 'number':
      case 'integer':
        return format.number(value as number, 6);
      case 'money':
        return format.money(value as number);
      case 'date':
        return format.date(String(value));
      case 'files': {
        const count = (value as unknown[]).length;
        return t`Documents: ${count}`;
      }
      case 'table':
        return (value as Record<string, unknown>[])
          .map((row) =>
            field.columns
              .filter(({ key }) => row[key] !== undefined)
              .map((column) => inWords(column, row[column.key]))
              .join(' · '),
          )
          .join('\n');
      default:
        return typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
  };
  return inWords;
}
