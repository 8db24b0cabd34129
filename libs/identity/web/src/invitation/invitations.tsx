import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import { Button, graphql, Panel, Tag, Time, toast, useCommand } from '@wutong/core-web';
import { useRoles } from '../access/use-roles';
import {
  InvitationsDocument, ResendInvitationDocument, RevokeInvitationDocument, type InvitationsQuery,
} from './invitations.graphql';

graphql`
  query Invitations($organisationId: ID) {
    invitations(organisationId: $organisationId) {
      id
      email
      roles
      state
      sentAt
      expiresAt
      invitedByName
    }
  }

  mutation ResendInvitation($id: ID!) {
    resendInvitation(id: $id) {
      id
      sentAt
      expiresAt
      state
    }
  }

  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id) {
      id
      state
    }
  }
`;

type Invitation = InvitationsQuery['invitations'][number];

/** Invitations that nobody has accepted yet, each to send again or to take back. */
export function Invitations({ organisationId }: { organisationId: string }) {
  const { data } = useQuery(InvitationsDocument, { variables: { organisationId } });
  const pending = data?.invitations.filter(({ state }) => state === 'pending') ?? [];
  if (pending.length === 0) return null;
  return (
    <Panel isFlush title={<Trans>Open invitations</Trans>}>
      <ul>
        {pending.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Panel>
  );
}

function Row({ invitation }: { invitation: Invitation }) {
  const { t } = useLingui();
  const { label } = useRoles();
  const resend = useCommand(ResendInvitationDocument);
  const revoke = useCommand(RevokeInvitationDocument);
  const { id, email } = invitation;
  const isExpired = new Date(invitation.expiresAt) <= new Date();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-56 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
          {email}
          {isExpired ? (
            <Tag tone="warn">
              <Trans>Expired</Trans>
            </Tag>
          ) : (
            <Tag tone="info">
              <Trans>Waiting</Trans>
            </Tag>
          )}
        </p>
        <p className="text-caption text-muted">
          {invitation.roles.map(label).join(t({ message: ', ', context: 'list' }))} ·{' '}
          <Trans>
            sent <Time value={invitation.sentAt} as="relative" /> by {invitation.invitedByName}
          </Trans>
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="sm"
          isPending={resend.isBusy}
          onPress={() => void resend.run({ id }).then((done) => done && toast.done(t`Invitation sent to ${email}`))}
        >
          <Trans>Send again</Trans>
        </Button>
        <Button size="sm" variant="danger-quiet" isPending={revoke.isBusy} onPress={() => void revoke.run({ id })}>
          <Trans>Take back</Trans>
        </Button>
      </div>
    </li>
  );
}
