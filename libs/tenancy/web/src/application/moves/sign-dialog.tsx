import { useLingui } from '@lingui/react/macro';
import { DecisionDialog, TextField, toast, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { Agreement } from '../case/agreement';
import type { MoveDialogProps } from './dialog-props';
import { useMove } from './use-move';

/** The founder reads the agreement and signs it with their name. */
export function SignDialog({ application, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const move = useMove();
  const [name, setName] = useState('');
  const desks = application.desksOffered ?? 0;
  const { agreementHash, dueAt } = application;
  const until = dueAt ? format.dateTime(dueAt) : null;
  return (
    <DecisionDialog
      title={t`Read and sign`}
      isOpen
      onClose={onClose}
      confirmLabel={t`Sign`}
      consequences={[
        t`You state that you have read the agreement and may sign for the company; it binds from this moment.`,
        t`${desks} desks of the round are yours, and the onboarding tasks begin.`,
      ]}
      onConfirm={async () => {
        await move('signOffer', {
          id: application.id, version: application.version, agreementHash: agreementHash ?? '', signedName: name.trim(),
        });
        toast.done(t`Signed. Welcome!`);
      }}
    >
      <Agreement text={application.agreementText ?? ''} hash={agreementHash} />
      <TextField
        label={t`Your full name`}
        help={until ? t`It stands under the agreement. The offer is open until ${until}.` : undefined}
        isRequired
        autoComplete="name"
        value={name}
        onChange={setName}
        maxLength={80}
      />
    </DecisionDialog>
  );
}
