import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, FailureWords, Figure, Figures, graphql, Notice, Panel, ReasonDialog, Skeleton, Tag, Time, toast, toWords, useCan, useCommand,
  useFormat, useName, type Column,
} from '@wutong/core-web';
import { useState } from 'react';
import { endOfMonth, monthBefore, monthName, useChargeWords } from './charge-words';
import { HowCharged } from './how-charged';
import {
  ChargeMonthsDocument, ChargePreviewDocument, CloseChargeMonthDocument, ProposeChargeMonthDocument, ReopenChargeMonthDocument,
  type ChargePreviewQuery,
} from './next-month.graphql';

graphql`
  query ChargeMonths {
    nextChargeMonth
    chargeMonths { id month state version actions { event } }
  }
  query ChargePreview($month: String!) {
    isChargeMonthBarred(month: $month)
    chargePreview(month: $month) { organisationId chargedFen adjustedFen fundedFen dueFen organisation { id nameZh nameEn } }
  }
  mutation ProposeChargeMonth($input: ProposeChargeMonthInput!) { proposeChargeMonth(input: $input) { id } }
  mutation CloseChargeMonth($input: CloseChargeMonthInput!) { closeChargeMonth(input: $input) { id } }
  mutation ReopenChargeMonth($input: ReopenChargeMonthInput!) { reopenChargeMonth(input: $input) { id } }
`;

type Row = ChargePreviewQuery['chargePreview'][number];

/**
 * The month to close next: its figures as they stand, and the step that is open. One person of finance proposes it once it
 * is over, another closes it.
 */
export function NextMonth() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useChargeWords();
  const canClose = useCan('compute-charge.close');
  const [isReopening, setReopening] = useState(false);
  const months = useQuery(ChargeMonthsDocument);
  const refetch = ['ChargeMonths', 'ChargePreview', 'ChargeStatements'];
  const [propose, close, reopen] = [
    useCommand(ProposeChargeMonthDocument, { refetch }), useCommand(CloseChargeMonthDocument, { refetch }), useCommand(ReopenChargeMonthDocument, { refetch }),
  ];
  const code = months.data?.nextChargeMonth ?? '';
  const preview = useQuery(ChargePreviewDocument, { variables: { month: code }, skip: !code });
  if (!months.data) {
    return months.error ? <FailureWords words={toWords(months.error)} retry={() => void months.refetch()} /> : <Skeleton className="h-96 rounded-card" />;
  }
  const month = monthName(format, code);
  const rows = preview.data?.chargePreview ?? [];
  const known = months.data.chargeMonths.find((one) => one.month === code);
  const isBarred = preview.data?.isChargeMonthBarred ?? false;
  const isOver = code < monthBefore(0);
  const may = (event: string) =>
    (event === 'reopen' || !isBarred) && (known?.actions.some((action) => action.event === event) ?? (event === 'propose' && canClose && isOver));
  const total = (amount: (row: Row) => string) => (preview.data ? format.money(String(rows.reduce((sum, row) => sum + BigInt(amount(row)), 0n))) : <Skeleton className="h-7 w-32" />);
  const money = (amount: (row: Row) => string) => ({ align: 'end' as const, width: '9rem', cell: (row: Row) => format.money(amount(row)) });
  const columns: Column<Row>[] = [
    { id: 'company', header: t`Company`, cell: (row) => nameOf(row.organisation) },
    { id: 'charged', header: t({ message: 'Charged', context: 'statement' }), from: 'sm', ...money((row) => row.chargedFen) },
    { id: 'adjusted', header: t`Of it corrections`, from: 'lg', ...money((row) => row.adjustedFen) },
    { id: 'funded', header: t`Paid by funding`, from: 'md', ...money((row) => row.fundedFen) },
    { id: 'due', header: t({ message: 'Due', context: 'statement' }), ...money((row) => row.dueFen) },
  ];
  const act = async (done: Promise<unknown>, told: string) => {
    if ((await done) !== undefined) toast.done(told);
  };
  return (
    <div className="flex flex-col gap-4">
      {!isOver && (
        <Notice tone="info" title={<Trans>{month} is not over yet</Trans>}>
          <Trans>Below is what it comes to so far. It can be proposed from <Time value={endOfMonth(code)} as="date" /> on.</Trans>
        </Notice>
      )}
      <Figures>
        <Figure label={t({ message: 'Charged', context: 'statement' })} value={total((row) => row.chargedFen)} help={<HowCharged />} />
        <Figure label={t`Paid by funding`} value={total((row) => row.fundedFen)} />
        <Figure label={t({ message: 'Due', context: 'statement' })} value={total((row) => row.dueFen)} />
        <Figure label={t`Companies`} value={preview.data ? format.number(rows.length) : <Skeleton className="h-7 w-12" />} />
      </Figures>
      <Panel
        title={<span className="flex items-center gap-2">{t`Next to close: ${month}`} <Tag tone={known?.state === 'proposed' ? 'warn' : 'neutral'}>{words.state(known?.state ?? 'open')}</Tag></span>}
        isFlush
        actions={
          <span className="flex flex-wrap gap-2">
            {may('reopen') && <Button size="sm" onPress={() => setReopening(true)}><Trans>Send back</Trans></Button>}
            {may('propose') && (
              <Button size="sm" variant="primary" isPending={propose.isBusy} onPress={() => void act(propose.run({ input: { month: code } }), t`${month} is proposed; somebody else closes it`)}>
                <Trans>Propose the month</Trans>
              </Button>
            )}
            {known && may('close') && (
              <Button size="sm" variant="primary" isPending={close.isBusy} onPress={() => void act(close.run({ input: { id: known.id, version: known.version } }), t`${month} is closed`)}>
                <Trans>Close the month</Trans>
              </Button>
            )}
          </span>
        }
      >
        {isBarred && (
          <div className="p-4">
            <Notice tone="warn" title={<Trans>Somebody else of finance closes this month</Trans>}>
              <Trans>It has a statement of a company with which you have a conflict of interest. That company is not listed below.</Trans>
            </Notice>
          </div>
        )}
        <DataTable
          label={t`Next to close: ${month}`} columns={columns} rows={rows} rowId={(row) => row.organisationId} rowName={(row) => nameOf(row.organisation)}
          isLoading={preview.loading} isCompact empty={<p className="p-4 text-muted"><Trans>Nothing was used that is not charged yet.</Trans></p>}
        />
        {isReopening && known && (
          <ReasonDialog
            title={t`Send ${month} back`} isOpen onClose={() => setReopening(false)} confirmLabel={t`Send back`}
            onConfirm={async (reason) => void (await reopen.send({ input: { id: known.id, version: known.version, reason } }))}
          />
        )}
      </Panel>
    </div>
  );
}
