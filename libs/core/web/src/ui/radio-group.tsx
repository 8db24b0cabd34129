import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup';
import { cx } from './cx';
import { ariaField, FieldHelp, FieldLabel, type FieldProps } from './field';
import type { Option } from './option';

export interface RadioGroupProps<Value extends string> extends FieldProps {
  options: readonly Option<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  onBlur?: (() => void) | undefined;
  orientation?: 'horizontal' | 'vertical';
}

/** One of a few, all in view. */
export function RadioGroup<Value extends string>(all: RadioGroupProps<Value>) {
  const { options, value, onChange, orientation = 'vertical', ...props } = all;
  return (
    <AriaRadioGroup
      {...ariaField(props)}
      value={value}
      onChange={(next) => onChange(next as Value)}
      orientation={orientation}
    >
      <FieldLabel {...props} />
      <div className={orientation === 'horizontal' ? 'flex flex-wrap gap-x-5 gap-y-1' : 'flex flex-col gap-1'}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            isDisabled={option.isDisabled}
            className="group/radio flex min-h-6 cursor-default items-start gap-2 data-disabled:opacity-50"
          >
            <span
              className={cx(
                'mt-1 size-4 shrink-0 rounded-full border border-line-strong bg-surface outline-offset-2 outline-primary',
                'group-data-focus-visible/radio:outline-2 group-data-selected/radio:border-[5px]',
                'group-data-selected/radio:border-primary group-data-invalid:border-bad',
              )}
            />
            <span>
              {option.label}
              {option.help && <span className="block text-caption text-muted">{option.help}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldHelp {...props} />
    </AriaRadioGroup>
  );
}
