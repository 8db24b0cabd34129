import { useLingui } from '@lingui/react/macro';
import { Minus, Plus, Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { cx } from './cx';
import { ariaField, controlClass, FieldHelp, FieldLabel, groupClass, type FieldProps } from './field';

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
            {props.value.length} / {maxLength}
          </span>
        )}
      </div>
    </AriaTextField>
  );
}

export interface NumberFieldProps extends FieldProps {
  /** `null` while empty. */
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: (() => void) | undefined;
  minValue?: number;
  maxValue?: number;
  step?: number;
  formatOptions?: Intl.NumberFormatOptions;
  /** The unit after the number, such as GPU-hours. */
  unit?: ReactNode;
  placeholder?: string;
}

/** A number in the reader's own notation, with steppers and arrow keys. */
export function NumberField({ value, onChange, unit, placeholder, ...props }: NumberFieldProps) {
  const { t } = useLingui();
  return (
    <AriaNumberField
      {...ariaField(props)}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
    >
      <FieldLabel {...props} />
      <Group className={groupClass}>
        <Input placeholder={placeholder} className="tabular min-w-0 flex-1 bg-transparent px-2.5 py-1 outline-none" />
        {unit && <span className="px-2 text-muted">{unit}</span>}
        <span className="flex self-stretch border-l border-line">
          <Button slot="decrement" aria-label={t`Less`} className={stepper}>
            <Minus aria-hidden className="size-3.5" />
          </Button>
          <Button slot="increment" aria-label={t`More`} className={cx(stepper, 'border-l border-line')}>
            <Plus aria-hidden className="size-3.5" />
          </Button>
        </span>
      </Group>
      <FieldHelp {...props} />
    </AriaNumberField>
  );
}

const stepper = 'flex w-7 items-center justify-center text-muted hover:bg-sunken hover:text-fg disabled:opacity-40';

export interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  placeholder?: string;
  autoFocus?: boolean;
  className?: string;
}

/** A search box; Escape empties it. */
export function SearchField({ label, placeholder, className, ...props }: SearchFieldProps) {
  const { t } = useLingui();
  return (
    <AriaSearchField {...props} aria-label={label} className={cx('group min-w-0', className)}>
      <Group className={groupClass}>
        <Search aria-hidden className="ml-2.5 size-4 shrink-0 text-muted" />
        <Input
          placeholder={placeholder ?? label}
          className="min-w-0 flex-1 bg-transparent px-2 py-1 outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        <Button
          aria-label={t`Clear search`}
          className="mr-1 flex size-6 items-center justify-center rounded-sm text-muted group-data-empty:invisible hover:text-fg"
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      </Group>
    </AriaSearchField>
  );
}
