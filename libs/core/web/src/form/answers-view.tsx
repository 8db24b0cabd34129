import { Trans, useLingui } from '@lingui/react/macro';
import { evaluateForm, PROVINCES, type Answers, type ColumnDefinition, type FormDefinition, type TableField } from '@wutong/core-shared';
import { FileText } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useFiles } from '../files/use-files';
import type { UploadedFile } from '../files/upload';
import { useFormat } from '../format/use-format';
import { linkClass } from '../ui/button';
import { Tag } from '../ui/display';
import { fileIds } from './file-ids';
import { useSay } from './say';

export interface AnswersViewProps {
  definition: FormDefinition;
  answers: Answers;
  /** The sections to show; all when absent. */
  sections?: ReadonlySet<string>;
  /** Fields that changed since the reader last looked. */
  changed?: ReadonlySet<string>;
  /** Beside a section's title: a tick, a question to its author. */
  sectionActions?: (section: string) => ReactNode;
}

/** Answers as whoever judges them reads them: in order, hidden questions left out, an unanswered one marked. */
export function AnswersView({ definition, answers, sections, changed, sectionActions }: AnswersViewProps) {
  const { t } = useLingui();
  const say = useSay();
  const evaluation = useMemo(() => evaluateForm(definition, answers), [definition, answers]);
  const files = useFiles(useMemo(() => fileIds(definition, answers), [definition, answers]));
  const known = new Map(files.map((file) => [file.id, file]));
  return (
    <div className="flex flex-col gap-7">
      {definition.sections
        .filter(({ key }) => evaluation.visibleSections.has(key) && (sections?.has(key) ?? true))
        .map((section) => (
          <section key={section.key} aria-label={say(section.title)}>
            <header className="flex min-h-8 items-center justify-between gap-3 border-b border-line pb-1">
              <h2 className="font-semibold">{say(section.title)}</h2>
              {sectionActions?.(section.key)}
            </header>
            <dl>
              {section.fields
                .filter((field) => evaluation.visible.has(field.key))
                .map((field) => (
                  <div key={field.key} className="grid gap-x-6 border-b border-line/60 py-2 last:border-0 sm:grid-cols-[12rem_minmax(0,1fr)]">
                    <dt className="flex items-start gap-2 text-muted">
                      {say(field.label)}
                      {changed?.has(field.key) && <Tag tone="info">{t`Changed`}</Tag>}
                    </dt>
                    <dd className="min-w-0 wrap-anywhere">
                      {field.type === 'table' ? (
                        <TableAnswer field={field} rows={evaluation.answers[field.key]} files={known} />
                      ) : (
                        <Answer field={field} value={evaluation.answers[field.key]} files={known} />
                      )}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
    </div>
  );
}

interface AnswerProps {
  field: ColumnDefinition;
  value: unknown;
  files: ReadonlyMap<string, UploadedFile>;
}

function Answer({ field, value, files }: AnswerProps) {
  const say = useSay();
  const format = useFormat();
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return (
      <span className="text-muted">
        <Trans>Not answered</Trans>
      </span>
    );
  }
  switch (field.type) {
    case 'longText':
      return <p className="whitespace-pre-wrap">{String(value)}</p>;
    case 'url':
      return (
        <a href={String(value)} target="_blank" rel="noreferrer" className={linkClass}>
          {String(value)}
        </a>
      );
    case 'email':
      return (
        <a href={`mailto:${String(value)}`} className={linkClass}>
          {String(value)}
        </a>
      );
    case 'number':
    case 'integer':
      return <span className="tabular">{format.number(value as number, 6)}</span>;
    case 'money':
      return <span className="tabular">{format.money(value as number)}</span>;
    case 'quantity':
      return <span className="tabular">{format.quantity(value as { amount: number; unit: string })}</span>;
    case 'date':
      return format.date(String(value));
    case 'month':
      return format.month(String(value));
    case 'dateRange': {
      const range = value as { start: string; end: string };
      return format.range(range.start, range.end);
    }
    case 'choice':
      return say(field.options.find((option) => option.value === value)?.label) || String(value);
    case 'multiChoice':
      return format.list((value as string[]).map((one) => say(field.options.find((option) => option.value === one)?.label) || one));
    case 'boolean':
      return value === true ? <Trans>Yes</Trans> : <Trans>No</Trans>;
    case 'country':
      return new Intl.DisplayNames(format.locale, { type: 'region' }).of(String(value)) ?? String(value);
    case 'province':
      return PROVINCES[String(value)]?.[format.locale] ?? String(value);
    case 'consent':
      return <Trans>Agreed</Trans>;
    case 'files':
      return (
        <ul>
          {(value as string[]).map((id) => {
            const file = files.get(id);
            return (
              <li key={id} className="flex min-w-0 items-center gap-1.5">
                <FileText aria-hidden className="size-4 shrink-0 text-muted" />
                {file ? (
                  <>
                    <a href={file.url} target="_blank" rel="noreferrer" className={`${linkClass} truncate`}>
                      {file.name}
                    </a>
                    <span className="tabular shrink-0 text-caption text-muted">{format.bytes(file.size)}</span>
                  </>
                ) : (
                  <span className="text-muted">{id}</span>
                )}
              </li>
            );
          })}
        </ul>
      );
    default:
      return String(value);
  }
}

function TableAnswer({ field, rows, files }: { field: TableField; rows: unknown; files: ReadonlyMap<string, UploadedFile> }) {
  const say = useSay();
  const all = (Array.isArray(rows) ? rows : []) as Record<string, unknown>[];
  if (all.length === 0) return <Answer field={field.columns[0] as ColumnDefinition} value={undefined} files={files} />;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={say(field.label)}>
      <table className="w-full border-collapse text-table">
        <thead>
          <tr className="text-left text-caption text-muted">
            {field.columns.map((column) => (
              <th key={column.key} scope="col" className="py-1 pr-4 font-medium whitespace-nowrap">
                {say(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((row, index) => (
            <tr key={index} className="border-t border-line/60 align-top">
              {field.columns.map((column) => (
                <td key={column.key} className="py-1.5 pr-4">
                  <Answer field={column} value={row[column.key]} files={files} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
