import type { ApolloClient } from '@apollo/client';
import { i18n } from '@lingui/core';
import { graphql, type Session, type ViewerMembership } from '@wutong/core-web';
import { ActForDocument, SignOutDocument, ViewerDocument, type ViewerQuery } from './session.graphql';

graphql`
  query Viewer {
    viewer {
      user {
        id
        name
        email
        emailVerifiedAt
        locale
        timeZone
      }
      organisation {
        id
      }
      permissions
      memberships {
        organisation {
          id
          nameZh
          nameEn
          kind
        }
        roles
      }
    }
  }

  mutation SignOut {
    signOut
  }

  mutation ActFor($organisationId: ID!) {
    actForOrganisation(organisationId: $organisationId)
  }
`;

type Membership = NonNullable<ViewerQuery['viewer']>['memberships'][number];

/** How the portal learns who looks at it. */
export const session: Session = {
  async load(client) {
    const { data } = await client.query({ query: ViewerDocument });
    const viewer = data?.viewer;
    if (!viewer) return null;
    const memberships = viewer.memberships.map(membershipOf);
    const { id, name, email, locale, timeZone } = viewer.user;
    return {
      id,
      name,
      email,
      locale: locale === 'en' ? 'en' : 'zh-CN',
      timeZone,
      memberships,
      actingFor: memberships.find(({ organisationId }) => organisationId === viewer.organisation?.id) ?? null,
      permissions: new Set(viewer.permissions),
    };
  },
  async actFor(client: ApolloClient, organisationId: string) {
    await client.mutate({ mutation: ActForDocument, variables: { organisationId } });
  },
  async signOut(client: ApolloClient) {
    await client.mutate({ mutation: SignOutDocument });
    await client.clearStore();
  },
  signInPath: '/sign-in',
  profilePath: '/profile',
};

function membershipOf({ organisation, roles }: Membership): ViewerMembership {
  return {
    organisationId: organisation.id,
    organisationName: i18n.locale === 'en' ? organisation.nameEn : organisation.nameZh,
    organisationKind: organisation.kind,
    roles,
  };
}
