import { useLingui } from '@lingui/react/macro';
import { DecisionDialog, toast } from '@wutong/core-web';
import { useState } from 'react';
import type { MoveDialogProps } from './dialog-props';
import { PanelFields } from './panel-fields';
import { useMove } from './use-move';

/** Declines an application with a reason; from the panel with its minutes. */
export function DeclineDialog({ application, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const move = useMove();
  const [panel, setPanel] = useState({ present: [] as string[], minutes: '' });
  const isAtPanel = application.state === 'panel';
  return (
    <DecisionDialog
      title={t`Decline`}
      isOpen
      onClose={onClose}
      isDanger
      needsReason
      confirmLabel={t`Decline`}
      consequences={[
        t`The company is told and reads your reason.`,
        application.appealed
          ? t`It has appealed before: after 10 working days the application is closed.`
          : t`It can appeal once within 10 working days; otherwise the application is closed.`,
      ]}
      {...(application.appealed ? {} : { fourEyes: t`An approver other than you judges an appeal.` })}
      onConfirm={async (reason) => {
        await move('decline', {
          id: application.id, version: application.version, reason, panel: isAtPanel ? panel : null,
        });
        toast.done(t`Declined, and the company is told`);
      }}
    >
      {isAtPanel && <PanelFields value={panel} onChange={setPanel} />}
    </DecisionDialog>
  );
}
