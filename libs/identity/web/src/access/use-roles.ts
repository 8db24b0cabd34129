import { useQuery } from '@apollo/client/react';
import { graphql, type OrganisationKind } from '@wutong/core-web';
import { useCallback } from 'react';
import { RolesDocument } from './use-roles.graphql';

graphql`
  query Roles {
    roles {
      name
      organisationKind
      label
      about
    }
  }
`;

const none: readonly never[] = [];

/** What each role is called, and which roles an organisation of a kind has. */
export function useRoles() {
  const roles = useQuery(RolesDocument).data?.roles ?? none;
  const label = useCallback(
    (name: string) => roles.find((role) => role.name === name)?.label ?? name,
    [roles],
  );
  const of = useCallback(
    (kind: OrganisationKind) => roles.filter((role) => role.organisationKind === kind),
    [roles],
  );
  return { roles, label, of };
}
