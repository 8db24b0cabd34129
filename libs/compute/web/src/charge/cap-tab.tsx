import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, EmptyState, graphql, MonthField, NumberField, Panel, TextField, Time, toast, useAttempt, useCan, useCommand, useFormat,
  useList, useName, type Column,
} from '@wutong/core-web';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { TenantField, type Tenant } from '../balance/tenant-field';
import { SaveDialog } from '../pool/save-dialog';
import { ChargeCapsDocument, SetChargeCapDocument, type ChargeCapsQuery } from './cap-tab.graphql';
import { monthBefore, monthName, toFen } from './charge-words';

graphql`
  query ChargeCaps($first: Int!, $after: String) {
    chargeCaps(first: $first, after: $after) {
      nodes { id firstMonth capFen reason setByName setAt organisation { id nameZh nameEn } }
      pageInfo { hasNextPage endCursor }
    }
  }
  mutation SetChargeCap($input: SetChargeCapInput!) { setChargeCap(input: $input) { id } }
`;

type Row = ChargeCapsQuery['chargeCaps']['nodes'][number];

/** Up to how much companies are charged in a month; each line holds until a later one of the same company. */
export function CapTab() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const canSet = useCan('compute-funding.manage');
  const [isSetting, setSetting] = useState(false);
  const list = useList(ChargeCapsDocument, { first: 50 }, (data) => data.chargeCaps);
  const columns: Column<Row>[] = [
    {
      id: 'company', header: t`Company`,
      cell: (row) => (
        <span className="whitespace-normal">
          {nameOf(row.organisation)}
          <span className="block text-caption wrap-anywhere text-muted">
            <span className="sm:hidden">{monthName(format, row.firstMonth)} · </span>{row.reason}
          </span>
        </span>
      ),
    },
    { id: 'from', header: t`From`, width: '8rem', from: 'sm', cell: (row) => monthName(format, row.firstMonth) },
    {
      id: 'cap', header: t`At most a month`, width: '8.5rem', align: 'end',
      cell: (row) => (row.capFen ? format.money(row.capFen) : <Trans>No cap</Trans>),
    },
    {
      id: 'set', header: t`Set by`, width: '14rem', from: 'md',
      cell: (row) => <span>{row.setByName} · <span className="text-muted"><Time value={row.setAt} as="date" /></span></span>,
    },
  ];
  return (
    <Panel
      title={t`Monthly caps`} isFlush
      actions={canSet && <Button size="sm" onPress={() => setSetting(true)}><Trans>Set a cap</Trans></Button>}
    >
      <DataTable
        label={t`Monthly caps`} columns={columns} rows={list.rows} rowId={({ id }) => id} rowName={({ organisation }) => nameOf(organisation)}
        isLoading={list.isLoading} error={list.error} refetch={list.refetch} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore}
        loadMore={list.loadMore}
        empty={
          <EmptyState icon={<Gauge />} title={<Trans>No company has a cap</Trans>}>
            <Trans>A cap is the most that a company is charged in a month; what its jobs use beyond it is a line of its own on the statement.</Trans>
          </EmptyState>
        }
      />
      {isSetting && <CapDialog onClose={() => setSetting(false)} />}
    </Panel>
  );
}

function CapDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [tenant, setTenant] = useState<Tenant | null>(null);
  const [first, setFirst] = useState<string | null>(monthBefore(0));
  const [yuan, setYuan] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const set = useCommand(SetChargeCapDocument, { refetch: ['ChargeCaps', 'ChargePreview'] });
  const isWhole = tenant !== null && first !== null && reason.trim() !== '';
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await set.send({
      input: { organisationId: tenant.id, firstMonth: first, capFen: yuan === null ? null : toFen(yuan), reason: reason.trim() },
    });
    toast.done(yuan === null ? t`The cap is lifted` : t`The cap is set`);
  }, onClose);
  return (
    <SaveDialog title={t`Set a cap`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <TenantField value={tenant} onChange={setTenant} />
      <div className="grid gap-4 sm:grid-cols-2">
        <MonthField label={t`First month`} isRequired value={first} onChange={setFirst} help={t`Closed months keep their cap.`} />
        <NumberField
          label={t`At most a month`} value={yuan} onChange={setYuan} minValue={0} unit="¥" formatOptions={{ maximumFractionDigits: 2 }}
          help={t`Empty: no cap from then on.`}
        />
      </div>
      <TextField label={t`Reason`} isRequired value={reason} onChange={setReason} maxLength={400} help={t`The company can read it.`} />
    </SaveDialog>
  );
}
