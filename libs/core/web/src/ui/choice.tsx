import { useLingui } from '@lingui/react/macro';
import { Check, ChevronDown, Minus } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Checkbox as AriaCheckbox, CheckboxGroup as AriaCheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import { cx } from './cx';
import { ariaField, controlClass, FieldHelp, FieldLabel, groupClass, type FieldProps } from './field';

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  help?: string;
  isDisabled?: boolean;
}

export const popoverClass = cx(
  'enter max-h-80 overflow-auto rounded-card border border-line bg-raised p-1 text-fg shadow-overlay outline-none',
);

export const itemClass = cx(
  'flex min-h-8 cursor-default items-center gap-2 rounded-[5px] px-2 py-1 text-body outline-none select-none',
  'data-focused:bg-primary-soft data-disabled:opacity-50 data-hovered:bg-primary-soft [&_svg]:size-4 [&_svg]:shrink-0',
);

function OptionItem({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.value} textValue={option.label} isDisabled={option.isDisabled} className={itemClass}>
      {({ isSelected }) => (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate">{option.label}</span>
            {option.help && <span className="block text-caption text-muted">{option.help}</span>}
          </span>
          {isSelected && <Check aria-hidden className="text-primary" />}
        </>
      )}
    </ListBoxItem>
  );
}

export interface SelectProps<Value extends string> extends FieldProps {
  options: readonly Option<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  onBlur?: (() => void) | undefined;
  placeholder?: string;
}

/** One of a short list; for long or searched lists use `Combobox`. */
export function Select<Value extends string>({ options, value, onChange, placeholder, ...props }: SelectProps<Value>) {
  const { t } = useLingui();
  return (
    <AriaSelect
      {...ariaField(props)}
      value={value}
      onChange={(key) => key !== null && onChange(String(key) as Value)}
      placeholder={placeholder ?? t`Choose`}
    >
      <FieldLabel {...props} />
      <Button className={cx(controlClass, 'flex items-center justify-between gap-2 text-left')}>
        <SelectValue className="min-w-0 flex-1 truncate data-placeholder:text-muted [&_.text-caption]:hidden" />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Button>
      <FieldHelp {...props} />
      <Popover className={cx(popoverClass, 'min-w-(--trigger-width)')}>
        <ListBox items={options.map((option) => ({ ...option, id: option.value }))} className="outline-none">
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface ComboboxProps<Value extends string> extends FieldProps {
  /** Called with what was typed, 200 ms after the last key; gives the choices to show. */
  load: (text: string, signal: AbortSignal) => Promise<readonly Option<Value>[]>;
  value: Option<Value> | null;
  onChange: (value: Option<Value> | null) => void;
  onBlur?: (() => void) | undefined;
  placeholder?: string;
}

/** One of a long list, searched on the server as the person types. */
export function Combobox<Value extends string>({ load, value, onChange, placeholder, ...props }: ComboboxProps<Value>) {
  const { t } = useLingui();
  const [text, setText] = useState(value?.label ?? '');
  const [options, setOptions] = useState<readonly Option<Value>[]>(value ? [value] : []);
  const [isLoading, setLoading] = useState(false);

  useEffect(() => setText(value?.label ?? ''), [value]);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      setLoading(true);
      load(text === value?.label ? '' : text, stop.signal)
        .then((found) => stop.signal.aborted || setOptions(found))
        .catch(() => stop.signal.aborted || setOptions([]))
        .finally(() => stop.signal.aborted || setLoading(false));
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, load, value]);

  return (
    <AriaComboBox
      {...ariaField(props)}
      items={options.map((option) => ({ ...option, id: option.value }))}
      inputValue={text}
      onInputChange={setText}
      value={value?.value ?? null}
      onChange={(key) => onChange(options.find((option) => option.value === key) ?? null)}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <FieldLabel {...props} />
      <Group className={groupClass}>
        <Input placeholder={placeholder} className="min-w-0 flex-1 bg-transparent px-2.5 py-1 outline-none" />
        <Button className="flex w-8 items-center justify-center self-stretch text-muted">
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      </Group>
      <FieldHelp {...props} />
      <Popover className={cx(popoverClass, 'min-w-(--trigger-width)')}>
        <ListBox
          className="outline-none"
          renderEmptyState={() => (
            <div className="px-2 py-1.5 text-muted">{isLoading ? t`Searching…` : t`Nothing found`}</div>
          )}
        >
          {(option: Option<Value> & { id: Value }) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

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

export interface SwitchProps {
  children: ReactNode;
  help?: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
}

/** On or off, at once. */
export function Switch({ children, help, ...props }: SwitchProps) {
  return (
    <AriaSwitch {...props} className="group flex min-h-6 cursor-default items-start gap-2.5 data-disabled:opacity-50">
      <span
        className={cx(
          'mt-0.5 flex h-4.5 w-8 shrink-0 items-center rounded-full bg-line-strong p-0.5 outline-offset-2 outline-primary',
          'transition-colors duration-100 group-data-focus-visible:outline-2 group-data-selected:bg-primary',
        )}
      >
        <span className="size-3.5 rounded-full bg-white transition-transform duration-100 group-data-selected:translate-x-3.5" />
      </span>
      <span>
        {children}
        {help && <span className="block text-caption text-muted">{help}</span>}
      </span>
    </AriaSwitch>
  );
}
