import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown, X } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { cx } from '../ui/cx';
import { PopoverButton } from '../ui/overlay';
import { SearchField } from '../ui/search-field';
import { useFormat } from '../format/use-format';
import { matches } from '../shell/palette-filter';

export interface FacetOption {
  value: string;
  label: string;
  /** How many there are with the other filters as they are. */
  count?: number | undefined;
}

export interface Facet<Name extends string = string> {
  /** Name in the address. */
  id: Name;
  label: string;
  options: readonly FacetOption[];
}

/** The search box; writes to the address a moment after the last key. */
export function ListSearchBox({ value, label, onChange }: { value: string; label: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, 250);
    return () => clearTimeout(timer);
  }, [text, onChange]);
  return <SearchField label={label} value={text} onChange={setText} className="w-full sm:w-64" />;
}

interface FacetProps {
  facet: Facet;
  selected: readonly string[];
  onToggle: (value: string) => void;
  onClear: () => void;
}

/** One facet: a button that says what is chosen, and its choices with their counts. */
export function FacetFilter({ facet, selected, onToggle, onClear }: FacetProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const names = selected.map((value) => facet.options.find((option) => option.value === value)?.label ?? value);
  const shown = facet.options.filter((option) => matches(option.label, wanted));
  const label = facet.label;
  return (
    <span className="inline-flex max-w-full min-w-0">
      <PopoverButton
        label={label}
        className="w-64"
        trigger={
          <Button
            size="sm"
            className={cx(
              'min-w-0 border-dashed font-normal!',
              names.length > 0 && 'rounded-r-none border-primary! border-solid! bg-primary-soft! text-primary!',
            )}
          >
            <span className="truncate">{names.length > 0 ? `${label}${t`: `}${format.list(names)}` : label}</span>
            <ChevronDown aria-hidden className="size-3.5!" />
          </Button>
        }
      >
        <div className="flex flex-col gap-1 p-2">
          {facet.options.length > 8 && (
            <SearchField label={t`Find in ${label}`} value={typed} onChange={setTyped} className="mb-1" />
          )}
          {shown.map((option) => (
            <div key={option.value} className="flex items-center rounded-[5px] px-1.5 hover:bg-sunken">
              <Checkbox
                className="min-w-0 flex-1"
                isSelected={selected.includes(option.value)}
                onChange={() => onToggle(option.value)}
              >
                {option.label}
              </Checkbox>
              {option.count !== undefined && (
                <span className="tabular text-caption text-muted">{format.number(option.count)}</span>
              )}
            </div>
          ))}
          {shown.length === 0 && (
            <p className="px-1.5 py-1 text-muted">
              <Trans>Nothing found</Trans>
            </p>
          )}
        </div>
      </PopoverButton>
      {names.length > 0 && (
        <Button
          size="sm"
          iconOnly
          aria-label={t`Remove the filter ${label}`}
          onPress={onClear}
          className="rounded-l-none border-l-0! border-primary! bg-primary-soft! text-primary!"
        >
          <X aria-hidden className="size-3.5!" />
        </Button>
      )}
    </span>
  );
}
