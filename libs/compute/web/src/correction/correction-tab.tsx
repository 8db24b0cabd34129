import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, EmptyState, graphql, HrefLink, Panel, ReasonDialog, Tag, toast, useCan, useCommand, useFormat, useList, useName,
  type Column, type MenuGroup,
} from '@wutong/core-web';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { monthName, useChargeWords } from '../charge/charge-words';
import { sayMh } from '../gpu-hours';
import {
  ApproveChargeCorrectionDocument, ChargeCorrectionsDocument, RefuseChargeCorrectionDocument, WithdrawChargeCorrectionDocument,
  type ChargeCorrectionsQuery,
} from './correction-tab.graphql';
import { ProposeCorrectionDialog } from './propose-correction-dialog';

graphql`
  query ChargeCorrections($first: Int!, $after: String) {
    chargeCorrections(first: $first, after: $after) {
      nodes {
        id state version month amountFen gpuClass amountMh reason proposedByName proposedAt decidedByName statementId
        actions { event }
        organisation { id nameZh nameEn }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
  mutation ApproveChargeCorrection($input: DecideChargeCorrectionInput!) { approveChargeCorrection(input: $input) { id } }
  mutation RefuseChargeCorrection($input: RefuseChargeCorrectionInput!) { refuseChargeCorrection(input: $input) { id } }
  mutation WithdrawChargeCorrection($input: DecideChargeCorrectionInput!) { withdrawChargeCorrection(input: $input) { id } }
`;

type Row = ChargeCorrectionsQuery['chargeCorrections']['nodes'][number];

const TONES: Readonly<Record<string, 'warn' | 'ok' | 'bad'>> = { proposed: 'warn', approved: 'ok', refused: 'bad' };

/** Money or hours that somebody adds or takes off by hand, and somebody else decides on. */
export function CorrectionTab() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useChargeWords();
  const canPropose = useCan('compute-correction.propose');
  const [isProposing, setProposing] = useState(false);
  const [refused, setRefused] = useState<Row | null>(null);
  const list = useList(ChargeCorrectionsDocument, { first: 50 }, (data) => data.chargeCorrections);
  const refetch = ['ChargeCorrections', 'WaitingCorrections', 'ChargePreview'];
  const [approve, refuse, withdraw] = [
    useCommand(ApproveChargeCorrectionDocument, { refetch }), useCommand(RefuseChargeCorrectionDocument, { refetch }),
    useCommand(WithdrawChargeCorrectionDocument, { refetch }),
  ];
  const seen = ({ id, version }: Row) => ({ id, version });
  const act = async (done: Promise<unknown>, told: string) => {
    if ((await done) !== undefined) toast.done(told);
  };
  const actionsOf = (row: Row): MenuGroup[] => {
    const open = new Set(row.actions.map(({ event }) => event));
    const items = [
      { id: 'approve', label: t`Approve`, onAction: () => void act(approve.run({ input: seen(row) }), t`The correction is approved`) },
      { id: 'refuse', label: t`Refuse…`, isDanger: true, onAction: () => setRefused(row) },
      { id: 'withdraw', label: t`Withdraw`, onAction: () => void act(withdraw.run({ input: seen(row) }), t`The correction is withdrawn`) },
    ].filter(({ id }) => open.has(id));
    return items.length > 0 ? [{ id: 'moves', items }] : [];
  };
  const columns: Column<Row>[] = [
    {
      id: 'company', header: t`Company`,
      cell: (row) => (
        <>
          {nameOf(row.organisation)}
          <span className="block text-caption wrap-anywhere whitespace-normal text-muted">
            <span className="sm:hidden">{words.state(row.state)} · </span>{row.reason}
          </span>
        </>
      ),
    },
    { id: 'month', header: t`Month`, width: '8rem', from: 'sm', cell: (row) => monthName(format, row.month) },
    {
      id: 'amount', header: t({ message: 'Amount', context: 'correction' }), width: '9rem', align: 'end',
      cell: (row) => (row.amountFen ? format.money(row.amountFen) : sayMh(format, row.gpuClass ?? '', row.amountMh ?? '0')),
    },
    {
      id: 'state', header: t`State`, width: '8rem', from: 'sm',
      cell: (row) => <Tag tone={TONES[row.state] ?? 'neutral'}>{words.state(row.state)}</Tag>,
    },
    {
      id: 'who', header: t`Proposed, decided`, width: '11rem', from: 'lg',
      cell: (row) => (
        <span>
          {row.proposedByName}
          {row.decidedByName && row.state !== 'withdrawn' && <span className="block text-caption text-muted">{row.decidedByName}</span>}
        </span>
      ),
    },
    {
      id: 'statement', header: t({ message: 'Statement', context: 'charge' }), width: '7rem', from: 'lg',
      cell: (row) => (row.statementId ? <HrefLink href={`/compute/statements/${row.statementId}`}><Trans>Open</Trans></HrefLink> : '–'),
    },
  ];
  return (
    <Panel
      title={t({ message: 'Corrections', context: 'charge' })} isFlush
      actions={canPropose && <Button size="sm" onPress={() => setProposing(true)}><Trans>Propose a correction</Trans></Button>}
    >
      <DataTable
        label={t({ message: 'Corrections', context: 'charge' })} columns={columns} rows={list.rows} rowId={({ id }) => id}
        rowName={({ organisation }) => nameOf(organisation)} rowActions={actionsOf} isLoading={list.isLoading} error={list.error} refetch={list.refetch}
        hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} loadMore={list.loadMore}
        empty={
          <EmptyState icon={<PencilLine />} title={<Trans>Nothing was corrected by hand</Trans>}>
            <Trans>Money that is added or taken off stands on the next statement; hours count at once. One person proposes, another decides.</Trans>
          </EmptyState>
        }
      />
      {isProposing && <ProposeCorrectionDialog onClose={() => setProposing(false)} />}
      {refused && (
        <ReasonDialog
          title={t`Refuse the correction for ${nameOf(refused.organisation)}`} isOpen isDanger onClose={() => setRefused(null)} confirmLabel={t`Refuse`}
          onConfirm={async (reason) => void (await refuse.send({ input: { ...seen(refused), reason } }))}
        />
      )}
    </Panel>
  );
}
