import { useLingui } from '@lingui/react/macro';
import { DateField, DecisionDialog, NumberField, toast, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { addDays, daysOf, endOfDay, fullWindowMh, toMh } from '../../gpu-hours';
import type { MoveDialogProps } from './dialog-props';
import { Outlook } from './outlook';
import { useMove } from './use-move';

const DAYS_MORE = 14;

/** Asks for more hours and a later end. */
export function RenewalDialog({ request, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const move = useMove();
  const { id, version, organisationId } = request;
  const gpus = request.sizedGpus ?? 0;
  const before = request.sizedEndsAt ?? '';
  const lastDay = daysOf({ startsAt: request.sizedStartsAt ?? '', endsAt: before }).end;
  const [end, setEnd] = useState<string | null>(addDays(lastDay, DAYS_MORE));
  const window = { startsAt: before, endsAt: endOfDay(end ?? lastDay) };
  const full = fullWindowMh(gpus, window);
  const [hours, setHours] = useState<number | null>(null);
  const amount = hours === null ? full : toMh(hours);
  return (
    <DecisionDialog
      title={t`Ask for a renewal`}
      isOpen
      onClose={onClose}
      needsReason
      confirmLabel={t`Ask for it`}
      consequences={[
        t`A programme lead decides. Until then everything stays as it is.`,
        t`When accepted, the added hours are held from our quota at once.`,
      ]}
      onConfirm={async (justification) => {
        await move('requestRenewal', {
          id, version, endsAt: window.endsAt, moreMh: hours === null ? null : amount.toString(), justification,
        });
        toast.done(t`The renewal is with the programme lead`);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField label={t`New last day`} isRequired value={end} onChange={setEnd} min={addDays(lastDay, 1)} />
        <NumberField
          label={t`More GPU-hours`} value={hours} onChange={setHours} minValue={0.001} formatOptions={{ maximumFractionDigits: 3 }}
          help={t`Left empty: all GPUs for the added time, ${format.gpuHours(full)}.`}
          error={amount > full ? t`At most ${format.gpuHours(full)}: all GPUs for the whole window.` : undefined}
        />
      </div>
      <Outlook isOwn organisationId={organisationId} gpuClass={request.gpuClass ?? ''} gpus={gpus} amountMh={amount} window={window} />
    </DecisionDialog>
  );
}
