import { useLingui } from '@lingui/react/macro';
import { graphql, NumberField, TextField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { CreateGpuClassDocument } from './new-class-dialog.graphql';
import { SaveDialog } from './save-dialog';

graphql`
  mutation CreateGpuClass($input: CreateGpuClassInput!) { createGpuClass(input: $input) { code } }
`;

/** A new GPU class with what an hour on it is worth. */
export function NewClassDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [memoryGib, setMemory] = useState<number | null>(80);
  const [factor, setFactor] = useState<number | null>(1);
  const [source, setSource] = useState('');
  const create = useCommand(CreateGpuClassDocument, { refetch: ['GpuClassFactors', 'SupplierContracts', 'GpuClasses'] });
  const isWhole = code.trim() !== '' && name.trim() !== '' && memoryGib !== null && factor !== null && source.trim() !== '';
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await create.send({
      input: { code: code.trim().toLowerCase(), name: name.trim(), memoryGib, factorMilli: Math.round(factor * 1000), source: source.trim() },
    });
    toast.done(t`The class stands`);
  }, onClose);
  return (
    <SaveDialog title={t`New class`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t`Code`} isRequired value={code} onChange={setCode} maxLength={40} help={t`As Slurm names it: h800.`} />
        <TextField label={t({ message: 'Name', context: 'GPU class' })} isRequired value={name} onChange={setName} maxLength={80} placeholder="NVIDIA H800" />
        <NumberField label={t`Memory`} isRequired value={memoryGib} onChange={setMemory} minValue={1} unit="GiB" />
        <NumberField
          label={t`Worth of an hour`} isRequired value={factor} onChange={setFactor} minValue={0.001} formatOptions={{ maximumFractionDigits: 3 }}
          help={t`Beside an hour on the reference class, which is 1.`}
        />
      </div>
      <TextField label={t`Where this figure comes from`} isRequired value={source} onChange={setSource} maxLength={200} />
    </SaveDialog>
  );
}
