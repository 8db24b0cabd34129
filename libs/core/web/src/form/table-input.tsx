import { Trans, useLingui } from '@lingui/react/macro';
import type { TableField } from '@wutong/core-shared';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../ui/button';
import { FieldInput, type FieldInputProps } from './field-input';
import { useSay } from './say';

type Row = Readonly<Record<string, unknown>>;

export interface TableInputProps extends Omit<FieldInputProps, 'field' | 'error' | 'isRequired' | 'onBlur'> {
  field: TableField;
  error?: string | undefined;
  isRequired: boolean;
  /** Path of the field, to which `.row.column` is added. */
  path: string;
  errorOf: (path: string) => string | undefined;
  isVisible: (path: string) => boolean;
  isRequiredAt: (path: string) => boolean;
  onBlurAt: (path: string) => void;
}

/** Rows of answers: the people of a team, the machines asked for. */
export function TableInput(props: TableInputProps) {
  const { t } = useLingui();
  const say = useSay();
  const { field, path, onChange, errorOf, isReadOnly = false } = props;
  const rows = (Array.isArray(props.value) ? props.value : []) as readonly Row[];
  const canAdd = !isReadOnly && (field.maxRows === undefined || rows.length < field.maxRows);
  const update = (change: (rows: readonly Row[]) => readonly Row[]) =>
    onChange((now: unknown) => change((Array.isArray(now) ? now : []) as readonly Row[]));
  const label = say(field.label);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="pb-1 font-medium">
        {label}
        {props.isRequired && (
          <span aria-hidden className="pl-1 text-bad">
            *
          </span>
        )}
      </legend>
      {field.help && <p className="-mt-1 text-caption text-muted">{say(field.help)}</p>}
      {rows.map((row, index) => {
        const number = index + 1;
        return (
          <div key={index} className="relative rounded-card border border-line px-3.5 pt-2.5 pb-3.5">
            <div className="flex h-7 items-center justify-between pb-1">
              <span className="tabular text-caption text-muted">{number}</span>
              {!isReadOnly && (
                <Button
                  size="sm"
                  variant="quiet"
                  iconOnly
                  aria-label={t`Remove row ${number} of ${label}`}
                  onPress={() => update((all) => all.filter((_, at) => at !== index))}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </div>
            <div className="grid gap-3 sm:grid-cols-2">
              {field.columns.map((column) => {
                const at = `${path}.${index}.${column.key}`;
                if (!props.isVisible(at)) return null;
                const isWide = ['longText', 'files', 'consent', 'multiChoice'].includes(column.type);
                return (
                  <div key={column.key} data-field={at} className={isWide ? 'sm:col-span-2' : ''}>
                    <FieldInput
                      field={column}
                      value={row[column.key]}
                      onChange={(value) =>
                        update((all) =>
                          all.map((one, which) => (which === index ? { ...one, [column.key]: settle(value, one[column.key]) } : one)),
                        )
                      }
                      onBlur={() => props.onBlurAt(at)}
                      error={errorOf(at)}
                      isRequired={props.isRequiredAt(at)}
                      isReadOnly={isReadOnly}
                      filePurpose={props.filePurpose}
                      files={props.files}
                      onUploaded={props.onUploaded}
                    />
                  </div>
                );
              })}
            </div>
          </div>
        );
      })}
      {props.error && <p className="text-caption text-bad">{props.error}</p>}
      {canAdd && (
        <div>
          <Button size="sm" onPress={() => update((all) => [...all, {}])}>
            <Plus aria-hidden />
            <Trans>Add a row</Trans>
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** An answer, or the function that makes it from the one before. */
export function settle(value: unknown, before: unknown): unknown {
  return typeof value === 'function' ? (value as (before: unknown) => unknown)(before) : value;
}
