import { Trans, useLingui } from '@lingui/react/macro';
import { DateField, graphql, NumberField, Select, TextAreaField, TextField, toast, useAttempt, useCommand, useName } from '@wutong/core-web';
import { useState } from 'react';
import { addDays, className, dayOf, endOfDay } from '../gpu-hours';
import { SetSupplierAnswerDaysDocument, SetSupplierPriceDocument, SignSupplierContractDocument } from './contract-dialogs.graphql';
import type { Contract } from './contract-panel';
import type { SupplierContractsQuery } from './contract-panel.graphql';
import { PriceFields } from './price-fields';
import { SaveDialog } from './save-dialog';

graphql`
  mutation SignSupplierContract($input: SignSupplierContractInput!) { signSupplierContract(input: $input) { id } }
  mutation SetSupplierAnswerDays($input: SetSupplierAnswerDaysInput!) { setSupplierAnswerDays(input: $input) { id answerDays } }
  mutation SetSupplierPrice($input: SetSupplierPriceInput!) { setSupplierPrice(input: $input) { contractId validFrom } }
`;

interface SubDialogProps {
  data: SupplierContractsQuery;
  onClose: () => void;
}

/** Signs a supplier's contract. */
export function SignDialog({ data, onClose }: SubDialogProps) {
  const { t } = useLingui();
  const nameOf = useName();
  const today = dayOf(Date.now());
  const [supplierId, setSupplier] = useState<string | null>(null);
  const [number, setNumber] = useState('');
  const [start, setStart] = useState<string | null>(today);
  const [end, setEnd] = useState<string | null>(addDays(today, 364));
  const [terms, setTerms] = useState('');
  const [answerDays, setAnswerDays] = useState<number | null>(15);
  const sign = useCommand(SignSupplierContractDocument, { refetch: ['SupplierContracts'] });
  const isWhole = supplierId !== null && number.trim() !== '' && start !== null && end !== null && answerDays !== null;
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await sign.send({
      input: {
        supplierId, number: number.trim(), startsAt: new Date(`${start}T00:00:00+08:00`).toISOString(), endsAt: endOfDay(end),
        terms: terms.trim() || null, answerDays,
      },
    });
    toast.done(t`The contract stands; set its prices next`);
  }, onClose);
  return (
    <SaveDialog title={t`New contract`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <Select
        label={t`Supplier`} isRequired value={supplierId} onChange={setSupplier}
        options={data.organisations.nodes.map((one) => ({ value: one.id, label: nameOf(one) }))}
      />
      <TextField label={t`Number of the contract`} isRequired value={number} onChange={setNumber} maxLength={80} />
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField label={t`First day`} isRequired value={start} onChange={setStart} />
        <DateField label={t`Last day`} isRequired value={end} onChange={setEnd} />
      </div>
      <AnswerDaysField value={answerDays} onChange={setAnswerDays} />
      <TextAreaField label={t`Terms in short`} value={terms} onChange={setTerms} maxLength={4000} />
    </SaveDialog>
  );
}

function AnswerDaysField({ value, onChange }: { value: number | null; onChange: (days: number | null) => void }) {
  const { t } = useLingui();
  return (
    <NumberField
      label={t`Time to answer a dispute`} isRequired value={value} onChange={onChange} minValue={1} maxValue={90} unit={t`days`}
      formatOptions={{ maximumFractionDigits: 0 }} help={t`Stands in the letter of dispute. The day of the dispute is not counted.`}
    />
  );
}

/** Changes how long a supplier has to answer disputes. */
export function AnswerDaysDialog({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const { t } = useLingui();
  const [answerDays, setAnswerDays] = useState<number | null>(contract.answerDays);
  const set = useCommand(SetSupplierAnswerDaysDocument, { refetch: ['SupplierContracts'] });
  const attempt = useAttempt(async () => {
    if (answerDays === null) return;
    await set.send({ input: { contractId: contract.id, answerDays } });
    toast.done(t`The time to answer is changed`);
  }, onClose);
  return (
    <SaveDialog title={t`Disputes under ${contract.number}`} onClose={onClose} isWhole={answerDays !== null} attempt={attempt}>
      <AnswerDaysField value={answerDays} onChange={setAnswerDays} />
      <p className="text-muted"><Trans>For disputes from now on; what is disputed already keeps its day.</Trans></p>
    </SaveDialog>
  );
}

/** Sets a contract's price from a day on. */
export function PriceDialog({ contract, data, onClose }: SubDialogProps & { contract: Contract }) {
  const { t } = useLingui();
  const [gpuClass, setGpuClass] = useState<string | null>(contract.prices[0]?.gpuClass ?? null);
  const [yuan, setYuan] = useState<number | null>(null);
  const [from, setFrom] = useState<string | null>(dayOf(Date.now()));
  const set = useCommand(SetSupplierPriceDocument, { refetch: ['SupplierContracts', 'ComputePools'] });
  const isWhole = gpuClass !== null && yuan !== null && from !== null;
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await set.send({
      input: {
        contractId: contract.id, gpuClass, fenPerGpuHour: String(Math.round(yuan * 100)),
        validFrom: new Date(`${from}T00:00:00+08:00`).toISOString(),
      },
    });
    toast.done(t`The price is set`);
  }, onClose);
  return (
    <SaveDialog title={t`Set a price of ${contract.number}`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <Select
        label={t`GPU class`} isRequired value={gpuClass} onChange={setGpuClass}
        options={data.gpuClasses.map((one) => ({ value: one.code, label: className(one.code) }))}
      />
      <PriceFields yuan={yuan} onYuan={setYuan} from={from} onFrom={setFrom} />
      <p className="text-muted">
        <Trans>Earlier prices stay as they are: what was used before this day keeps its price.</Trans>
      </p>
    </SaveDialog>
  );
}
