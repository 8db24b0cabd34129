import type { Answers, FormEvaluation, SectionDefinition } from '@wutong/core-shared';
import type { UploadedFile } from '../files/upload';
import { FieldInput } from './field-input';
import { TableInput } from './table-input';

export interface SectionFieldsProps {
  section: SectionDefinition;
  evaluation: Pick<FormEvaluation, 'visible' | 'required'>;
  answers: Answers;
  set: (key: string, value: unknown) => void;
  /** What is wrong at a path, when it is time to say so. */
  errorOf: (path: string) => string | undefined;
  /** Called with the path that the reader has left. */
  touch?: (path: string) => void;
  isReadOnly?: boolean;
  /** Of a form that takes files: the purpose under which they are sent, what is known of them, what to do with a new one. */
  filePurpose?: string;
  files?: ReadonlyMap<string, UploadedFile>;
  onUploaded?: (file: UploadedFile) => void;
}

const NO_FILES: ReadonlyMap<string, UploadedFile> = new Map();

/** The questions of a section that are asked, each with the control of its kind. */
export function SectionFields({ section, evaluation, touch = () => undefined, ...props }: SectionFieldsProps) {
  const { visible, required } = evaluation;
  return section.fields
    .filter((field) => visible.has(field.key))
    .map((field) => {
      const common = {
        value: props.answers[field.key],
        onChange: (value: unknown) => props.set(field.key, value),
        error: props.errorOf(field.key),
        isRequired: required.has(field.key),
        isReadOnly: props.isReadOnly ?? false,
        filePurpose: props.filePurpose ?? '',
        files: props.files ?? NO_FILES,
        onUploaded: props.onUploaded ?? (() => undefined),
      };
      return (
        <div key={field.key} data-field={field.key} className="enter">
          {field.type === 'table' ? (
            <TableInput
              {...common}
              field={field}
              path={field.key}
              errorOf={props.errorOf}
              isVisible={(path) => visible.has(path) || !evaluationKnows(visible, path)}
              isRequiredAt={(path) => required.has(path)}
              onBlurAt={touch}
            />
          ) : (
            <FieldInput {...common} field={field} onBlur={() => touch(field.key)} />
          )}
        </div>
      );
    });
}

/** A row added a moment ago is not judged yet: its cells show until they are. */
function evaluationKnows(visible: ReadonlySet<string>, path: string): boolean {
  const row = path.slice(0, path.lastIndexOf('.'));
  for (const known of visible) if (known.startsWith(`${row}.`)) return true;
  return false;
}
