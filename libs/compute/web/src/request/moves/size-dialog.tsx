import { Trans, useLingui } from '@lingui/react/macro';
import {
  DateRangeField, DecisionDialog, NumberField, Select, TextAreaField, toast, useFormat, type DayRange,
} from '@wutong/core-web';
import { useState } from 'react';
import { className, daysOf, fullWindowMh, toHours, toMh, windowOf, type Window } from '../../gpu-hours';
import { useRequestWords, type ComputePriority } from '../request-words';
import type { MoveDialogProps } from './dialog-props';
import { Outlook } from './outlook';
import { useMove } from './use-move';

/** Says what a request really needs, with what that does to the quota and whether there is room. */
export function SizeDialog({ request, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const move = useMove();
  const words = useRequestWords();
  const { id, version, organisationId } = request;
  const gpuClass = request.gpuClass ?? '';
  const asked: Window = { startsAt: request.startsAt ?? '', endsAt: request.endsAt ?? '' };
  const [gpus, setGpus] = useState<number | null>(request.gpus ?? 1);
  const [days, setDays] = useState<DayRange | null>(daysOf(asked));
  const [hours, setHours] = useState<number | null>(request.amountMh ? toHours(request.amountMh) : null);
  const [priority, setPriority] = useState<ComputePriority>('normal');
  const [note, setNote] = useState('');
  // Untouched, the window stays exactly as it was asked for, to the second.
  const isAsked = days !== null && days.start === daysOf(asked).start && days.end === daysOf(asked).end;
  const window = isAsked || !days ? asked : windowOf(days);
  const full = fullWindowMh(gpus ?? 0, window);
  const amount = hours === null ? full : toMh(hours);
  const isTooMuch = amount > full;
  const reshape = (change: () => void, nextFull: bigint) => {
    change();
    if (hours !== null && (amount === full || toMh(hours) > nextFull)) setHours(toHours(nextFull));
  };
  return (
    <DecisionDialog
      title={t`Size the request`}
      isOpen
      onClose={onClose}
      confirmLabel={t({ message: 'Size', context: 'to size' })}
      consequences={[
        t`By its size a programme lead or an approver decides; they are told now.`,
        t`Nothing is held yet: the hours are held when it is approved.`,
      ]}
      fourEyes={t`You cannot approve what you have sized.`}
      onConfirm={async () => {
        await move('size', {
          id, version, gpus: gpus ?? 0, ...window, amountMh: amount === full ? null : amount.toString(), priority, note: note.trim() || null,
        });
        toast.done(t`Sized; it waits for the decision`);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`GPUs (${className(gpuClass)})`} value={gpus} minValue={1} maxValue={100_000} isRequired
          onChange={(next) => reshape(() => setGpus(next), fullWindowMh(next ?? 0, window))}
        />
        <NumberField
          label={t`GPU-hours`} value={hours} onChange={setHours} minValue={0.001} isRequired
          formatOptions={{ maximumFractionDigits: 3 }}
          error={isTooMuch ? t`At most ${format.gpuHours(full, 3)}: all GPUs for the whole window.` : undefined}
        />
      </div>
      <DateRangeField
        label={t`Window (both days included)`} value={days} isRequired
        onChange={(next) => reshape(() => setDays(next), next ? fullWindowMh(gpus ?? 0, windowOf(next)) : 0n)}
      />
      <Outlook organisationId={organisationId} gpuClass={gpuClass} gpus={gpus ?? 0} amountMh={amount} window={window} />
      <Select
        label={t`Priority in plans`} value={priority} onChange={(next) => setPriority(next as ComputePriority)}
        options={(['high', 'normal', 'low'] as const).map((value) => ({ value, label: words.priority(value) }))}
        help={t`A plan gives GPUs to requests of high priority first, and shares by weight within one priority. Anything but normal needs a note.`}
      />
      <TextAreaField
        label={<Trans>Note for whoever decides</Trans>} isRequired={priority !== 'normal'} value={note} onChange={setNote} maxLength={2000}
        help={t`Why these figures; the company reads it too.`}
      />
    </DecisionDialog>
  );
}
