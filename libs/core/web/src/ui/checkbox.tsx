import { useId, type ReactNode } from 'react';
import { cx } from './cx';
import type { FieldProps } from './field';
import type { Option } from './option';

export interface CheckboxProps {
  children: ReactNode;
  help?: ReactNode;
  isSelected?: boolean;
  isIndeterminate?: boolean;
  onChange?: (isSelected: boolean) => void;
  onBlur?: (() => void) | undefined;
  isDisabled?: boolean | undefined;
  isRequired?: boolean;
  name?: string;
  error?: string | undefined;
  className?: string;
}

/** A tick with its sentence. */
export function Checkbox({
  children, help, error, className, isSelected = false, isIndeterminate = false, onChange, onBlur, isDisabled, isRequired, name,
}: CheckboxProps) {
  const id = useId();
  return (
    <div className={className}>
      <label className={cx('flex min-h-6 cursor-default items-start gap-2', isDisabled && 'opacity-50')}>
        <input
          type="checkbox"
          name={name}
          checked={isSelected}
          disabled={isDisabled}
          required={isRequired}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
          ref={(box) => {
            if (box) box.indeterminate = isIndeterminate;
          }}
          onChange={(event) => onChange?.(event.target.checked)}
          onBlur={onBlur}
          className="tick mt-0.5 shrink-0 aria-invalid:border-bad"
        />
        <span>
          {children}
          {help && <span className="block text-caption text-muted">{help}</span>}
        </span>
      </label>
      {error && (
        <p id={id} className="pl-6 text-caption text-bad">
          {error}
        </p>
      )}
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
export function CheckboxGroup<Value extends string>({
  options, value, onChange, onBlur, label, help, error, isRequired, isDisabled, isReadOnly, className,
}: CheckboxGroupProps<Value>) {
  const id = useId();
  const toggle = (one: Value, isOn: boolean) =>
    onChange(options.map((option) => option.value).filter((other) => (other === one ? isOn : value.includes(other))));
  return (
    <div
      role="group"
      aria-labelledby={`${id}label`}
      aria-describedby={cx(Boolean(help) && `${id}help`, error && `${id}error`) || undefined}
      className={cx('flex min-w-0 flex-col gap-1', className)}
    >
      <span id={`${id}label`} className="flex items-baseline gap-1 font-medium text-fg">
        <span>{label}</span>
        {isRequired && (
          <span aria-hidden className="text-bad">
            *
          </span>
        )}
      </span>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          help={option.help}
          isDisabled={isDisabled || isReadOnly || option.isDisabled}
          isSelected={value.includes(option.value)}
          onChange={(isOn) => toggle(option.value, isOn)}
          onBlur={onBlur}
        >
          {option.label}
        </Checkbox>
      ))}
      {help && (
        <span id={`${id}help`} className="text-caption text-muted">
          {help}
        </span>
      )}
      {error && (
        <span id={`${id}error`} className="text-caption text-bad">
          {error}
        </span>
      )}
    </div>
  );
}
