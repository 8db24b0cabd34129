import { useLingui } from '@lingui/react/macro';
import { CaseActions, useCommand, type ActionLook, type ServerAction } from '@wutong/core-web';
import { useMemo } from 'react';
import {
  AnswerDisputeDocument, ConfirmReconciliationDocument, DisputeReconciliationDocument, SettleDisputeDocument, WriteOffDifferenceDocument,
} from './reconciliation.query.graphql';
import type { ReconciliationCase } from './reconciliation.query';

const refetch = ['ReconciliationPage', 'BillList', 'SupplierHome'];

/** The moves that the server offers the viewer on a supplier's month. */
export function ReconciliationMoves({ reconciliation }: { reconciliation: ReconciliationCase }) {
  const { t } = useLingui();
  const confirm = useCommand(ConfirmReconciliationDocument, { refetch });
  const dispute = useCommand(DisputeReconciliationDocument, { refetch });
  const answer = useCommand(AnswerDisputeDocument, { refetch });
  const settle = useCommand(SettleDisputeDocument, { refetch });
  const writeOff = useCommand(WriteOffDifferenceDocument, { refetch });
  const looks = useMemo(
    (): Record<string, ActionLook> => ({
      confirm: {
        label: t`Confirm the bill`, isPrimary: true, keys: 'a',
        consequences: [t`The month is closed: bill and meter agree within the tolerance.`, t`The supplier is told.`], done: t`Confirmed`,
      },
      dispute: {
        label: t({ message: 'Dispute', context: 'to dispute' }), isPrimary: true, keys: 'd',
        consequences: [t`The supplier gets the lines beyond the tolerance with our evidence, and reads your reason.`, t`The lines stay as they are now.`],
        fourEyes: t`Somebody other than you lets a difference go, should it come to that.`, done: t`The supplier is told`,
      },
      accept: {
        label: t`Accept the dispute`, isPrimary: true, keys: 'a',
        consequences: [t`You will send a corrected bill or a credit note for this month.`], done: t`Accepted: please send the corrected bill`,
      },
      reject: {
        label: t`Reject the dispute`, isDanger: true, keys: 'r', consequences: [t`The centre reads your reason and decides what to do.`],
        done: t`The centre is told`,
      },
      settle: { label: t`Record as settled`, isPrimary: true, consequences: [t`The supplier has made good without a new bill; say how, with the number of the credit note.`], done: t({ message: 'Settled', context: 'reconciliation' }) },
      writeOff: { label: t`Let the difference go`, isDanger: true, consequences: [t`The bills are taken as they are, and the month is closed.`], done: t({ message: 'Let go', context: 'reconciliation' }) },
    }),
    [t],
  );
  const perform = async ({ event }: ServerAction, reason: string) => {
    const { id, version } = reconciliation;
    const input = { id, version, reason: reason || null };
    switch (event) {
      case 'confirm':
        return void (await confirm.send({ input }));
      case 'dispute':
        return void (await dispute.send({ input }));
      case 'accept':
      case 'reject':
        return void (await answer.send({ input: { ...input, isAccepted: event === 'accept' } }));
      case 'settle':
        return void (await settle.send({ input }));
      case 'writeOff':
        return void (await writeOff.send({ input }));
    }
  };
  return <CaseActions actions={reconciliation.actions} looks={looks} perform={perform} />;
}
