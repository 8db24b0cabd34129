import { useRef } from 'react';
import { Popover } from 'react-aria-components/Popover';
import { popoverClass } from '../ui/classes';
import { MenuList, type MenuGroup } from '../ui/overlay';

export interface RowMenuProps {
  label: string;
  groups: readonly MenuGroup[];
  anchor: HTMLElement;
  close: () => void;
}

/** The one menu that all rows share, opened at the row that asked. */
export function RowMenu({ label, groups, anchor, close }: RowMenuProps) {
  const ref = useRef<HTMLElement>(anchor);
  ref.current = anchor;
  const closing = groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({
      ...item,
      onAction: () => {
        close();
        item.onAction();
      },
    })),
  }));
  return (
    <Popover
      aria-label={label}
      triggerRef={ref}
      isOpen
      onOpenChange={(open) => open || close()}
      placement="bottom end"
      className={`${popoverClass} min-w-48`}
    >
      <MenuList label={label} groups={closing} autoFocus />
    </Popover>
  );
}
