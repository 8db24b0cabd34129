import { useLingui } from '@lingui/react/macro';
import { MoreHorizontal } from 'lucide-react';
import { Fragment, memo, type ReactNode } from 'react';
import { HrefLink } from '../ui/button';
import { cx } from '../ui/cx';
import { panels } from '../ui/overlay';
import { fromClass, type Column } from './column';

export interface TableRowProps<Row> {
  row: Row;
  id: string;
  index: number;
  columns: readonly Column<Row>[];
  href: string | undefined;
  name: string;
  isActive: boolean;
  isSelected: boolean;
  canSelect: boolean;
  /** Whether rows of this table have a menu, and whether this one has anything in it. */
  hasMenu: boolean;
  hasActions: boolean;
  isCompact: boolean;
  onToggle: (id: string) => void;
  onMenu: (id: string, button: HTMLElement) => void;
  onFocusRow: (index: number) => void;
}

/** What a row is about is not cut on a narrow screen: two tight lines are as high as a compact row. */
const NAME = 'max-sm:line-clamp-2 max-sm:leading-tight max-sm:whitespace-normal';

function Cell({ href, isFirst, children }: { href: string | undefined; isFirst: boolean; children: ReactNode }) {
  const wraps = isFirst && typeof children === 'string' && NAME;
  if (!isFirst || !href) return <div className={cx('truncate', wraps)}>{children}</div>;
  return (
    <HrefLink href={href} tabIndex={-1} className={cx('block truncate font-medium text-fg hover:text-primary', wraps)}>
      {children}
    </HrefLink>
  );
}

function Below({ parts }: { parts: readonly { id: string; words: ReactNode }[] }) {
  return (
    <div className="tabular truncate text-caption text-muted sm:hidden">
      {parts.filter(({ words }) => words !== null).map(({ id, words }, at) => <Fragment key={id}>{at > 0 && ' · '}{words}</Fragment>)}
    </div>
  );
}

function TableRowPlain<Row>(props: TableRowProps<Row>) {
  const { t } = useLingui();
  const { row, id, index, columns, href, name, isActive, isSelected, canSelect, hasMenu, hasActions, isCompact } = props;
  const below = columns.flatMap((column) => (column.below ? [{ id: column.id, words: column.below(row) }] : []));
  return (
    <tr
      tabIndex={isActive ? 0 : -1}
      data-row={id}
      aria-rowindex={index + 2}
      onFocus={() => props.onFocusRow(index)}
      className={cx(
        'group scroll-my-14 border-b border-line outline-none last:border-b-0 hover:bg-sunken/70 focus-visible:bg-primary-soft/60',
        'focus-visible:shadow-[inset_2px_0_0_var(--primary)]',
        isSelected && 'bg-primary-soft/60',
        isCompact ? 'h-9' : 'h-12',
        below.length > 0 && 'max-sm:h-14',
      )}
    >
      {canSelect && (
        <td className="w-10 pl-4">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={isSelected}
            aria-label={t`Select ${name}`}
            onChange={() => props.onToggle(id)}
            className="tick"
          />
        </td>
      )}
      {columns.map((column, at) => (
        <td
          key={column.id}
          className={cx(
            'max-w-0 px-3 text-table first:pl-4 last:pr-4',
            column.align === 'end' && 'tabular text-right',
            !isCompact && 'py-1',
            at > 0 && column.from && fromClass[column.from],
          )}
        >
          <Cell href={href} isFirst={at === 0}>
            {column.cell(row)}
          </Cell>
          {at === 0 && below.length > 0 && <Below parts={below} />}
        </td>
      ))}
      {hasMenu && (
        <td className="w-10 pr-2 text-right">
          {hasActions && (
            <button
              type="button"
              tabIndex={-1}
              aria-haspopup="menu"
              aria-label={t`Actions for ${name}`}
              data-row-menu
              onPointerEnter={panels.fetch}
              onClick={(event) => props.onMenu(id, event.currentTarget)}
              className="inline-flex size-7 items-center justify-center rounded-control text-muted hover:bg-fg/6 hover:text-fg"
            >
              <MoreHorizontal aria-hidden className="size-4" />
            </button>
          )}
        </td>
      )}
    </tr>
  );
}

/** One row; drawn again only when something of its own changed. */
export const TableRow = memo(TableRowPlain) as typeof TableRowPlain;
