import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, graphql, NumberField, Panel, TextField, Time, toast, useAttempt, useCan, useCommand, useFormat,
} from '@wutong/core-web';
import { useState } from 'react';
import { CreateGpuClassDocument, GpuClassFactorsDocument } from './gpu-class-panel.graphql';
import { SaveDialog } from './save-dialog';

graphql`
  query GpuClassFactors { gpuClasses { code name memoryGib factors { version factorMilli validFrom source setByName } } }
  mutation CreateGpuClass($input: CreateGpuClassInput!) { createGpuClass(input: $input) { code } }
`;

/** The GPU classes with what an hour on each is worth beside the reference class. */
export function GpuClassPanel() {
  const { t } = useLingui();
  const format = useFormat();
  const canManage = useCan('compute-pool.manage');
  const [isNew, setNew] = useState(false);
  const { data } = useQuery(GpuClassFactorsDocument);
  return (
    <Panel
      title={t`GPU classes`} isFlush
      actions={canManage && <Button size="sm" onPress={() => setNew(true)}><Trans>New class</Trans></Button>}
    >
      <ul className="divide-y divide-line">
        {(data?.gpuClasses ?? []).map(({ code, name, memoryGib, factors: [factor] }) => (
          <li key={code} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span><span className="font-medium">{name}</span> <span className="text-muted">· {memoryGib} GiB · <code>{code}</code></span></span>
            {factor && (
              <span className="text-caption text-muted">
                <Trans>
                  An hour counts {format.number(factor.factorMilli / 1000, 3)} × of the reference class, since{' '}
                  <Time value={factor.validFrom} as="date" /> ({factor.source})
                </Trans>
              </span>
            )}
          </li>
        ))}
        {data?.gpuClasses.length === 0 && <li className="px-4 py-3 text-muted"><Trans>No GPU classes yet. Everything else begins with one.</Trans></li>}
      </ul>
      {isNew && <NewClassDialog onClose={() => setNew(false)} />}
    </Panel>
  );
}

function NewClassDialog({ onClose }: { onClose: () => void }) {
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
