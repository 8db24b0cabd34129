import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { groupClass } from './classes';
import { cx } from './cx';

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
export function SearchField({ label, value, onChange, onSubmit, placeholder, autoFocus, className }: SearchFieldProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={cx(groupClass, className)}>
      <Search aria-hidden className="ml-2.5 size-4 shrink-0 text-muted" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        autoFocus={autoFocus}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSubmit?.(value);
          if (event.key !== 'Escape' || value === '') return;
          // An Escape that empties the box does not close what it stands in.
          event.preventDefault();
          event.stopPropagation();
          onChange('');
        }}
        className="min-w-0 flex-1 bg-transparent px-2 py-1 outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      {value !== '' && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t`Clear search`}
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
          className="mr-1 flex size-6 items-center justify-center rounded-sm text-muted hover:text-fg"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
