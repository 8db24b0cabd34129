import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { Badge } from './display';
import { cx } from './cx';

export interface TabItem {
  id: string;
  label: ReactNode;
  count?: number | undefined;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  items: readonly TabItem[];
  selected: string;
  onSelect: (id: string) => void;
}

/** Where the tabs are wider than the page, one is brought to its middle. */
function bringIntoView(tab: HTMLElement | null): void {
  const list = tab?.parentElement;
  if (tab && list) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}

/** Tabs; keep the selected one in the URL so that a link opens it. */
export function Tabs({ label, items, selected, onSelect }: TabsProps) {
  const tab = useRef<HTMLElement>(null);
  const show = useCallback((element: HTMLElement | null) => {
    tab.current = element;
    bringIntoView(element);
  }, []);
  // A count that comes later makes its tab wider.
  const counts = items.map(({ count }) => count).join();
  useEffect(() => {
    const frame = requestAnimationFrame(() => bringIntoView(tab.current));
    return () => cancelAnimationFrame(frame);
  }, [counts]);
  return (
    <AriaTabs selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))} className="min-w-0">
      <TabList
        aria-label={label}
        className="relative flex gap-5 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {items.map((item) => (
          <Tab
            key={item.id}
            id={item.id}
            ref={item.id === selected ? show : null}
            className={cx(
              'flex h-9 shrink-0 cursor-default items-center gap-1.5 border-b-2 border-transparent px-0.5 text-muted',
              'hover:text-fg data-selected:border-primary data-selected:font-medium data-selected:text-fg',
              'rounded-t-sm -outline-offset-2',
            )}
          >
            {item.label}
            {item.count !== undefined && <Badge>{item.count}</Badge>}
          </Tab>
        ))}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className="min-w-0 pt-4 outline-none">
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
