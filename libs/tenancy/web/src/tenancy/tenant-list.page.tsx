import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, graphql, ListPage, Tag, Time, useFormat, useList, useListSearch, type Column, useName } from '@wutong/core-web';
import { Building2 } from 'lucide-react';
import { TENANCY_STATES, useTenancyWords } from './tenancy-words';
import { tenantSpec } from './tenant-spec';
import { TenancyCountsDocument, TenantsDocument, type TenantsQuery } from './tenant-list.page.graphql';

graphql`
  query Tenants($first: Int!, $after: String, $states: [String!], $search: String) {
    tenancies(first: $first, after: $after, states: $states, search: $search) {
      nodes { id organisationId organisationNameZh organisationNameEn state desks signedAt activatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
  query TenancyCounts {
    tenancyCounts { state count }
  }
`;

type Row = TenantsQuery['tenancies']['nodes'][number];

/** All tenants of the centre. */
export function Page() {
  const { t } = useLingui();
  const words = useTenancyWords();
  const format = useFormat();
  const nameOf = useName();
  const { search } = useListSearch(tenantSpec);
  const list = useList(TenantsDocument, { first: 100, states: search.state, search: search.q }, (data) => data.tenancies);
  const counts = useQuery(TenancyCountsDocument).data?.tenancyCounts;
  const rowName = (row: Row) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
  const countOf = (state: string) => counts?.find((one) => one.state === state)?.count ?? 0;

  const columns: Column<Row>[] = [
    {
      id: 'name', header: t`Company`, csv: rowName,
      cell: (row) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{rowName(row)}</span>
          <span className="block truncate text-caption text-muted">{otherName(row, rowName(row))}</span>
        </span>
      ),
    },
    {
      id: 'state', header: t`State`, width: '10rem', csv: (row) => words.state(row.state).label,
      cell: (row) => <Tag tone={words.state(row.state).tone}>{words.state(row.state).label}</Tag>,
    },
    { id: 'desks', header: t`Desks`, width: '6rem', align: 'end', from: 'md', csv: (row) => row.desks, cell: (row) => format.number(row.desks) },
    { id: 'signedAt', header: t`Signed`, width: '9rem', from: 'md', csv: (row) => row.signedAt, cell: (row) => <Time value={row.signedAt} as="date" /> },
    {
      id: 'activatedAt', header: t`Active since`, width: '9rem', from: 'lg', csv: (row) => row.activatedAt,
      cell: (row) => (row.activatedAt ? <Time value={row.activatedAt} as="date" /> : '—'),
    },
  ];

  return (
    <ListPage
      id="tenants"
      title={t`Tenants`}
      spec={tenantSpec}
      list={list}
      columns={columns}
      rowId={(row) => row.id}
      rowName={rowName}
      rowHref={(row) => `/tenancy/tenants/${row.id}`}
      searchLabel={t`Company name`}
      facets={[{ id: 'state', label: t`State`, options: TENANCY_STATES.map((value) => ({ value, label: words.state(value).label, count: countOf(value) })) }]}
      views={[
        { id: 'all', label: t`All`, search: {} },
        { id: 'active', label: t`Active`, search: { state: ['active'] } },
        { id: 'attention', label: t`Needs attention`, search: { state: ['under_review', 'suspended', 'terminating'] } },
        { id: 'moving', label: t`Moving in or out`, search: { state: ['onboarding', 'graduating'] } },
      ]}
      empty={
        <EmptyState icon={<Building2 />} title={<Trans>No tenants yet</Trans>}>
          <Trans>A tenancy begins when a founder signs an offer.</Trans>
        </EmptyState>
      }
    />
  );
}

function otherName(row: Row, shown: string): string {
  return shown === row.organisationNameZh ? row.organisationNameEn : row.organisationNameZh;
}
