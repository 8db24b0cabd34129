import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, ButtonLink, EmptyState, graphql, lazyPart, ListPage, Tag, useCan, useFormat, useList, useListSearch, useName, useViewer, type Column, type ListView,
} from '@wutong/core-web';
import { ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { monthName } from '../charge/charge-words';
import { BillListDocument, SuppliersWithBillsDocument, type BillListQuery } from './bill-list.page.graphql';
import { billSpec } from './bill-spec';
import { fenOf, useBillWords } from './bill-words';

graphql`
  query BillList($first: Int!, $after: String, $states: [String!], $supplierIds: [ID!]) {
    reconciliations(first: $first, after: $after, states: $states, supplierIds: $supplierIds) {
      nodes {
        id organisationNameZh organisationNameEn month round state invoices meteredUfen billedUfen differenceUfen differences unmatched
      }
      pageInfo { hasNextPage endCursor }
    }
  }
  query SuppliersWithBills { organisations(kind: supplier, first: 200) { nodes { id nameZh nameEn } } }
`;

const ToleranceDialog = lazyPart(() => import('./tolerance-dialog').then((all) => all.ToleranceDialog));

type Row = BillListQuery['reconciliations']['nodes'][number];

/** Suppliers' months: what was billed beside what was metered. A supplier sees its own. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useBillWords();
  const canSend = useCan('supplier-bill.import');
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const canSet = useCan('reconciliation.set-tolerance');
  const [isSetting, setSetting] = useState(false);
  const { search } = useListSearch(billSpec);
  const suppliers = useQuery(SuppliersWithBillsDocument, { skip: !isStaff }).data?.organisations.nodes ?? [];
  const list = useList(BillListDocument, { first: 50, states: search.state ?? null, supplierIds: search.supplier ?? null }, (data) => data.reconciliations);
  const name = (row: Row) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
  const money = (ufen: string) => format.money(fenOf(ufen));
  const columns: Column<Row>[] = [
    ...(isStaff ? [{ id: 'supplier', header: t`Supplier`, cell: name, csv: name }] : []),
    {
      id: 'month', header: t`Month`, width: '8.5rem', cell: (row: Row) => <span className="tabular">{monthName(format, row.month.slice(0, 7))}{row.round > 1 && ` (${row.round})`}</span>,
      csv: (row: Row) => row.month.slice(0, 7),
    },
    {
      id: 'state', header: t`State`, width: '8rem', cell: (row) => <Tag tone={words.state(row.state).tone}>{words.state(row.state).label}</Tag>,
      csv: (row) => words.state(row.state).label,
    },
    { id: 'invoices', header: t`Invoices`, from: 'lg', cell: (row) => row.invoices.join(', '), csv: (row) => row.invoices.join(' ') },
    { id: 'billed', header: t`Billed`, width: '9.5rem', align: 'end', from: 'sm', cell: (row) => money(row.billedUfen),
      below: (row) => <span className={row.differences > 0 ? 'text-bad' : ''}>{money(row.billedUfen)}</span>, csv: (row) => Number(fenOf(row.billedUfen)) / 100 },
    {
      id: 'metered', header: t`At contract price`, width: '9.5rem', align: 'end', from: 'md', cell: (row) => money(row.meteredUfen),
      csv: (row) => Number(fenOf(row.meteredUfen)) / 100,
    },
    {
      id: 'difference', header: t({ message: 'Difference', context: 'bill' }), width: '9rem', align: 'end', from: 'sm',
      cell: (row) => (row.differences === 0 ? '–' : <span className={BigInt(row.differenceUfen) > 0n ? 'text-bad' : ''}>{money(row.differenceUfen)}</span>),
      csv: (row) => Number(fenOf(row.differenceUfen)) / 100,
    },
    {
      id: 'lines', header: t`Lines to look at`, width: '7rem', align: 'end', from: 'md', cell: (row) => format.number(row.differences), csv: (row) => row.differences,
    },
  ];
  const views: ListView[] = [
    { id: 'all', label: t`All`, search: {} },
    ...['open', 'disputed', 'correction_due', 'rejected'].map((state) => ({ id: state, label: words.state(state).label, search: { state: [state] } })),
    { id: 'done', label: t({ message: 'Done', context: 'reconciliation' }), search: { state: ['matched', 'agreed', 'written_off'] } },
  ];
  const send = canSend && (
    <ButtonLink to="/compute/bills/new" variant="primary">{isStaff ? <Trans>Take in a bill</Trans> : <Trans>Send a bill</Trans>}</ButtonLink>
  );
  return (
    <>
      <ListPage
        id="supplier-bills" title={isStaff ? t`Suppliers’ bills` : t`Our bills`}
        lead={t`Each bill is laid beside what was metered, line by line, at the contract’s prices.`}
        spec={billSpec} list={list} columns={columns} views={views}
        rowId={(row) => row.id} rowName={(row) => `${name(row)} ${row.month.slice(0, 7)}`} rowHref={(row) => `/compute/bills/${row.id}`}
        actions={<>{canSet && <Button onPress={() => setSetting(true)}><Trans>Tolerance</Trans></Button>}{send}</>}
        facets={isStaff ? [{ id: 'supplier', label: t`Supplier`, options: suppliers.map((one) => ({ value: one.id, label: nameOf(one) })) }] : []}
        empty={
          <EmptyState icon={<ReceiptText />} title={<Trans>No bills yet</Trans>} action={send}>
            <Trans>
              Send the month’s bill as a CSV: FOCUS, or any table, whose columns you match once. It is laid beside what was metered, day by day.
            </Trans>
          </EmptyState>
        }
      />
      {isSetting && <ToleranceDialog onClose={() => setSetting(false)} />}
    </>
  );
}
