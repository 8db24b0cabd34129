import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, Dialog, graphql, Notice, TextField, toast, useCommand, type OrganisationKind,
} from '@wutong/core-web';
import { useState } from 'react';
import { useRoles } from '../access/use-roles';
import { useFields } from '../form/use-fields';
import { RolePicker } from '../membership/roles-dialog';
import { InviteDocument } from './invite-dialog.graphql';

graphql`
  mutation Invite($input: InviteInput!) {
    invite(input: $input) {
      id
      email
    }
  }
`;

interface Props {
  organisationId: string;
  kind: OrganisationKind;
  close: () => void;
}

/** Asks for an address and roles; the letter goes out at once. */
export function InviteDialog({ organisationId, kind, close }: Props) {
  const { t } = useLingui();
  const roles = useRoles().of(kind);
  const invite = useCommand(InviteDocument, { refetch: ['Invitations'] });
  const { values, field, submit, failure, isBusy } = useFields({ email: '' });
  const [chosen, choose] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<string>();
  const only = roles.length === 1 ? roles.map(({ name }) => name) : chosen;
  const send = () => {
    setMissing(only.length > 0 ? undefined : t`Choose at least one role.`);
    void submit(
      () => ({ email: values.email.trim() ? undefined : t`Enter an e-mail address.` }),
      async () => {
        if (only.length === 0) return;
        const input = { email: values.email, roles: [...only], organisationId };
        const { invite: made } = await invite.send({ input });
        toast.done(t`Invitation sent to ${made.email}`);
        close();
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={close}
      title={<Trans>Invite somebody</Trans>}
      actions={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={isBusy} onPress={send}>
            <Trans>Send the invitation</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="bad">{failure}</Notice>}
        <TextField
          {...field('email')}
          label={t`E-mail address`}
          type="email"
          help={t`They get a letter with a link, good for a week.`}
          isRequired
          autoFocus
        />
        {roles.length > 1 && <RolePicker value={chosen} onChange={choose} roles={roles} error={missing} />}
      </div>
    </Dialog>
  );
}
