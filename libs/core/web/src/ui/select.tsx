import { useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { ListBox } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { controlClass, popoverClass } from './classes';
import { cx } from './cx';
import { ariaField, FieldHelp, FieldLabel, type FieldProps } from './field';
import { OptionItem, type Option } from './option';

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
