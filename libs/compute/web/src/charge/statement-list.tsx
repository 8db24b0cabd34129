import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable, EmptyState, graphql, Panel, useFormat, useList, useName, type Column } from '@wutong/core-web';
import { ReceiptText } from 'lucide-react';
import { monthName } from './charge-words';
import { ChargeStatementsDocument, type ChargeStatementsQuery } from './statement-list.graphql';

graphql`
  query ChargeStatements($first: Int!, $after: String, $organisationId: ID, $month: String) {
    chargeStatements(first: $first, after: $after, organisationId: $organisationId, month: $month) {
      nodes { id number month chargedFen fundedFen dueFen organisation { id nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

type Row = ChargeStatementsQuery['chargeStatements']['nodes'][number];

/** Monthly statements, the latest first; for the centre with whose they are. */
export function StatementList({ month, withCompany = false }: { month?: string; withCompany?: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const list = useList(ChargeStatementsDocument, { first: 50, ...(month ? { month } : {}) }, (data) => data.chargeStatements);
  const money = (amount: (row: Row) => string) => ({
    align: 'end' as const, width: '9rem', cell: (row: Row) => format.money(amount(row)), csv: (row: Row) => Number(amount(row)) / 100,
  });
  const monthOf = (row: Row) => monthName(format, row.month);
  const columns: Column<Row>[] = [
    ...(withCompany ? [{ id: 'company', header: t`Company`, cell: (row: Row) => nameOf(row.organisation) }] : []),
    { id: 'month', header: t`Month`, width: '8rem', ...(withCompany ? { from: 'sm' as const, below: monthOf } : {}), cell: monthOf },
    { id: 'number', header: t({ message: 'Number', context: 'statement' }), from: 'md', cell: (row) => <span className="tabular">{row.number}</span> },
    { id: 'charged', header: t({ message: 'Charged', context: 'statement' }), from: 'sm', ...money((row) => row.chargedFen) },
    { id: 'funded', header: t`Paid by funding`, from: 'md', ...money((row) => row.fundedFen) },
    { id: 'due', header: t({ message: 'Due', context: 'statement' }), ...money((row) => row.dueFen) },
  ];
  return (
    <Panel title={t`Monthly statements`} isFlush>
      <DataTable
        label={t`Monthly statements`} columns={columns} rows={list.rows} rowId={(row) => row.id} rowName={(row) => row.number}
        rowHref={(row) => `/compute/statements/${row.id}`} isLoading={list.isLoading} isCompact
        hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} loadMore={list.loadMore}
        empty={
          <EmptyState icon={<ReceiptText />} title={<Trans>No statements yet</Trans>}>
            <Trans>The centre closes each month in the first days of the next one; the statement then stands here.</Trans>
          </EmptyState>
        }
      />
    </Panel>
  );
}
