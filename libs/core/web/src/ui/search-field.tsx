import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { cx } from './cx';
import { groupClass } from './field';

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
