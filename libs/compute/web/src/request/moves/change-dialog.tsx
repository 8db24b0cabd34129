import { useLingui } from '@lingui/react/macro';
import { DateField, DecisionDialog, NumberField, toast } from '@wutong/core-web';
import { useState } from 'react';
import { className, dayOf, daysOf, endOfDay } from '../../gpu-hours';
import type { MoveDialogProps } from './dialog-props';
import { useMove } from './use-move';

/** Asks for other GPUs or another end within the hours granted. */
export function ChangeDialog({ request, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const move = useMove();
  const { id, version, sizedEndsAt, sizedStartsAt } = request;
  const lastDay = daysOf({ startsAt: sizedStartsAt ?? '', endsAt: sizedEndsAt ?? '' }).end;
  const [gpus, setGpus] = useState<number | null>(request.sizedGpus ?? null);
  const [end, setEnd] = useState<string | null>(lastDay);
  return (
    <DecisionDialog
      title={t`Ask for a change`}
      isOpen
      onClose={onClose}
      needsReason
      confirmLabel={t`Ask for it`}
      consequences={[
        t`An operator decides. Until then everything stays as it is.`,
        t`The hours granted stay the same; for more hours ask for a renewal.`,
      ]}
      onConfirm={async (justification) => {
        const endsAt = end === lastDay || !end ? (sizedEndsAt ?? '') : endOfDay(end);
        await move('requestChange', { id, version, gpus: gpus ?? 0, endsAt, justification });
        toast.done(t`The change is with the operator`);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField label={t`GPUs (${className(request.gpuClass ?? '')})`} isRequired value={gpus} onChange={setGpus} minValue={1} />
        <DateField label={t`Last day`} isRequired value={end} onChange={setEnd} min={dayOf(Date.now())} />
      </div>
    </DecisionDialog>
  );
}
