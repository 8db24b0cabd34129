import {
  columnFilteringFeature, createColumnHelper, createFilteredRowModel, createSortedRowModel, filterFn_includesString, globalFilteringFeature,
  rowSortingFeature, sortFn_alphanumeric, tableFeatures, useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  filterFns: { includesString: filterFn_includesString },
  sortFns: { alphanumeric: sortFn_alphanumeric },
});
const column = createColumnHelper();
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const sortMark = (sorted) => (sorted === 'asc' ? ' ↑' : sorted === 'desc' ? ' ↓' : '');

export function TenantTable({ rows }) {
  const { t } = useTranslation();
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('organisationNameEn', {
          header: t('company'),
          sortFn: 'alphanumeric',
          cell: ({ row }) => (
            <>
              <a href={`/tenancy/tenants/${row.original.id}`}>{row.original.organisationNameEn}</a>
              <small>{row.original.organisationNameZh}</small>
            </>
          ),
        }),
        column.accessor('state', { header: t('state'), sortFn: 'alphanumeric', cell: ({ getValue }) => <mark>{getValue()}</mark> }),
        column.accessor('desks', { header: t('desks'), sortFn: 'alphanumeric' }),
        column.accessor('signedAt', { header: t('signed'), sortFn: 'alphanumeric', cell: ({ getValue }) => day.format(new Date(getValue())) }),
        column.accessor((row) => row.activatedAt ?? '', {
          id: 'activatedAt',
          header: t('active'),
          sortFn: 'alphanumeric',
          cell: ({ getValue }) => (getValue() ? day.format(new Date(getValue())) : '—'),
        }),
      ]),
    [t],
  );
  const table = useTable({
    features, columns, data: rows, getRowId: (row) => row.id, globalFilterFn: 'includesString',
    initialState: { globalFilter: '', sorting: [] },
  });
  const shown = table.getRowModel().rows;
  return (
    <>
      <input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        value={String(table.state.globalFilter ?? '')}
        onChange={(event) => table.setGlobalFilter(event.target.value)}
      />
      <table>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id}>
                  <button type="button" onClick={header.column.getToggleSortingHandler()}>
                    <table.FlexRender header={header} />
                    {sortMark(header.column.getIsSorted())}
                  </button>
                </th>
              ))}
              <th />
            </tr>
          ))}
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
              <td>
                <details>
                  <summary aria-label={t('actions', { name: row.original.organisationNameEn })}>⋯</summary>
                  <a href={`/tenancy/tenants/${row.id}`}>{t('open')}</a>
                  <button type="button" onClick={() => void navigator.clipboard.writeText(row.id)}>
                    {t('copy')}
                  </button>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">{t('shown', { count: shown.length })}</p>
    </>
  );
}
