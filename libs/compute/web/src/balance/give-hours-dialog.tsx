import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, Dialog, graphql, NumberField, Select, TextField, toast, useAttempt, useCommand, useFormat, useName,
} from '@wutong/core-web';
import { useState } from 'react';
import { className, sayMh, toHours, toMh } from '../gpu-hours';
import { GiveComputeEntitlementDocument, GpuClassesDocument } from './give-hours-dialog.graphql';
import { TenantField, type Tenant } from './tenant-field';

graphql`
  query GpuClasses { gpuClasses { code name memoryGib } }
  mutation GiveComputeEntitlement($input: GiveComputeEntitlementInput!) { giveComputeEntitlement(input: $input) { id } }
`;

interface GiveHoursDialogProps {
  /** Left out, it is asked for. */
  organisation?: Tenant;
  gpuClass?: string;
  amountMh?: bigint;
  onClose: () => void;
}

/** Gives GPU-hours to a tenant, or takes back what is neither held nor used. */
export function GiveHoursDialog({ organisation, gpuClass = '', amountMh, onClose }: GiveHoursDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { data } = useQuery(GpuClassesDocument);
  const give = useCommand(GiveComputeEntitlementDocument, {
    refetch: ['AllComputeBalances', 'ComputeStatement', 'BalanceOfClass', 'Outlook'],
  });
  const [tenant, setTenant] = useState<Tenant | null>(organisation ?? null);
  const [code, setCode] = useState(gpuClass);
  const [hours, setHours] = useState<number | null>(amountMh === undefined ? null : Math.ceil(toHours(amountMh)));
  const [reason, setReason] = useState('');
  const isWhole = tenant !== null && code !== '' && hours !== null && hours !== 0 && reason.trim() !== '';
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await give.send({ input: { organisationId: tenant.id, gpuClass: code, amountMh: toMh(hours).toString(), reason: reason.trim() } });
    toast.done(t`${sayMh(format, code, toMh(hours))} given to ${nameOf(tenant)}`);
  }, onClose);
  return (
    <Dialog
      title={t`Give GPU-hours`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!isWhole} isPending={attempt.isBusy} onPress={() => void attempt.run()}>
            {hours !== null && hours < 0 ? <Trans context="GPU-hours">Take back</Trans> : <Trans>Give</Trans>}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {organisation ? <p className="font-medium">{nameOf(organisation)}</p> : <TenantField value={tenant} onChange={setTenant} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label={t`GPU class`} isRequired value={code || null} onChange={setCode} isDisabled={gpuClass !== ''}
            options={(data?.gpuClasses ?? []).map((one) => ({ value: one.code, label: className(one.code), help: t`${one.name}, ${one.memoryGib} GiB` }))}
          />
          <NumberField
            label={t`GPU-hours`} isRequired value={hours} onChange={setHours} formatOptions={{ maximumFractionDigits: 3 }}
            help={t`Below zero takes back what is neither held nor used.`}
          />
        </div>
        <TextField
          label={t`Reason`} isRequired value={reason} onChange={setReason} maxLength={400}
          help={t`The company reads it in its statement: the programme, the decision, the voucher.`}
        />
        {attempt.failure && <p role="alert" className="text-bad">{attempt.failure}</p>}
      </div>
    </Dialog>
  );
}
