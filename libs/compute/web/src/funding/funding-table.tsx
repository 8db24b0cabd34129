import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable, EmptyState, graphql, Panel, Tag, useFormat, useList, useName, type Column, type MenuGroup } from '@wutong/core-web';
import { Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { monthBefore, monthName, useChargeWords } from '../charge/charge-words';
import { className } from '../gpu-hours';
import { FundingSourcesDocument, type FundingSourcesQuery } from './funding-table.graphql';

graphql`
  query FundingSources($first: Int!, $after: String) {
    fundingSources(first: $first, after: $after) {
      nodes {
        id version programme kind amountFen usedFen leftFen firstMonth lastMonth sharePercent monthCapFen gpuClasses lapsedAt clawedBackAt
        organisation { id nameZh nameEn }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export type Source = FundingSourcesQuery['fundingSources']['nodes'][number];

interface FundingTableProps {
  withCompany?: boolean;
  actions?: ReactNode;
  rowActions?: (source: Source) => readonly MenuGroup[];
}

/** Vouchers, subsidies and cash with their terms and what is left: to a company its own. */
export function FundingTable({ withCompany = false, actions, rowActions }: FundingTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useChargeWords();
  const list = useList(FundingSourcesDocument, { first: 50 }, (data) => data.fundingSources);
  const terms = (source: Source): string =>
    [
      source.sharePercent < 100 ? t`pays at most ${source.sharePercent}% of a charge` : '',
      source.monthCapFen ? t`at most ${format.money(source.monthCapFen)} a month` : '',
      source.gpuClasses.length > 0 ? t`only ${source.gpuClasses.map(className).join(', ')}` : '',
    ].filter(Boolean).join(' · ');
  const columns: Column<Source>[] = [
    ...(withCompany ? [{
      id: 'company', header: t`Company`,
      cell: (source: Source) => <><span className="whitespace-normal">{nameOf(source.organisation)}</span><span className="block truncate text-caption text-muted md:hidden">{source.programme}</span></>,
    }] : []),
    {
      id: 'programme', header: t`Programme`, ...(withCompany ? { from: 'md' as const } : {}),
      cell: (source) => (
        <>
          {source.programme} <span className="text-muted">{words.funding(source.kind)}</span>
          {terms(source) && <span className="block text-caption whitespace-normal text-muted">{terms(source)}</span>}
        </>
      ),
    },
    {
      id: 'months', header: t`Pays until`, width: '10rem', from: 'sm',
      cell: (source) =>
        source.clawedBackAt ? <Tag tone="bad"><Trans>Clawed back</Trans></Tag>
        : source.lapsedAt ? <Tag><Trans>Lapsed</Trans></Tag>
        : source.lastMonth === monthBefore(0) && source.leftFen !== '0' ? <Tag tone="warn">{monthName(format, source.lastMonth)}</Tag>
        : source.lastMonth ? monthName(format, source.lastMonth) : t`No end`,
    },
    { id: 'amount', header: t({ message: 'Given', context: 'funding' }), width: '9rem', from: 'md', align: 'end', cell: (source) => format.money(source.amountFen) },
    { id: 'used', header: t({ message: 'Used', context: 'funding' }), width: '9rem', from: 'md', align: 'end', cell: (source) => format.money(source.usedFen) },
    { id: 'left', header: t({ message: 'Left', context: 'funding' }), width: '9rem', align: 'end', cell: (source) => format.money(source.leftFen) },
  ];
  return (
    <Panel title={t`Vouchers, subsidies and cash`} isFlush actions={actions}>
      <DataTable
        label={t`Vouchers, subsidies and cash`} columns={columns} rows={list.rows} rowId={({ id }) => id}
        rowName={({ programme, organisation }) => `${programme} ${nameOf(organisation)}`}
        isLoading={list.isLoading} error={list.error} refetch={list.refetch} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore}
        loadMore={list.loadMore}
        {...(rowActions ? { rowActions } : {})}
        empty={
          <EmptyState icon={<Ticket />} title={<Trans>No funding</Trans>}>
            <Trans>Vouchers of the city and subsidies of the centre pay charges by themselves, the one that ends first before the others.</Trans>
          </EmptyState>
        }
      />
    </Panel>
  );
}
