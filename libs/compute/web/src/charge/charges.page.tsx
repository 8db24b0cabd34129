import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, FailureWords, graphql, Notice, PageHeader, Panel, ReasonDialog, Skeleton, Tag, toast, toWords, useCan, useCommand, useFormat,
  useName, type Column,
} from '@wutong/core-web';
import { useState } from 'react';
import { FundingTable } from '../funding/funding-table';
import { GiveFundingDialog } from '../funding/give-funding-dialog';
import { monthName, useChargeWords } from './charge-words';
import {
  ChargePreviewDocument, ChargesDocument, CloseChargeMonthDocument, ProposeChargeMonthDocument, ReopenChargeMonthDocument, type ChargePreviewQuery,
  type ChargesQuery,
} from './charges.page.graphql';
import { HowCharged } from './how-charged';
import { StatementList } from './statement-list';

graphql`
  query Charges {
    nextChargeMonth
    chargeMonths { id month state version chargedFen proposedByName actions { event } }
    fundingSources(first: 200) {
      nodes {
        id version programme kind amountFen usedFen leftFen firstMonth lastMonth sharePercent monthCapFen gpuClasses lapsedAt clawedBackAt
        organisation { id nameZh nameEn }
      }
    }
  }
  query ChargePreview($month: String!) {
    isChargeMonthBarred(month: $month)
    chargePreview(month: $month) { organisationId chargedFen adjustedFen fundedFen dueFen organisation { id nameZh nameEn } }
  }
  mutation ProposeChargeMonth($input: ProposeChargeMonthInput!) { proposeChargeMonth(input: $input) { id } }
  mutation CloseChargeMonth($input: CloseChargeMonthInput!) { closeChargeMonth(input: $input) { id } }
  mutation ReopenChargeMonth($input: ReopenChargeMonthInput!) { reopenChargeMonth(input: $input) { id } }
`;

/** Charges of all tenants: the month to close next, statements, and what funds them. */
export function Page() {
  const { t } = useLingui();
  const canGive = useCan('compute-funding.manage');
  const [isGiving, setGiving] = useState(false);
  const { data, error, refetch } = useQuery(ChargesDocument);
  return (
    <>
      <PageHeader title={t`Charges`} lead={t`One person of finance proposes a month, another closes it. A closed month never changes.`} />
      {!data ? (
        error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Skeleton className="h-96 rounded-card" />
      ) : (
        <div className="flex flex-col gap-4">
          <NextMonth data={data} />
          <StatementList withCompany />
          <FundingTable
            sources={data.fundingSources.nodes} withCompany
            actions={canGive && <Button size="sm" onPress={() => setGiving(true)}><Trans>Give funding</Trans></Button>}
          />
        </div>
      )}
      {isGiving && <GiveFundingDialog onClose={() => setGiving(false)} />}
    </>
  );
}

type Row = ChargePreviewQuery['chargePreview'][number];

function NextMonth({ data }: { data: ChargesQuery }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useChargeWords();
  const canClose = useCan('compute-charge.close');
  const [isReopening, setReopening] = useState(false);
  const refetch = ['Charges', 'ChargePreview', 'ChargeStatements'];
  const [propose, close, reopen] = [
    useCommand(ProposeChargeMonthDocument, { refetch }), useCommand(CloseChargeMonthDocument, { refetch }), useCommand(ReopenChargeMonthDocument, { refetch }),
  ];
  const code = data.nextChargeMonth;
  const month = monthName(format, code);
  const preview = useQuery(ChargePreviewDocument, { variables: { month: code } });
  const rows = preview.data?.chargePreview ?? [];
  const known = data.chargeMonths.find((one) => one.month === code);
  const isBarred = preview.data?.isChargeMonthBarred ?? false;
  const may = (event: string) =>
    (event === 'reopen' || !isBarred) && (known?.actions.some((action) => action.event === event) ?? (event === 'propose' && canClose));
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
    <Panel
      title={<span className="flex items-center gap-2">{t`Next to close: ${month}`} <Tag tone={known?.state === 'proposed' ? 'warn' : 'neutral'}>{words.state(known?.state ?? 'open')}</Tag><HowCharged /></span>}
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
  );
}
