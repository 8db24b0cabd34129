import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import {
  Button, EmptyState, graphql, Menu, Notice, Panel, ReasonDialog, Skeleton, Tag, Time, toast, toWords, useCan,
  useCommand, useViewer, type OrganisationKind,
} from '@wutong/core-web';
import { Ellipsis, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useRoles } from '../access/use-roles';
import { InviteDialog } from '../invitation/invite-dialog';
import { Invitations } from '../invitation/invitations';
import { Avatar } from '../user/avatar';
import { EndMembershipDocument, MembersDocument, type MembersQuery } from './people-of.graphql';
import { RolesDialog } from './roles-dialog';

graphql`
  query Members($organisationId: ID) {
    members(organisationId: $organisationId) {
      membership {
        id
        roles
        version
        createdAt
      }
      user {
        id
        name
        email
        emailVerifiedAt
        state
        lastSignedInAt
      }
    }
  }

  mutation EndMembership($id: ID!, $version: Int!, $reason: String!) {
    endMembership(id: $id, version: $version, reason: $reason)
  }
`;

type Member = MembersQuery['members'][number];

/** Everybody of an organisation, their roles, and whom it has invited. */
export function PeopleOf({ organisationId, kind }: { organisationId: string; kind: OrganisationKind }) {
  const { t } = useLingui();
  const { data, error } = useQuery(MembersDocument, { variables: { organisationId } });
  const canInvite = useCan('invitation.send');
  const [isInviting, setInviting] = useState(false);
  const members = data?.members;
  return (
    <div className="flex flex-col gap-4">
      <Panel
        isFlush
        title={<Trans>Members</Trans>}
        actions={
          canInvite && (
            <Button size="sm" variant="primary" onPress={() => setInviting(true)}>
              <UserPlus aria-hidden />
              <Trans>Invite</Trans>
            </Button>
          )
        }
      >
        {error && <Notice tone="bad">{toWords(error).message}</Notice>}
        {!members && !error && <Skeleton className="m-4 h-12" />}
        {members?.length === 0 && (
          <EmptyState icon={<Users />} title={<Trans>Nobody yet</Trans>}>
            <Trans>Invite the first person; they get a letter with a link.</Trans>
          </EmptyState>
        )}
        <ul aria-label={t`Members`}>
          {members?.map((member) => (
            <MemberRow key={member.membership.id} member={member} kind={kind} />
          ))}
        </ul>
      </Panel>
      {canInvite && <Invitations organisationId={organisationId} />}
      {isInviting && (
        <InviteDialog organisationId={organisationId} kind={kind} close={() => setInviting(false)} />
      )}
    </div>
  );
}

function MemberRow({ member, kind }: { member: Member; kind: OrganisationKind }) {
  const { t } = useLingui();
  const { label } = useRoles();
  const viewer = useViewer();
  const canManage = useCan('member.manage');
  const end = useCommand(EndMembershipDocument, { refetch: ['Members'] });
  const [asked, ask] = useState<'roles' | 'end' | null>(null);
  const { user, membership } = member;
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0">
      <Avatar name={user.name} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {user.name}
          {user.id === viewer.id && (
            <span className="text-caption font-normal text-muted">
              <Trans>(you)</Trans>
            </span>
          )}
          {user.state === 'deactivated' && (
            <Tag tone="bad">
              <Trans>Deactivated</Trans>
            </Tag>
          )}
        </p>
        <p className="truncate text-caption text-muted">{user.email}</p>
        <p className="mt-1 flex flex-wrap gap-1 sm:hidden">
          {membership.roles.map((role) => (
            <Tag key={role}>{label(role)}</Tag>
          ))}
        </p>
      </div>
      <div className="hidden flex-wrap justify-end gap-1 sm:flex">
        {membership.roles.map((role) => (
          <Tag key={role}>{label(role)}</Tag>
        ))}
      </div>
      <p className="hidden w-36 text-right text-caption text-muted md:block">
        {user.lastSignedInAt ? (
          <Trans>
            Last signed in <Time value={user.lastSignedInAt} as="relative" />
          </Trans>
        ) : (
          <Trans>Never signed in</Trans>
        )}
      </p>
      {canManage && (
        <Menu
          label={t`What to do with ${user.name}`}
          trigger={
            <Button variant="quiet" size="sm" iconOnly aria-label={t`What to do with ${user.name}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
          groups={[
            {
              id: 'member',
              items: [
                { id: 'roles', label: t`Change roles`, onAction: () => ask('roles') },
                { id: 'end', label: t`Remove from the organisation`, isDanger: true, onAction: () => ask('end') },
              ],
            },
          ]}
        />
      )}
      {asked === 'roles' && (
        <RolesDialog
          name={user.name}
          membership={membership}
          kind={kind}
          close={() => ask(null)}
        />
      )}
      <ReasonDialog
        isOpen={asked === 'end'}
        onClose={() => ask(null)}
        onConfirm={async (reason) => {
          await end.send({ id: membership.id, version: membership.version, reason });
          toast.done(t`${user.name} no longer belongs to the organisation`);
        }}
        isDanger
        readers={t`Kept in the audit trail.`}
        title={<Trans>Remove {user.name}?</Trans>}
        confirmLabel={<Trans>Remove</Trans>}
      >
        <p>
          <Trans>They can do nothing for the organisation from now on. Their account stays.</Trans>
        </p>
      </ReasonDialog>
    </li>
  );
}
