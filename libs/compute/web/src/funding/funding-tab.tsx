import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, FailureWords, graphql, Panel, ReasonDialog, Skeleton, toast, toWords, useCan, useCommand, useFormat, useName, type Column,
} from '@wutong/core-web';
import { useState } from 'react';
import { useChargeWords } from '../charge/charge-words';
import { FundingTermsDialog } from './funding-terms-dialog';
import { ClawBackFundingDocument, FundingDocument, type FundingQuery } from './funding-tab.graphql';
import { FundingTable, type Source } from './funding-table';
import { GiveFundingDialog } from './give-funding-dialog';

graphql`
  query Funding {
    fundingProgrammes { programme kind tenants issuedFen usedFen lapsedFen clawedBackFen leftFen }
  }
  mutation ClawBackFunding($input: ClawBackFundingInput!) { clawBackFunding(input: $input) { id } }
`;

/** What pays charges: by programme, and each voucher, subsidy and deposit, with what finance may do with it. */
export function FundingTab() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const canManage = useCan('compute-funding.manage');
  const [isGiving, setGiving] = useState(false);
  const [changed, setChanged] = useState<Source | null>(null);
  const [taken, setTaken] = useState<Source | null>(null);
  const { data, error, refetch } = useQuery(FundingDocument);
  const clawBack = useCommand(ClawBackFundingDocument, { refetch: ['Funding', 'FundingSources', 'ChargePreview'] });
  if (!data) return error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Skeleton className="h-96 rounded-card" />;
  const isOpen = (source: Source) => !source.lapsedAt && !source.clawedBackAt;
  return (
    <div className="flex flex-col gap-4">
      <Programmes programmes={data.fundingProgrammes} />
      <FundingTable
        withCompany
        actions={canManage && <Button size="sm" onPress={() => setGiving(true)}><Trans>Give funding</Trans></Button>}
        {...(canManage ? {
          rowActions: (source: Source) => isOpen(source) ? [{
            id: 'moves',
            items: [
              { id: 'terms', label: t`Change the terms…`, onAction: () => setChanged(source) },
              ...(source.leftFen === '0' ? [] : [{ id: 'back', label: t`Claw back…`, isDanger: true, onAction: () => setTaken(source) }]),
            ],
          }] : [],
        } : {})}
      />
      {isGiving && <GiveFundingDialog onClose={() => setGiving(false)} />}
      {changed && <FundingTermsDialog source={changed} onClose={() => setChanged(null)} />}
      {taken && (
        <ReasonDialog
          title={t`Claw back ${taken.programme} of ${nameOf(taken.organisation)}`} isOpen isDanger confirmLabel={t`Claw back`} onClose={() => setTaken(null)}
          readers={<Trans>The company is told, with this reason.</Trans>}
          onConfirm={async (reason) => {
            await clawBack.send({ input: { id: taken.id, version: taken.version, reason } });
            toast.done(t`${format.money(taken.leftFen)} went back to the programme`);
          }}
        >
          <Trans>{format.money(taken.leftFen)} that are left go back at once. What it has paid in closed months stays paid.</Trans>
        </ReasonDialog>
      )}
    </div>
  );
}

type Programme = FundingQuery['fundingProgrammes'][number];

/** What each programme issued, and what became of it. */
function Programmes({ programmes }: { programmes: readonly Programme[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useChargeWords();
  if (programmes.length === 0) return null;
  const money = (id: keyof Programme, header: string, from?: 'sm' | 'md' | 'lg'): Column<Programme> => ({
    id, header, width: '9rem', align: 'end', ...(from ? { from } : {}), cell: (row) => format.money(String(row[id])),
  });
  const columns: Column<Programme>[] = [
    {
      id: 'programme', header: t`Programme`,
      cell: (row) => <span>{row.programme} <span className="text-muted">{words.funding(row.kind)}</span></span>,
    },
    { id: 'tenants', header: t`Companies`, width: '7rem', align: 'end', from: 'md', cell: (row) => format.number(row.tenants) },
    money('issuedFen', t({ message: 'Given', context: 'funding' }), 'sm'),
    money('usedFen', t({ message: 'Used', context: 'funding' }), 'sm'),
    money('lapsedFen', t`Lapsed`, 'lg'),
    money('clawedBackFen', t`Clawed back`, 'lg'),
    money('leftFen', t({ message: 'Left', context: 'funding' })),
  ];
  return (
    <Panel title={t`Report by programme`} isFlush>
      <DataTable
        label={t`Report by programme`} columns={columns} rows={programmes} rowId={(row) => `${row.kind} ${row.programme}`} rowName={(row) => row.programme} isCompact
      />
    </Panel>
  );
}
