import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, CheckboxGroup as AriaCheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { cx } from './cx';
import { ariaField, FieldHelp, FieldLabel, type FieldProps } from './field';
import type { Option } from './option';

const box = cx(
  'flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-strong bg-surface text-on-primary',
  'group-data-selected:border-primary group-data-selected:bg-primary group-data-indeterminate:border-primary',
  'group-data-indeterminate:bg-primary group-data-invalid:border-bad group-data-focus-visible:outline-2',
  'outline-offset-2 outline-primary',
);

export interface CheckboxProps {
  children: ReactNode;
  help?: ReactNode;
  value?: string;
  isSelected?: boolean;
  isIndeterminate?: boolean;
  onChange?: (isSelected: boolean) => void;
  isDisabled?: boolean;
  isRequired?: boolean;
  name?: string;
  error?: string | undefined;
  className?: string;
}

/** A tick with its sentence. */
export function Checkbox({ children, help, error, className, ...props }: CheckboxProps) {
  return (
    <div className={className}>
      <AriaCheckbox
        {...props}
        isInvalid={Boolean(error)}
        className="group flex min-h-6 cursor-default items-start gap-2 data-disabled:opacity-50"
      >
        {({ isIndeterminate, isSelected }) => (
          <>
            <span className={cx(box, 'mt-1')}>
              {isIndeterminate ? (
                <Minus aria-hidden className="size-3" strokeWidth={3} />
              ) : (
                isSelected && <Check aria-hidden className="size-3" strokeWidth={3} />
              )}
            </span>
            <span>
              {children}
              {help && <span className="block text-caption text-muted">{help}</span>}
            </span>
          </>
        )}
      </AriaCheckbox>
      {error && <p className="pl-6 text-caption text-bad">{error}</p>}
    </div>
  );
}

export interface CheckboxGroupProps<Value extends string> extends FieldProps {
  options: readonly Option<Value>[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  onBlur?: (() => void) | undefined;
}

/** Any of a few. */
export function CheckboxGroup<Value extends string>({ options, value, onChange, ...props }: CheckboxGroupProps<Value>) {
  return (
    <AriaCheckboxGroup {...ariaField(props)} value={[...value]} onChange={(next) => onChange(next as Value[])}>
      <FieldLabel {...props} />
      {options.map((option) => (
        <Checkbox key={option.value} value={option.value} help={option.help} isDisabled={option.isDisabled}>
          {option.label}
        </Checkbox>
      ))}
      <FieldHelp {...props} />
    </AriaCheckboxGroup>
  );
}
