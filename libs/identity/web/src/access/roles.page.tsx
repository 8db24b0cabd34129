import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { FailureWords, graphql, PageHeader, Skeleton, toWords } from '@wutong/core-web';
import { Check } from 'lucide-react';
import { useRoles } from './use-roles';
import { PermissionsDocument, type PermissionsQuery } from './roles.page.graphql';

graphql`
  query Permissions {
    permissions {
      name
      about
      roles
    }
  }
`;

const head = 'sticky top-0 border-b border-line bg-sunken py-2 font-medium';

type Permission = PermissionsQuery['permissions'][number];

/** Which role may do what: the server's own table, as it is in force. */
export function Page() {
  const { t } = useLingui();
  const { roles } = useRoles();
  const { data, error, refetch } = useQuery(PermissionsDocument);
  if (error) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader
        title={t`Roles and permissions`}
        lead={
          <Trans>
            What each role may do. Whose objects it reaches is a rule of its own: people outside the centre only ever
            reach their own organisation’s.
          </Trans>
        }
      />
      {!data && <Skeleton className="h-96 w-full rounded-card" />}
      {data && (
        <div
          role="region"
          aria-label={t`Roles and permissions`}
          tabIndex={0}
          className="relative max-h-[75vh] overflow-auto rounded-card border border-line bg-surface"
        >
          <table className="w-full border-separate border-spacing-0 text-table">
            <thead>
              <tr>
                <th
                  scope="col"
                  className={`${head} left-0 z-10 min-w-44 px-3 text-left sm:min-w-80`}
                >
                  <Trans>Permission</Trans>
                </th>
                {roles.map((role) => (
                  <th
                    key={role.name}
                    scope="col"
                    className={`${head} px-2 text-center whitespace-nowrap`}
                  >
                    {role.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.permissions.map((permission) => (
                <Row key={permission.name} permission={permission} roles={roles} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Row({ permission, roles }: { permission: Permission; roles: readonly { name: string; label: string }[] }) {
  return (
    <tr className="hover:bg-sunken">
      <th
        scope="row"
        className="sticky left-0 border-b border-line bg-surface px-3 py-2 text-left font-normal"
      >
        {permission.about}
        <span className="block font-mono text-caption text-muted">{permission.name}</span>
      </th>
      {roles.map((role) => (
        <td key={role.name} className="border-b border-line px-2 py-2 text-center">
          {permission.roles.includes(role.name) ? (
            <>
              <Check aria-hidden className="mx-auto size-4 text-primary" />
              <span className="sr-only">
                <Trans>{role.label}: yes</Trans>
              </span>
            </>
          ) : (
            <span aria-hidden className="text-line-strong">
              ·
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}
