import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { graphql, MonthField, NumberField, RadioGroup, Select, TextField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { GpuClassesDocument } from '../balance/give-hours-dialog.graphql';
import { TenantField, type Tenant } from '../balance/tenant-field';
import { monthBefore, toFen } from '../charge/charge-words';
import { className, toMh } from '../gpu-hours';
import { SaveDialog } from '../pool/save-dialog';
import { ProposeChargeCorrectionDocument } from './propose-correction-dialog.graphql';

graphql`
  mutation ProposeChargeCorrection($input: ProposeChargeCorrectionInput!) { proposeChargeCorrection(input: $input) { id } }
`;

/** Proposes to add or take off money or hours by hand. */
export function ProposeCorrectionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { data } = useQuery(GpuClassesDocument);
  const [tenant, setTenant] = useState<Tenant | null>(null);
  const [month, setMonth] = useState<string | null>(monthBefore(1));
  const [what, setWhat] = useState<'money' | 'hours'>('money');
  const [amount, setAmount] = useState<number | null>(null);
  const [gpuClass, setGpuClass] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const propose = useCommand(ProposeChargeCorrectionDocument, { refetch: ['ChargeCorrections', 'WaitingCorrections'] });
  const isWhole = tenant !== null && month !== null && amount !== null && amount !== 0 && (what === 'money' || gpuClass !== null) && reason.trim() !== '';
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    const of = what === 'money' ? { amountFen: toFen(amount) } : { gpuClass, amountMh: toMh(amount).toString() };
    await propose.send({ input: { organisationId: tenant.id, month, ...of, reason: reason.trim() } });
    toast.done(t`The correction waits for somebody else to decide`);
  }, onClose);
  return (
    <SaveDialog title={t`Propose a correction`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <TenantField value={tenant} onChange={setTenant} />
      <RadioGroup
        label={t`What is corrected`} isRequired orientation="horizontal" value={what}
        onChange={(next) => { setWhat(next); setAmount(null); }}
        options={[
          { value: 'money', label: t({ message: 'Money', context: 'correction' }) }, { value: 'hours', label: t`GPU-hours` },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <MonthField label={t`Month that it is about`} isRequired value={month} onChange={setMonth} />
        {what === 'hours' && (
          <Select
            label={t`GPU class`} isRequired value={gpuClass} onChange={setGpuClass}
            options={(data?.gpuClasses ?? []).map(({ code }) => ({ value: code, label: className(code) }))}
          />
        )}
        <NumberField
          label={t({ message: 'Amount', context: 'correction' })} isRequired value={amount} onChange={setAmount} unit={what === 'money' ? '¥' : undefined}
          formatOptions={{ maximumFractionDigits: what === 'money' ? 2 : 3 }}
          help={what === 'money' ? t`Below zero takes off the next statement.` : t`Above zero gives hours back to the balance at once.`}
        />
      </div>
      <TextField label={t`Reason`} isRequired value={reason} onChange={setReason} maxLength={400} help={t`The company can read it.`} />
    </SaveDialog>
  );
}
