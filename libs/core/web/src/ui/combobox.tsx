import { useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { ListBox } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { groupClass, popoverClass } from './classes';
import { cx } from './cx';
import { ariaField, FieldHelp, FieldLabel, type FieldProps } from './field';
import { OptionItem, type Option } from './option';

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

  // What is chosen stays among the choices, or leaving the field would find nothing by its key and let it go.
  const choices = value && !options.some((option) => option.value === value.value) ? [value, ...options] : options;
  return (
    <AriaComboBox
      {...ariaField(props)}
      items={choices.map((option) => ({ ...option, id: option.value }))}
      inputValue={text}
      onInputChange={setText}
      value={value?.value ?? null}
      onChange={(key) => {
        const chosen = choices.find((option) => option.value === key) ?? null;
        // In the same step as the value; a text that follows later would open the list again.
        setText(chosen?.label ?? '');
        onChange(chosen);
      }}
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
