import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  Button, EmptyState, FacetFilter, graphql, Link, ListSearchBox, Notice, PageHeader, Skeleton, Tag, useFormat, useList,
  useListSearch,
} from '@wutong/core-web';
import { FilterX } from 'lucide-react';
import { DirectoryDocument, type DirectoryQuery } from './directory.page.graphql';
import { directorySpec } from './directory-spec';
import { Marked } from './marked';
import { useProfileWords } from './use-profile-words';

graphql`
  query Directory($first: Int!, $after: String, $search: String, $domains: [String!], $stages: [String!], $filed: [String!], $states: [String!]) {
    tenantDirectory(first: $first, after: $after, search: $search, domains: $domains, stages: $stages, filed: $filed, states: $states) {
      total
      nodes {
        organisationId
        excerpt
        excerptMarks { start end }
        profile { organisationId nameZh nameEn taglineZh taglineEn domains modelName parametersBillion fundingStage filingNumber foundedYear tenancyState }
      }
      pageInfo { hasNextPage endCursor }
      facets { name values { value count } }
    }
  }
`;

type Entry = DirectoryQuery['tenantDirectory']['nodes'][number];

export function Page() {
  const { t } = useLingui();
  const words = useProfileWords();
  const { search, isFiltered, clear, set, toggle } = useListSearch(directorySpec);
  const list = useList(
    DirectoryDocument,
    { first: 48, search: search.q, domains: search.domain, stages: search.stage, filed: search.filed, states: search.state },
    (data) => data.tenantDirectory,
  );
  const found = list.data?.tenantDirectory;
  const options = (name: string, label: (value: string) => string) =>
    (found?.facets.find((facet) => facet.name === name)?.values ?? []).map(({ value, count }) => ({ value, count, label: label(value) }));

  const facets = [
    { id: 'domain' as const, label: t`Field`, options: options('domain', words.domain) },
    { id: 'stage' as const, label: t`Funding`, options: options('stage', words.stage) },
    { id: 'filed' as const, label: t`Filing`, options: options('filed', words.filed) },
    { id: 'state' as const, label: t`Tenancy`, options: options('state', words.state) },
  ];

  return (
    <>
      <PageHeader title={t`Directory`} lead={<Trans>The start-ups of the centre, each showing what it chooses to.</Trans>} />
      <div className="flex flex-wrap items-center gap-2">
        <ListSearchBox label={t`Name, model or field`} value={search.q ?? ''} onChange={(q) => set({ q: q || undefined } as never)} />
        {facets.map((facet) => (
          <FacetFilter
            key={facet.id}
            facet={facet}
            selected={search[facet.id] ?? []}
            onToggle={(value) => toggle(facet.id, value)}
            onClear={() => set({ [facet.id]: undefined })}
          />
        ))}
        {isFiltered && <Button size="sm" variant="quiet" onPress={clear}><Trans>Clear all</Trans></Button>}
      </div>
      <p role="status" className="py-3 text-muted">
        {found && <Plural value={found.total} one="# company" other="# companies" />}
      </p>
      {list.error && <Notice tone="bad">{list.error.message}</Notice>}
      {list.isLoading && <Skeleton className="h-96" />}
      {found && list.rows.length === 0 && (
        <EmptyState
          icon={<FilterX />}
          title={isFiltered ? <Trans>No company matches</Trans> : <Trans>No company shows itself yet</Trans>}
          action={isFiltered && <Button onPress={clear}><Trans>Clear all</Trans></Button>}
        >
          {isFiltered
            ? <Trans>Take a filter away, or try another word in Chinese or English.</Trans>
            : <Trans>Tenants appear here once they list their profile.</Trans>}
        </EmptyState>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(20rem,100%),1fr))] gap-3">
        {list.rows.map((entry) => <li key={entry.organisationId} className="min-w-0"><Card entry={entry} searched={Boolean(search.q)} /></li>)}
      </ul>
      {list.hasMore && (
        <div className="flex justify-center py-4">
          <Button onPress={list.loadMore} isPending={list.isLoadingMore}><Trans>Show more</Trans></Button>
        </div>
      )}
    </>
  );
}

function Card({ entry, searched }: { entry: Entry; searched: boolean }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const words = useProfileWords();
  const { profile } = entry;
  const isChinese = i18n.locale === 'zh-CN';
  const [name, otherName] = isChinese ? [profile.nameZh, profile.nameEn] : [profile.nameEn, profile.nameZh];
  const tagline = isChinese ? (profile.taglineZh ?? profile.taglineEn) : (profile.taglineEn ?? profile.taglineZh);
  return (
    <Link
      to={`/directory/${entry.organisationId}`}
      className="flex h-full flex-col gap-2 rounded-card border border-line bg-surface p-4 text-fg! no-underline! hover:border-line-strong"
    >
      <span>
        <span className="block text-[15px] leading-6 font-semibold text-fg">{name}</span>
        <span lang={isChinese ? 'en' : 'zh-CN'} className="block truncate text-caption text-muted">{otherName}</span>
      </span>
      <span className="line-clamp-2 text-muted">
        {searched && entry.excerpt ? <Marked text={entry.excerpt} marks={entry.excerptMarks} /> : tagline}
      </span>
      <span className="mt-auto flex flex-wrap items-center gap-1.5 pt-1">
        {profile.domains?.map((domain) => <Tag key={domain} tone="neutral">{words.domain(domain)}</Tag>)}
        {profile.fundingStage && <Tag tone="info">{words.stage(profile.fundingStage)}</Tag>}
        {profile.filingNumber && <Tag tone="ok"><Trans>Filed</Trans></Tag>}
        {profile.parametersBillion !== null && profile.parametersBillion !== undefined && (
          <span className="tabular ml-auto text-caption text-muted">{format.number(profile.parametersBillion)}B</span>
        )}
      </span>
    </Link>
  );
}
