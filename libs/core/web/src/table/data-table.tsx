import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useCallback, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useRouter } from '@tanstack/react-router';
import { FailureWords } from '../app/failure';
import type { ErrorWords } from '../graphql/errors';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { Skeleton } from '../ui/display';
import { panels, type MenuGroup } from '../ui/overlay';
import { fromClass, type Column } from './column';
import { TableRow } from './table-row';
import { useIsPhone, useRowWindow } from './use-row-window';

export interface DataTableProps<Row> {
  /** What the table lists, read by screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** The row in words, for its checkbox and menu. */
  rowName: (row: Row) => string;
  /** Where the row leads; Enter and a click on its first cell go there. */
  rowHref?: (row: Row) => string;
  rowActions?: (row: Row) => readonly MenuGroup[];
  sort?: string;
  onSort?: (sort: string) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  isLoading?: boolean;
  isLoadingMore?: boolean;
  hasMore?: boolean;
  loadMore?: () => void;
  error?: ErrorWords | undefined;
  refetch?: () => void;
  /** Shown instead of rows. */
  empty?: ReactNode;
  /** One line a row (36 px) instead of two (48 px). */
  isCompact?: boolean;
}

const noSelection: ReadonlySet<string> = new Set();
/** So many are counted at a glance: how many they are is only read out. */
const FEW_ROWS = 8;

