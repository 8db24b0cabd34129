import { Trans, useLingui } from '@lingui/react/macro';
import {
  EmptyState, graphql, ListPage, ReasonDialog, Tag, Time, toast, useCan, useCommand, useList, useListSearch, useViewer,
  type Column, type MenuGroup, type OrganisationKind,
} from '@wutong/core-web';
import { Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useRoles } from '../access/use-roles';
import { userListSpec } from '../lists';
import { useKindWords } from '../organisation/use-kind-words';
import {
  DeactivateUserDocument, ReactivateUserDocument, UsersDocument, type UsersQuery,
} from './user-list.page.graphql';

graphql`
  query Users($first: Int!, $after: String, $search: String, $organisationKind: OrganisationKind) {
    users(first: $first, after: $after, search: $search, organisationKind: $organisationKind) {
      nodes {
        user {
          id
          name
          email
          emailVerifiedAt
          state
          createdAt
          lastSignedInAt
        }
        memberships {
          organisationNameZh
          organisationNameEn
          organisationKind
          roles
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }

  mutation DeactivateUser($id: ID!, $reason: String!) {
    deactivateUser(id: $id, reason: $reason) {
      id
      state
    }
  }

  mutation ReactivateUser($id: ID!) {
    reactivateUser(id: $id) {
      id
      state
    }
  }
`;

type Row = UsersQuery['users']['nodes'][number];

/** Everybody with an account. */
export function Page() {
  const { t, i18n } = useLingui();
  const { label } = useRoles();
  const kinds = useKindWords();
  const viewer = useViewer();
  const canDeactivate = useCan('user.deactivate');
  const deactivate = useCommand(DeactivateUserDocument);
  const reactivate = useCommand(ReactivateUserDocument);
  const [leaving, setLeaving] = useState<Row | null>(null);
  const { search } = useListSearch(userListSpec);
  const [kind = null] = search.organisationKind ?? [];
  const list = useList(
    UsersDocument,
    { first: 50, search: search.q ?? null, organisationKind: kind as OrganisationKind | null },
    (data) => data.users,
  );
  const columns = useMemo((): Column<Row>[] => {
    const organisation = (row: Row['memberships'][number]) =>
      i18n.locale === 'en' ? row.organisationNameEn : row.organisationNameZh;
    return [
      {
        id: 'name',
        header: t`Person`,
        cell: ({ user }) => (
          <>
            {user.name}
            <span className="block truncate text-caption font-normal text-muted">{user.email}</span>
          </>
        ),
        csv: ({ user }) => `${user.name} <${user.email}>`,
      },
      {
        id: 'organisation',
        header: t`Organisation and role`,
        width: '22rem',
        from: 'sm',
        cell: ({ memberships }) =>
          memberships.length === 0
            ? '–'
            : memberships.map((membership) => (
                <span key={membership.organisationNameZh} className="block truncate">
                  {organisation(membership)}
                  <span className="block truncate text-caption text-muted">
                    {membership.roles.map(label).join(t({ message: ', ', context: 'list' }))}
                  </span>
                </span>
              )),
        csv: ({ memberships }) => memberships.map(organisation).join(' / '),
      },
      {
        id: 'state',
        header: t`State`,
        width: '8rem',
        cell: ({ user }) => <State user={user} />,
        csv: ({ user }) => user.state,
      },
      {
        id: 'signed-in',
        header: t`Last signed in`,
        width: '9rem',
        from: 'lg',
        cell: ({ user }) => (user.lastSignedInAt ? <Time value={user.lastSignedInAt} as="relative" /> : '–'),
        csv: ({ user }) => user.lastSignedInAt ?? '',
      },
    ];
  }, [t, i18n.locale, label]);
  const actions = (row: Row): MenuGroup[] => {
    if (!canDeactivate || row.user.id === viewer.id) return [];
    return [
      {
        id: 'account',
        items: [
          row.user.state === 'active'
            ? { id: 'off', label: t`Deactivate the account`, isDanger: true, onAction: () => setLeaving(row) }
            : { id: 'on', label: t`Reactivate the account`, onAction: () => void reactivate.run({ id: row.user.id }) },
        ],
      },
    ];
  };
  return (
    <>
      <ListPage
        id="people"
        title={t({ message: 'People', context: 'accounts' })}
        spec={userListSpec}
        list={list}
        columns={columns}
        searchLabel={t`Search names, addresses, organisations`}
        views={[
          { id: 'all', label: t`All`, search: {} },
          ...(Object.keys(kinds) as OrganisationKind[]).map((one) => ({
            id: one, label: kinds[one], search: { organisationKind: [one] },
          })),
        ]}
        rowId={({ user }) => user.id}
        rowName={({ user }) => user.name}
        {...(canDeactivate ? { rowActions: actions } : {})}
        empty={
          <EmptyState icon={<Users />} title={<Trans>Nobody yet</Trans>}>
            <Trans>People appear here once they register or accept an invitation.</Trans>
          </EmptyState>
        }
      />
      <ReasonDialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={async (reason) => {
          if (!leaving) return;
          await deactivate.send({ id: leaving.user.id, reason });
          toast.done(t`The account of ${leaving.user.name} is deactivated`);
        }}
        isDanger
        readers={t`Kept in the audit trail.`}
        title={<Trans>Deactivate {leaving?.user.name}?</Trans>}
        confirmLabel={<Trans>Deactivate</Trans>}
      >
        <p>
          <Trans>Every session and API token of this person ends at once.</Trans>
        </p>
      </ReasonDialog>
    </>
  );
}

function State({ user }: { user: Row['user'] }) {
  if (user.state === 'deactivated') {
    return (
      <Tag tone="bad">
        <Trans>Deactivated</Trans>
      </Tag>
    );
  }
  if (!user.emailVerifiedAt) {
    return (
      <Tag tone="warn">
        <Trans>Unconfirmed</Trans>
      </Tag>
    );
  }
  return (
    <Tag tone="ok">
      <Trans context="account">Active</Trans>
    </Tag>
  );
}
