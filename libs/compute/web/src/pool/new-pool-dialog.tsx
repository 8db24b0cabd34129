import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  graphql, Notice, NumberField, Select, TextField, toast, useAttempt, useCommand, useName,
} from '@wutong/core-web';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { SupplierContractsDocument } from './contract-panel.graphql';
import { CreateComputePoolDocument } from './new-pool-dialog.graphql';
import { SaveDialog } from './save-dialog';

graphql`
  mutation CreateComputePool($input: CreateComputePoolInput!) { createComputePool(input: $input) { id } }
`;

/** Makes a pool under a supplier's contract; its page then asks for capacity. */
export function NewPoolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const nameOf = useName();
  const navigate = useNavigate();
  const { data } = useQuery(SupplierContractsDocument);
  const create = useCommand(CreateComputePoolDocument, { refetch: ['ComputePools'] });
  const [contractId, setContract] = useState<string | null>(null);
  const [gpuClass, setGpuClass] = useState<string | null>(null);
  const [texts, setTexts] = useState({ code: '', nameZh: '', nameEn: '', region: '', cluster: '' });
  const [headroom, setHeadroom] = useState<number | null>(0);
  const contracts = (data?.supplierContracts ?? []).filter(({ endedAt }) => !endedAt);
  const supplierOf = (id: string) => data?.organisations.nodes.find((one) => one.id === id);
  const set = (key: keyof typeof texts) => (value: string) => setTexts((before) => ({ ...before, [key]: value }));
  const isWhole = contractId !== null && gpuClass !== null && Object.values(texts).every((text) => text.trim() !== '');
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    const { createComputePool: pool } = await create.send({ input: { contractId, gpuClass, ...texts, headroom: headroom ?? 0 } });
    toast.done(t`The pool stands; give it capacity next`);
    void navigate({ to: '/compute/pools/$id', params: { id: pool.id } });
  }, onClose);
  return (
    <SaveDialog title={t`New pool`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      {data && (contracts.length === 0 || data.gpuClasses.length === 0) && (
        <Notice tone="warn">
          <Trans>A pool needs a GPU class and a supplier’s contract. Make these first.</Trans>
        </Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t`Contract`} isRequired value={contractId} onChange={setContract}
          options={contracts.map((one) => {
            const supplier = supplierOf(one.organisationId);
            return { value: one.id, label: one.number, ...(supplier ? { help: nameOf(supplier) } : {}) };
          })}
        />
        <Select
          label={t`GPU class`} isRequired value={gpuClass} onChange={setGpuClass}
          options={(data?.gpuClasses ?? []).map((one) => ({ value: one.code, label: className(one.code), help: one.name }))}
        />
        <TextField label={t`Chinese name`} isRequired value={texts.nameZh} onChange={set('nameZh')} maxLength={80} />
        <TextField label={t`English name`} isRequired value={texts.nameEn} onChange={set('nameEn')} maxLength={80} />
        <TextField label={t`Code`} isRequired value={texts.code} onChange={set('code')} maxLength={40} />
        <TextField label={t`Region`} isRequired value={texts.region} onChange={set('region')} maxLength={80} />
        <TextField
          label={t`Cluster`} isRequired value={texts.cluster} onChange={set('cluster')} maxLength={80} help={t`As accounting records name it.`}
        />
        <NumberField label={t`GPUs kept back`} value={headroom} onChange={setHeadroom} minValue={0} help={t`Never given out: for faults.`} />
      </div>
    </SaveDialog>
  );
}
