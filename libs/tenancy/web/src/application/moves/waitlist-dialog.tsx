import { useLingui } from '@lingui/react/macro';
import { DecisionDialog, NumberField, toast, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import type { MoveDialogProps } from './dialog-props';
import { PanelFields } from './panel-fields';
import { useMove } from './use-move';

/** Puts an application on the waiting list of its round, as the panel decided. */
export function WaitlistDialog({ application, round, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const move = useMove();
  const [panel, setPanel] = useState({ present: [] as string[], minutes: '' });
  const [rank, setRank] = useState<number | null>(1);
  return (
    <DecisionDialog
      title={t`Put on the waiting list`}
      isOpen
      onClose={onClose}
      confirmLabel={t`Put on the waiting list`}
      consequences={[
        t`The company is told that it waits; places are offered in the order of the list.`,
        round
          ? t`The list is given up when the round ends: ${format.date(round.endsAt)}.`
          : t`The list is given up when the round ends.`,
      ]}
      onConfirm={async () => {
        await move('waitlist', { id: application.id, version: application.version, panel, rank: rank ?? 0 });
        toast.done(t`On the waiting list at rank ${rank ?? 0}`);
      }}
    >
      <PanelFields value={panel} onChange={setPanel} />
      <NumberField
        label={t`Rank`}
        help={t`1 is offered first. Each rank is given once in a round.`}
        isRequired
        minValue={1}
        maxValue={999}
        value={rank}
        onChange={setRank}
      />
    </DecisionDialog>
  );
}
