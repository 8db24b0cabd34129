import { Trans, useLingui } from '@lingui/react/macro';
import { writeCsv, type CsvValue } from '@wutong/core-shared';
import { Columns3, Download, FilterX } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { List } from '../graphql/use-list';
import { visibleColumns, type Column } from '../table/column';
import { DataTable } from '../table/data-table';
import { saveFile } from '../table/save-file';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { EmptyState } from '../ui/display';
import { PopoverButton, Tooltip, type MenuGroup } from '../ui/overlay';
import { BulkBar, type BulkAction } from './bulk-bar';
import { FacetFilter, ListSearchBox, type Facet } from './filters';
import { type ListSpec, useListSearch } from './list-search';
import { PageHeader, type PageHeaderProps } from './page-header';
import { ViewTabs, type ListView } from './saved-views';

export interface ListPageProps<Row, Name extends string, Sort extends string>
  extends Pick<PageHeaderProps, 'crumbs' | 'lead' | 'actions'> {
  /** Name of the list on this device, for its saved views and its CSV file: `tenancy-applications`. */
  id: string;
  title: string;
  spec: ListSpec<Name, Sort>;
  list: Pick<List<unknown, Row>, 'rows' | 'isLoading' | 'isLoadingMore' | 'hasMore' | 'loadMore' | 'error' | 'refetch'>;
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  rowHref?: (row: Row) => string;
  rowActions?: (row: Row) => readonly MenuGroup[];
  facets?: readonly Facet<Name>[];
  /** What the search box looks through: "Search names and codes"; without it there is none. */
  searchLabel?: string;
  views?: readonly ListView[];
  bulkActions?: readonly BulkAction[];
  /** Shown when there is nothing at all, filters aside: why, and the next step. */
  empty: ReactNode;
  isCompact?: boolean;
  /** Between the head and the filters: figures, a notice. */
  children?: ReactNode;
}

/** A list: views, search, facets with counts, columns, sort, keyset pages, bulk actions, CSV of exactly what is shown. */
export function ListPage<Row, Name extends string, Sort extends string>(props: ListPageProps<Row, Name, Sort>) {
  const { t } = useLingui();
  const { id, title, spec, list, columns, facets = [], views = [], rowId, rowName, bulkActions } = props;
  const address = useListSearch(spec);
  const search = address.search as Record<string, unknown> & { q?: string; columns?: string[] };
  const chosen = search.columns;
  const shown = useMemo(() => visibleColumns(columns, chosen), [columns, chosen]);
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  // A row stays selected when other filters hide it, so its name is kept from the time it was seen.
  const names = useRef(new Map<string, string>());
  const selectRows = (ids: ReadonlySet<string>) => {
    for (const row of list.rows) if (ids.has(rowId(row))) names.current.set(rowId(row), rowName(row));
    select(ids);
  };
  const setColumn = (column: string, isOn: boolean) => {
    const now = shown.map((one) => one.id);
    const next = isOn ? [...now, column] : now.filter((one) => one !== column);
    address.set({ columns: next } as never);
  };
  const exportCsv = () => {
    const exported = shown.filter((column) => column.csv);
    const rows = list.rows.map((row) => exported.map((column): CsvValue => column.csv?.(row)));
    saveFile(`${id}.csv`, writeCsv([exported.map((column) => column.header), ...rows]));
  };

  return (
    <>
      <PageHeader
        title={title}
        {...(props.crumbs ? { crumbs: props.crumbs } : {})}
        lead={props.lead}
        actions={props.actions}
      />
      {props.children && <div className="pb-4 empty:hidden">{props.children}</div>}
      <section aria-label={title} className="min-w-0 rounded-card border border-line bg-surface">
        {views.length > 0 && (
          <div className="px-2">
            <ViewTabs listId={id} views={views} current={search} onSelect={(next) => address.replaceAll(next as never)} />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          {props.searchLabel && (
            <ListSearchBox
              label={props.searchLabel}
              value={search.q ?? ''}
              onChange={(q) => address.set({ q: q || undefined } as never)}
            />
          )}
          {facets.map((facet) => (
            <FacetFilter
              key={facet.id}
              facet={facet}
              selected={(search[facet.id] as string[] | undefined) ?? []}
              onToggle={(value) => address.toggle(facet.id, value)}
              onClear={() => address.set({ [facet.id]: undefined } as never)}
            />
          ))}
          {address.isFiltered && (
            <Button size="sm" variant="quiet" onPress={address.clear}>
              <Trans>Clear filters</Trans>
            </Button>
          )}
          <span className="ml-auto flex gap-1">
            <PopoverButton
              label={t`Columns`}
              placement="bottom end"
              className="w-56"
              trigger={
                <Button size="sm" variant="quiet" iconOnly aria-label={t`Columns`}>
                  <Columns3 aria-hidden />
                </Button>
              }
            >
              <div className="flex flex-col p-2">
                {columns.slice(1).map((column) => (
                  <Checkbox
                    key={column.id}
                    className="px-1"
                    isSelected={shown.includes(column)}
                    onChange={(isOn) => setColumn(column.id, isOn)}
                  >
                    {column.header}
                  </Checkbox>
                ))}
              </div>
            </PopoverButton>
            {columns.some((column) => column.csv) && (
              <Tooltip text={t`Download the rows shown as CSV`}>
                <Button size="sm" variant="quiet" iconOnly aria-label={t`Download the rows shown as CSV`} onPress={exportCsv}>
                  <Download aria-hidden />
                </Button>
              </Tooltip>
            )}
          </span>
        </div>
        <DataTable
          label={title}
          columns={shown}
          rows={list.rows}
          rowId={rowId}
          rowName={rowName}
          {...(props.rowHref ? { rowHref: props.rowHref } : {})}
          {...(props.rowActions ? { rowActions: props.rowActions } : {})}
          {...(bulkActions ? { selected, onSelect: selectRows } : {})}
          sort={address.sort}
          onSort={(sort) => address.set({ sort } as never)}
          isLoading={list.isLoading}
          isLoadingMore={list.isLoadingMore}
          hasMore={list.hasMore}
          loadMore={list.loadMore}
          error={list.error}
          refetch={list.refetch}
          isCompact={props.isCompact ?? false}
          empty={address.isFiltered ? <NothingMatches clear={address.clear} /> : props.empty}
        />
      </section>
      {bulkActions && <BulkBar selected={selected} nameOf={(row) => names.current.get(row) ?? row} actions={bulkActions} clear={() => select(new Set())} />}
    </>
  );
}

function NothingMatches({ clear }: { clear: () => void }) {
  return (
    <EmptyState
      icon={<FilterX />}
      title={<Trans>Nothing matches these filters</Trans>}
      action={
        <Button onPress={clear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    >
      <Trans>Take a filter away, or search for fewer words.</Trans>
    </EmptyState>
  );
}