/**
 * A table of rows that the server filters, sorts and pages. Only the rows in view are drawn. One tab stop: arrows or
 * j/k move between rows, ↑ from the first row reaches the column heads, Enter opens, x selects, m opens the row's menu.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, rowName, rowHref, rowActions, selected = noSelection, onSelect, isCompact = false } = props;
  const router = useRouter();
  const tableRef = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<{ row: Row; triggerRef: { current: HTMLElement } } | null>(null);
  const menuId = useId();
  const MenuPanel = panels.use(menu !== null)?.MenuPanel;
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const latest = useRef({ rows, selected, onSelect, rowId });
  latest.current = { rows, selected, onSelect, rowId };

  // The heights of `TableRow`, with its line.
  const isTall = useIsPhone() && columns.some(({ below }) => below);
  const rowHeight = isTall ? 56 : isCompact ? 36 : 48;
  const { first, end } = useRowWindow(rows.length, rowHeight, bodyRef);
  const before = first * rowHeight;
  const after = (rows.length - end) * rowHeight;
  const at = Math.min(active, Math.max(0, rows.length - 1));

  const toggle = useCallback((id: string) => {
    const { selected: now, onSelect: tell } = latest.current;
    const next = new Set(now);
    if (!next.delete(id)) next.add(id);
    tell?.(next);
  }, []);
  const openMenu = useCallback((id: string, button: HTMLElement) => {
    const row = latest.current.rows.find((one) => latest.current.rowId(one) === id);
    if (row !== undefined) setMenu({ row, triggerRef: { current: button } });
  }, []);

  const wanted = useRef<string | null>(null);
  const reach = (id: string): boolean => {
    const row = tableRef.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
    return Boolean(row);
  };
  useLayoutEffect(() => {
    if (wanted.current !== null && reach(wanted.current)) wanted.current = null;
  });
  const focusRow = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    if (reach(rowId(row))) return;
    // The row is not drawn yet: bring its place into view, and the focus follows when it is.
    wanted.current = rowId(row);
    const top = (bodyRef.current?.getBoundingClientRect().top ?? 0) + index * rowHeight;
    window.scrollBy({ top: top - window.innerHeight / 2 });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const head = (event.target as HTMLElement).closest<HTMLElement>('[data-head]');
    if (head) {
      if (moveInHead(event, head)) return;
      if (event.key === 'ArrowDown' || event.key === 'j') {
        event.preventDefault();
        focusRow(at);
      }
      return;
    }
    const row = rows[at];
    if (row === undefined) return;
    const keys: Record<string, () => void> = {
      j: () => focusRow(Math.min(at + 1, rows.length - 1)),
      k: () => focusRow(at - 1),
      ArrowDown: () => focusRow(Math.min(at + 1, rows.length - 1)),
      ArrowUp: () => (at === 0 ? tableRef.current?.querySelector<HTMLElement>('[data-head]')?.focus() : focusRow(at - 1)),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      Enter: () => rowHref && router.history.push(rowHref(row)),
      x: () => onSelect && toggle(rowId(row)),
      m: () => {
        const button = tableRef.current?.querySelector<HTMLElement>(
          `[data-row="${CSS.escape(rowId(row))}"] [data-row-menu]`,
        );
        if (button) openMenu(rowId(row), button);
      },
    };
    const act = keys[event.key];
    const inControl = ['INPUT', 'BUTTON', 'A'].includes((event.target as HTMLElement).tagName);
    if (!act || (inControl && event.key === 'Enter')) return;
    event.preventDefault();
    act();
  };

  if (props.error && rows.length === 0) {
    return <FailureWords words={props.error} {...(props.refetch ? { retry: props.refetch } : {})} />;
  }
  const isEmpty = rows.length === 0 && !props.isLoading;
  return (
    <div className="min-w-0">
      <table
        ref={tableRef}
        aria-label={props.label}
        aria-rowcount={props.hasMore ? -1 : rows.length + 1}
        aria-busy={props.isLoading}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-collapse"
      >
        <TableHead {...props} isFocusable={rows.length === 0} />
        <tbody ref={bodyRef}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {rows.slice(first, end).map((row, offset) => {
            const index = first + offset;
            const id = rowId(row);
            return (
              <TableRow
                key={id}
                row={row}
                id={id}
                index={index}
                columns={columns}
                href={rowHref?.(row)}
                name={rowName(row)}
                isActive={index === at}
                isSelected={selected.has(id)}
                canSelect={onSelect !== undefined}
                hasMenu={rowActions !== undefined}
                hasActions={(rowActions?.(row).length ?? 0) > 0}
                isCompact={isCompact}
                onToggle={toggle}
                onMenu={openMenu}
                onFocusRow={setActive}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
          {props.isLoading && rows.length === 0 && <LoadingRows {...props} />}
        </tbody>
      </table>
      {isEmpty && props.empty}
      {rows.length > 0 && (
        <div className={props.hasMore || rows.length > FEW_ROWS ? 'flex min-h-11 flex-wrap items-center gap-3 border-t border-line px-4 py-1.5 text-caption text-muted' : 'sr-only'}>
          <span role="status" className="tabular">
            {props.hasMore ? <Trans>{rows.length} shown, there are more</Trans> : <Trans>{rows.length} shown</Trans>}
          </span>
          {props.hasMore && (
            <Button size="sm" isPending={props.isLoadingMore ?? false} onPress={() => props.loadMore?.()}>
              <Trans>Load more</Trans>
            </Button>
          )}
        </div>
      )}
      {menu && rowActions && MenuPanel && (
        <MenuPanel
          id={menuId}
          label={rowName(menu.row)}
          groups={rowActions(menu.row)}
          triggerRef={menu.triggerRef}
          close={() => {
            menu.triggerRef.current.closest<HTMLElement>('tr')?.focus();
            setMenu(null);
          }}
        />
      )}
    </div>
  );
}

function moveInHead(event: KeyboardEvent<HTMLElement>, head: HTMLElement): boolean {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return false;
  const heads = [...(head.closest('tr')?.querySelectorAll<HTMLElement>('[data-head]') ?? [])];
  heads[heads.indexOf(head) + step]?.focus();
  event.preventDefault();
  return true;
}

function TableHead<Row>(props: DataTableProps<Row> & { isFocusable: boolean }) {
  const { t } = useLingui();
  const { columns, rows, rowId, sort, onSort, selected = noSelection, onSelect } = props;
  const all = rows.length > 0 && rows.every((row) => selected.has(rowId(row)));
  return (
    <thead>
      <tr className="h-9 border-b border-line text-left text-caption text-muted">
        {onSelect && (
          <th scope="col" className="w-9 pl-3">
            <input
              type="checkbox"
              data-head
              tabIndex={-1}
              checked={all}
              ref={(box) => {
                if (box) box.indeterminate = !all && selected.size > 0;
              }}
              aria-label={t`Select all shown`}
              onChange={() => onSelect(all ? new Set() : new Set(rows.map(rowId)))}
              className="tick"
            />
          </th>
        )}
        {columns.map((column, index) => {
          const isSorted = column.sort !== undefined && sort?.replace(/^-/, '') === column.sort;
          const isDown = isSorted && sort?.startsWith('-') === true;
          const Icon = isSorted ? (isDown ? ArrowDown : ArrowUp) : ChevronsUpDown;
          return (
            <th
              key={column.id}
              scope="col"
              style={column.width ? { width: column.width } : undefined}
              aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : undefined}
              className={cx(
                'truncate px-3 font-medium first:pl-4 last:pr-4',
                column.align === 'end' && 'text-right',
                index > 0 && column.from && fromClass[column.from],
              )}
            >
              {column.sort && onSort ? (
                <button
                  type="button"
                  data-head
                  tabIndex={props.isFocusable && index === 0 ? 0 : -1}
                  onClick={() => onSort(isSorted && !isDown ? `-${column.sort}` : (column.sort ?? ''))}
                  className={cx('-mx-1 inline-flex max-w-full items-center gap-1 rounded-sm px-1 py-1 hover:text-fg', isSorted && 'text-fg')}
                >
                  <span className="truncate">{column.header}</span>
                  <Icon aria-hidden className={cx('size-3 shrink-0', !isSorted && 'opacity-50')} />
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
        {props.rowActions && (
          <th scope="col" className="w-10">
            <span className="sr-only">{t`Actions`}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

function LoadingRows<Row>({ columns, onSelect, rowActions, isCompact }: DataTableProps<Row>) {
  return Array.from({ length: 8 }, (_, row) => (
    <tr key={row} className={cx('border-b border-line', isCompact ? 'h-9' : 'h-12')}>
      {onSelect && <td />}
      {columns.map((column, index) => (
        <td key={column.id} className={cx('px-3 first:pl-4 last:pr-4', index > 0 && column.from && fromClass[column.from])}>
          <Skeleton className={index === 0 ? 'w-3/4' : 'w-1/2'} />
        </td>
      ))}
      {rowActions && <td />}
    </tr>
  ));
}
