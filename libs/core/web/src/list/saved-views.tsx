import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { recall, remember } from '../i18n/i18n';
import { isSameSearch } from './same-search';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { Badge } from '../ui/display';

const SaveView = lazy(() => import('./save-view'));

export interface ListView {
  id: string;
  label: string;
  /** The filters and sort order of the view, as in the address. */
  search: Record<string, unknown>;
  count?: number | undefined;
}

interface OwnView extends ListView {
  isOwn: true;
}

/** Views that the reader saved of one list, kept on this device. */
export function useOwnViews(listId: string) {
  const key = `views.${listId}`;
  const [views, setViews] = useState<OwnView[]>(() => {
    try {
      return (JSON.parse(recall(key) ?? '[]') as ListView[]).map((view) => ({ ...view, isOwn: true }));
    } catch {
      return [];
    }
  });
  const keep = (next: OwnView[]) => {
    remember(key, JSON.stringify(next));
    setViews(next);
  };
  return {
    views,
    save: (label: string, search: Record<string, unknown>) =>
      keep([...views.filter((view) => view.label !== label), { id: `own-${label}`, label, search, isOwn: true }]),
    remove: (id: string) => keep(views.filter((view) => view.id !== id)),
  };
}

export interface ViewTabsProps {
  listId: string;
  views: readonly ListView[];
  current: Record<string, unknown>;
  onSelect: (search: Record<string, unknown>) => void;
}

/** The views of a list with their counts; "Save view" appears only when what is shown has no name yet. */
export function ViewTabs({ listId, views, current, onSelect }: ViewTabsProps) {
  const { t } = useLingui();
  const own = useOwnViews(listId);
  const [isNaming, setNaming] = useState(false);
  const all: (ListView & { isOwn?: boolean })[] = [...views, ...own.views];
  const selected = all.find((view) => isSameSearch(view.search, current));
  return (
    <div className="flex items-center gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]">
      {all.map((view) => {
        const label = view.label;
        return (
          <span key={view.id} className={cx('flex shrink-0 items-center border-b-2', view === selected ? 'border-primary' : 'border-transparent')}>
            <button
              type="button"
              aria-pressed={view === selected}
              onClick={() => onSelect(view.search)}
              className={cx('flex h-9 items-center gap-1.5 px-2 hover:text-fg', view === selected ? 'font-medium text-fg' : 'text-muted')}
            >
              {label}
              {view.count !== undefined && <Badge>{view.count}</Badge>}
            </button>
            {view.isOwn && view === selected && (
              <button
                type="button"
                aria-label={t`Remove the view ${label}`}
                onClick={() => own.remove(view.id)}
                className="flex size-6 items-center justify-center rounded-sm text-muted hover:text-fg"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            )}
          </span>
        );
      })}
      {!selected && (
        <Button size="sm" variant="quiet" className="ml-1 text-primary!" onPress={() => setNaming(true)}>
          <Trans>Save view</Trans>
        </Button>
      )}
      {isNaming && (
        <Suspense fallback={null}>
          <SaveView save={(name) => own.save(name, current)} close={() => setNaming(false)} />
        </Suspense>
      )}
    </div>
  );
}
