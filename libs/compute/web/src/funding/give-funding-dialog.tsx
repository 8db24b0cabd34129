import { useLingui } from '@lingui/react/macro';
import { graphql, MonthField, NumberField, Select, TextField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { TenantField, type Tenant } from '../balance/tenant-field';
import { monthBefore, toFen, useChargeWords } from '../charge/charge-words';
import { SaveDialog } from '../pool/save-dialog';
import { GiveFundingDocument } from './give-funding-dialog.graphql';

graphql`
  mutation GiveFunding($input: GiveFundingInput!) { giveFunding(input: $input) { id } }
`;

/** Gives a tenant a voucher, a subsidy or cash with its programme's terms. */
export function GiveFundingDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const words = useChargeWords();
  const [tenant, setTenant] = useState<Tenant | null>(null);
  const [kind, setKind] = useState<'voucher' | 'subsidy' | 'cash'>('voucher');
  const [programme, setProgramme] = useState('');
  const [yuan, setYuan] = useState<number | null>(null);
  const [share, setShare] = useState<number | null>(100);
  const [first, setFirst] = useState<string | null>(monthBefore(0));
  const [last, setLast] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const give = useCommand(GiveFundingDocument, { refetch: ['Funding', 'FundingSources', 'ChargePreview'] });
  const isWhole = tenant !== null && programme.trim() !== '' && yuan !== null && share !== null && first !== null
    && (last !== null || kind === 'cash') && reason.trim() !== '';
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await give.send({
      input: {
        organisationId: tenant.id, kind, programme: programme.trim(), amountFen: toFen(yuan), sharePercent: share, firstMonth: first,
        lastMonth: last, reason: reason.trim(),
      },
    });
    toast.done(t`The funding is given`);
  }, onClose);
  return (
    <SaveDialog title={t`Give funding`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <TenantField value={tenant} onChange={setTenant} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t({ message: 'Kind', context: 'funding' })} isRequired value={kind} onChange={setKind}
          options={(['voucher', 'subsidy', 'cash'] as const).map((value) => ({ value, label: words.funding(value) }))}
        />
        <TextField label={t`Programme`} isRequired value={programme} onChange={setProgramme} maxLength={80} />
        <NumberField label={t({ message: 'Amount', context: 'money' })} isRequired value={yuan} onChange={setYuan} minValue={0.01} unit="¥" formatOptions={{ maximumFractionDigits: 2 }} />
        <NumberField label={t`At most of a charge`} isRequired value={share} onChange={setShare} minValue={1} maxValue={100} unit="%" />
        <MonthField label={t`First month`} isRequired value={first} onChange={setFirst} />
        <MonthField label={t`Last month`} value={last} onChange={setLast} />
      </div>
      <TextField label={t`Reason`} isRequired value={reason} onChange={setReason} maxLength={400} />
    </SaveDialog>
  );
}
