import type { ReactNode } from 'react';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { controlClass, groupClass } from './classes';
import { cx } from './cx';
import { ariaField, FieldHelp, FieldLabel, type FieldProps } from './field';

export interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  type?: 'text' | 'email' | 'password' | 'tel' | 'url';
  autoComplete?: string;
  autoFocus?: boolean;
  placeholder?: string;
  maxLength?: number;
  inputMode?: 'text' | 'email' | 'numeric' | 'tel' | 'url' | 'decimal';
  /** Words or an icon inside the box, before and after what is typed. */
  prefix?: ReactNode;
  suffix?: ReactNode;
}

/** One line of text. */
export function TextField({ placeholder, prefix, suffix, ...props }: TextFieldProps) {
  const boxed = prefix !== undefined || suffix !== undefined;
  return (
    <AriaTextField {...ariaField(props)}>
      <FieldLabel {...props} />
      {boxed ? (
        <Group className={cx(groupClass, 'px-2.5')}>
          {prefix !== undefined && <span className="pr-1.5 text-muted">{prefix}</span>}
          <Input placeholder={placeholder} className="min-w-0 flex-1 bg-transparent py-1 outline-none" />
          {suffix !== undefined && <span className="pl-1.5 text-muted">{suffix}</span>}
        </Group>
      ) : (
        <Input placeholder={placeholder} className={controlClass} />
      )}
      <FieldHelp {...props} />
    </AriaTextField>
  );
}

export interface TextAreaFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  rows?: number;
  placeholder?: string;
  /** Shows how many characters are left, in the reader's own counting. */
  maxLength?: number;
  autoFocus?: boolean;
}

/** Several lines of text. */
export function TextAreaField({ rows = 4, placeholder, maxLength, ...props }: TextAreaFieldProps) {
  return (
    <AriaTextField {...ariaField(props)} maxLength={maxLength}>
      <FieldLabel {...props} />
      <AriaTextArea rows={rows} placeholder={placeholder} className={cx(controlClass, 'py-1.5 leading-normal')} />
      <div className="flex justify-between gap-3">
        <div className="flex flex-col">
          <FieldHelp {...props} />
        </div>
        {maxLength !== undefined && (
          <span className="tabular ml-auto text-caption text-muted" aria-hidden>
            {props.value.length} / {maxLength}
          </span>
        )}
      </div>
    </AriaTextField>
  );
}
