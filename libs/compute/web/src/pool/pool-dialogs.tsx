import { Trans, useLingui } from '@lingui/react/macro';
import {
  DateRangeField, graphql, NumberField, Switch, TextField, toast, useAttempt, useCommand, type DayRange,
} from '@wutong/core-web';
import { useState } from 'react';
import { addDays, dayOf, endOfDay, windowOf } from '../gpu-hours';
import type { Pool } from './pool-page.query';
import {
  AnnouncePoolMaintenanceDocument, ChangePoolSettingsDocument, ReservePoolDocument, SetPoolCapacityDocument,
} from './pool-dialogs.graphql';
import { SaveDialog } from './save-dialog';

graphql`
  mutation SetPoolCapacity($input: SetPoolCapacityInput!) { setPoolCapacity(input: $input) { id } }
  mutation AnnouncePoolMaintenance($input: AnnouncePoolMaintenanceInput!) {
    announcePoolMaintenance(input: $input) { id }
  }
  mutation ReservePool($input: ReservePoolInput!) { reservePool(input: $input) { id } }
  mutation ChangePoolSettings($input: ChangePoolSettingsInput!) {
    changePoolSettings(input: $input) { id headroom isOpen version }
  }
`;

interface PoolDialogProps {
  pool: Pool;
  onClose: () => void;
}

const refetch = ['ComputePoolPage', 'ComputePools'];

/** Says how many GPUs the pool has in a time. */
export function CapacityDialog({ pool, onClose }: PoolDialogProps) {
  const { t } = useLingui();
  const today = dayOf(Date.now());
  const [gpus, setGpus] = useState<number | null>(pool.capacity.at(-1)?.gpus ?? null);
  const [days, setDays] = useState<DayRange | null>({ start: today, end: addDays(today, 364) });
  const set = useCommand(SetPoolCapacityDocument, { refetch });
  const attempt = useAttempt(async () => {
    if (gpus === null || !days) return;
    await set.send({
      input: { poolId: pool.id, gpus, startsAt: new Date(`${days.start}T00:00:00+08:00`).toISOString(), endsAt: endOfDay(days.end) },
    });
    toast.done(t`The capacity is set; who waits for GPUs is served first`);
  }, onClose);
  return (
    <SaveDialog title={t`Set capacity`} onClose={onClose} isWhole={gpus !== null && days !== null} attempt={attempt}>
      <NumberField label={t`GPUs`} isRequired value={gpus} onChange={setGpus} minValue={0} />
      <DateRangeField label={t`Time (both days included)`} isRequired value={days} onChange={setDays} />
      <p className="text-muted">
        <Trans>In this time the pool has so many GPUs, whatever was said before. Less than is reserved is refused.</Trans>
      </p>
    </SaveDialog>
  );
}

/** Announces that some GPUs are not there in a time. */
export function MaintenanceDialog({ pool, onClose }: PoolDialogProps) {
  const { t } = useLingui();
  const today = dayOf(Date.now());
  const [gpus, setGpus] = useState<number | null>(null);
  const [days, setDays] = useState<DayRange | null>({ start: addDays(today, 7), end: addDays(today, 7) });
  const [reason, setReason] = useState('');
  const announce = useCommand(AnnouncePoolMaintenanceDocument, { refetch });
  const attempt = useAttempt(async () => {
    if (gpus === null || !days) return;
    await announce.send({ input: { poolId: pool.id, gpus, ...windowOf(days), reason: reason.trim() } });
    toast.done(t`The maintenance is announced`);
  }, onClose);
  return (
    <SaveDialog title={t`Announce maintenance`} onClose={onClose} isWhole={gpus !== null && days !== null && reason.trim() !== ''} attempt={attempt}>
      <NumberField label={t`GPUs that are not there`} isRequired value={gpus} onChange={setGpus} minValue={1} />
      <DateRangeField label={t`Time (both days included)`} isRequired value={days} onChange={setDays} min={today} />
      <TextField label={t`Reason`} isRequired value={reason} onChange={setReason} maxLength={400} />
    </SaveDialog>
  );
}

/** Reserves free GPUs for something that is no request. */
export function ReserveDialog({ pool, onClose }: PoolDialogProps) {
  const { t } = useLingui();
  const today = dayOf(Date.now());
  const [gpus, setGpus] = useState<number | null>(null);
  const [days, setDays] = useState<DayRange | null>({ start: addDays(today, 1), end: addDays(today, 7) });
  const [reason, setReason] = useState('');
  const reserve = useCommand(ReservePoolDocument, { refetch });
  const attempt = useAttempt(async () => {
    if (gpus === null || !days) return;
    await reserve.send({ input: { poolId: pool.id, gpus, ...windowOf(days), reason: reason.trim() } });
    toast.done(t`The GPUs are reserved`);
  }, onClose);
  return (
    <SaveDialog title={t`Reserve GPUs`} saveLabel={t`Reserve GPUs`} onClose={onClose} isWhole={gpus !== null && days !== null && reason.trim() !== ''} attempt={attempt}>
      <NumberField label={t`GPUs`} isRequired value={gpus} onChange={setGpus} minValue={1} />
      <DateRangeField label={t`Time (both days included)`} isRequired value={days} onChange={setDays} min={today} />
      <TextField label={t({ message: 'What for', context: 'reserved GPUs' })} isRequired value={reason} onChange={setReason} maxLength={400} help={t`Staff read it in the calendar.`} />
      <p className="text-muted"><Trans>They are neither given out nor planned with until you give them back.</Trans></p>
    </SaveDialog>
  );
}

/** GPUs that are never given out, and whether the pool takes new grants. */
export function SettingsDialog({ pool, onClose }: PoolDialogProps) {
  const { t } = useLingui();
  const [headroom, setHeadroom] = useState<number | null>(pool.headroom);
  const [isOpen, setOpen] = useState(pool.isOpen);
  const change = useCommand(ChangePoolSettingsDocument, { refetch });
  const attempt = useAttempt(async () => {
    if (headroom === null) return;
    await change.send({ input: { poolId: pool.id, version: pool.version, headroom, isOpen } });
    toast.done(t`Saved`);
  }, onClose);
  return (
    <SaveDialog title={t`Settings`} onClose={onClose} isWhole={headroom !== null} attempt={attempt}>
      <NumberField label={t`GPUs kept back`} isRequired value={headroom} onChange={setHeadroom} minValue={0} help={t`Never given out: for faults.`} />
      <Switch isSelected={isOpen} onChange={setOpen}><Trans>The pool takes new grants</Trans></Switch>
    </SaveDialog>
  );
}
