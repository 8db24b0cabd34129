import { Check } from 'lucide-react';
import { ListBoxItem } from 'react-aria-components/ListBox';
import { itemClass } from './classes';

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  help?: string;
  isDisabled?: boolean;
}

/** One choice of a list, with a tick when it is chosen. */
export function OptionItem({ option }: { option: Option }) {
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
