import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, EmptyState, graphql, ListPage, Tag, Time, useCan, useList, useListSearch, type Column, type OrganisationKind,
} from '@wutong/core-web';
import { Building2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { organisationListSpec } from '../lists';
import { OrganisationsDocument, type OrganisationsQuery } from './organisation-list.page.graphql';
import { RegisterOrganisation } from './register-organisation';
import { useKindWords } from './use-kind-words';

graphql`
  query Organisations($first: Int!, $after: String, $kind: OrganisationKind, $search: String) {
    organisations(first: $first, after: $after, kind: $kind, search: $search) {
      nodes {
        id
        kind
        nameZh
        nameEn
        registrationId
        state
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

type Row = OrganisationsQuery['organisations']['nodes'][number];

/** Every organisation that the centre knows; the way to its people. */
export function Page() {
  const { t, i18n } = useLingui();
  const kinds = useKindWords();
  const canRegister = useCan('organisation.register');
  const [isRegistering, setRegistering] = useState(false);
  const { search } = useListSearch(organisationListSpec);
  const [kind = null] = search.kind ?? [];
  const list = useList(
    OrganisationsDocument,
    { first: 50, kind: kind as OrganisationKind | null, search: search.q ?? null },
    (data) => data.organisations,
  );
  const columns = useMemo(
    (): Column<Row>[] => [
      {
        id: 'name',
        header: t`Organisation`,
        cell: (row) => (
          <>
            {i18n.locale === 'en' ? row.nameEn : row.nameZh}
            <span className="block truncate text-caption font-normal text-muted">
              {i18n.locale === 'en' ? row.nameZh : row.nameEn}
            </span>
          </>
        ),
        csv: (row) => `${row.nameZh} ${row.nameEn}`,
      },
      {
        id: 'kind',
        header: t`Kind`,
        width: '9rem',
        cell: (row) => kinds[row.kind],
        csv: (row) => row.kind,
      },
      {
        id: 'state',
        header: t`State`,
        width: '7rem',
        from: 'sm',
        cell: (row) =>
          row.state === 'active' ? (
            <Tag tone="ok">
              <Trans context="account">Active</Trans>
            </Tag>
          ) : (
            <Tag tone="bad">
              <Trans>Closed</Trans>
            </Tag>
          ),
        csv: (row) => row.state,
      },
      {
        id: 'registration',
        header: t`Registration number`,
        width: '13rem',
        from: 'lg',
        cell: (row) => row.registrationId ?? '–',
        csv: (row) => row.registrationId ?? '',
      },
      {
        id: 'created',
        header: t`Registered`,
        width: '10rem',
        from: 'md',
        cell: (row) => <Time value={row.createdAt} as="date" />,
        csv: (row) => row.createdAt,
      },
    ],
    [t, i18n.locale, kinds],
  );
  return (
    <>
      <ListPage
        id="organisations"
        title={t`Organisations`}
        lead={<Trans>Tenants register themselves; investors, suppliers and adopters are registered here.</Trans>}
        actions={
          canRegister && (
            <Button variant="primary" onPress={() => setRegistering(true)}>
              <Trans>Register an organisation</Trans>
            </Button>
          )
        }
        spec={organisationListSpec}
        list={list}
        columns={columns}
        searchLabel={t`Search names and numbers`}
        views={[
          { id: 'all', label: t`All`, search: {} },
          ...(Object.keys(kinds) as OrganisationKind[])
            .filter((one) => one !== 'centre')
            .map((one) => ({ id: one, label: kinds[one], search: { kind: [one] } })),
        ]}
        rowId={(row) => row.id}
        rowName={(row) => row.nameZh}
        rowHref={(row) => `/admin/organisations/${row.id}`}
        empty={
          <EmptyState icon={<Building2 />} title={<Trans>No organisations yet</Trans>}>
            <Trans>They appear here as companies register.</Trans>
          </EmptyState>
        }
      />
      {isRegistering && <RegisterOrganisation close={() => setRegistering(false)} />}
    </>
  );
}
