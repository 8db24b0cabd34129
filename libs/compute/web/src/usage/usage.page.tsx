import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, EmptyState, graphql, HrefLink, Notice, PageHeader, Panel, Skeleton, Tabs, Tag, Time, useCan,
  useFormat, useList,
  useTab, type Column, type TabItem, useName,
} from '@wutong/core-web';
import { CircleCheck, FileInput, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { className, sayMh } from '../gpu-hours';
import { ImportUsage } from './import-usage';
import { DismissDialog, ResolveDialog } from './parked-dialogs';
import {
  OveruseDocument, ParkedUsageDocument, UsageImportsDocument, type ParkedUsageQuery, type UsageImportsQuery,
} from './usage.page.graphql';

graphql`
  query UsageImports($first: Int!, $after: String) {
    usageImports(first: $first, after: $after) {
      nodes { id source sentByName receivedAt records added updated unchanged parked problems }
      pageInfo { hasNextPage endCursor }
    }
  }
  query ParkedUsage {
    parkedUsage { cluster account because gpuClasses runs gpuMh firstAt lastAt organisationId }
  }
  query Overuse {
    computeBalances { organisationId organisationNameZh organisationNameEn gpuClass usedMh overuseMh }
  }
`;

type Import = UsageImportsQuery['usageImports']['nodes'][number];
export type Parked = ParkedUsageQuery['parkedUsage'][number];

/** Deliveries of accounting records, usage of accounts that nobody knows, and what was used beyond grants. */
export function Page() {
  const { t } = useLingui();
  const canResolve = useCan('usage.resolve');
  const canSeeAll = useCan('compute-request.queue');
  const parked = useQuery(ParkedUsageDocument, { skip: !canResolve });
  const overuse = useQuery(OveruseDocument, { skip: !canSeeAll });
  const over = overuse.data?.computeBalances.filter((one) => BigInt(one.overuseMh) > 0n);
  const items: TabItem[] = [
    { id: 'imports', label: t`Deliveries`, content: <Imports /> },
    ...(canResolve
      ? [{ id: 'unknown', label: t`Unknown accounts`, count: parked.data?.parkedUsage.length, content: <ParkedList rows={parked.data?.parkedUsage} /> }]
      : []),
    ...(canSeeAll ? [{ id: 'overuse', label: t`Overuse`, count: over?.length, content: <OveruseList rows={over} /> }] : []),
  ];
  const [tab, setTab] = useTab(items.map(({ id }) => id));
  return (
    <>
      <PageHeader
        title={t({ message: 'Usage', context: 'navigation' })}
        lead={t`What the suppliers’ clusters report of jobs. Sending the same records again changes nothing.`}
      />
      <Tabs label={t`Parts of usage`} items={items} selected={tab} onSelect={setTab} />
    </>
  );
}

function Imports() {
  const { t } = useLingui();
  const format = useFormat();
  const list = useList(UsageImportsDocument, { first: 50 }, (data) => data.usageImports);
  const number = (value: (row: Import) => number) => ({
    align: 'end' as const, width: '6rem', cell: (row: Import) => format.number(value(row)),
  });
  const columns: Column<Import>[] = [
    { id: 'source', header: t`Source`, cell: (row) => row.source },
    { id: 'received', header: t`Received`, width: '14.5rem', from: 'sm', cell: (row) => <Time value={row.receivedAt} />, below: (row) => format.day(row.receivedAt) },
    { id: 'by', header: t`Sent by`, width: '9rem', from: 'lg', cell: (row) => row.sentByName },
    { id: 'records', header: t`Jobs`, ...number((row) => row.records) },
    { id: 'added', header: t({ message: 'New', context: 'usage' }), from: 'md', ...number((row) => row.added) },
    { id: 'updated', header: t({ message: 'Changed', context: 'usage' }), from: 'md', ...number((row) => row.updated) },
    {
      id: 'unchanged', header: t({ message: 'Known', context: 'usage' }), from: 'lg', ...number((row) => row.unchanged),
    },
    {
      id: 'parked', header: t({ message: 'Unknown', context: 'usage' }), width: '6rem', align: 'end', from: 'sm',
      cell: (row) => <span className={row.parked > 0 ? 'text-warn' : ''}>{format.number(row.parked)}</span>,
      below: (row) => (row.parked > 0 ? <span className="text-warn"><Trans context="jobs">{format.number(row.parked)} unknown</Trans></span> : null),
    },
    {
      id: 'problems', header: t({ message: 'Bad lines', context: 'usage' }), width: '6rem', align: 'end', from: 'sm',
      cell: (row) => <span className={row.problems > 0 ? 'text-bad' : ''}>{format.number(row.problems)}</span>,
      below: (row) => (row.problems > 0 ? <span className="text-bad"><Plural value={row.problems} one="# bad line" other="# bad lines" /></span> : null),
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      <ImportUsage />
      <Panel title={t`Deliveries`} isFlush>
        <DataTable
          label={t`Deliveries`}
          columns={columns}
          rows={list.rows}
          rowId={(row) => row.id}
          rowName={(row) => row.source}
          isLoading={list.isLoading}
          isLoadingMore={list.isLoadingMore}
          hasMore={list.hasMore}
          loadMore={list.loadMore}
          error={list.error}
          refetch={list.refetch}
          isCompact
          empty={
            <EmptyState icon={<FileInput />} title={<Trans>Nothing was delivered yet</Trans>}>
              <Trans>Drop a file above, let a cluster send to POST /v1/usage, or run “wutong meter import” on the server.</Trans>
            </EmptyState>
          }
        />
      </Panel>
    </div>
  );
}

function ParkedList({ rows }: { rows: readonly Parked[] | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  const [resolving, resolve] = useState<Parked | null>(null);
  const [dismissing, dismiss] = useState<Parked | null>(null);
  if (!rows) return <Skeleton className="h-48 rounded-card" />;
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<CircleCheck />} title={<Trans>Every account is known</Trans>}>
          <Trans>Usage of an account that belongs to no grant waits here until somebody says whose it is. Nothing is ever dropped.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title={t`Whose is this?`} isFlush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={`${row.cluster}/${row.account}/${row.because}`} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <code className="font-mono font-medium">{row.cluster} / {row.account}</code>
                {row.because === 'unknown_pool'
                  ? <Tag tone="bad"><Trans>No pool of this cluster and class</Trans></Tag>
                  : <Tag tone="warn"><Trans>Unknown account</Trans></Tag>}
              </p>
              <p className="text-caption text-muted">
                <Trans>{format.gpuHours(row.gpuMh)} GPU-hours of {row.gpuClasses.map(className).join(' · ')} in {row.runs} jobs</Trans>
                {' · '}{format.range(row.firstAt, row.lastAt)}
              </p>
            </div>
            <span className="flex flex-wrap gap-2">
              <Button size="sm" variant="quiet" onPress={() => dismiss(row)}><Trans>Nobody’s</Trans></Button>
              {row.because === 'unknown_pool'
                ? <HrefLink href="/compute/pools" className="self-center text-primary hover:underline"><Trans>Pools</Trans></HrefLink>
                : <Button size="sm" onPress={() => resolve(row)}><Trans>Say whose it is</Trans></Button>}
            </span>
          </li>
        ))}
      </ul>
      {resolving && <ResolveDialog parked={resolving} onClose={() => resolve(null)} />}
      {dismissing && <DismissDialog parked={dismissing} onClose={() => dismiss(null)} />}
    </Panel>
  );
}

interface OveruseListProps {
  rows: readonly { organisationId: string; organisationNameZh: string; organisationNameEn: string; gpuClass: string; overuseMh: string }[] | undefined;
}

function OveruseList({ rows }: OveruseListProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  if (!rows) return <Skeleton className="h-48 rounded-card" />;
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<UserRoundSearch />} title={<Trans>Nobody has used more than was granted</Trans>}>
          <Trans>What a company uses beyond its grants is recorded, told to it once, and settled with the centre.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title={t`Used beyond what was granted`} isFlush>
      <div className="p-4 pb-0">
        <Notice tone="warn">
          <Trans>A renewal with more hours covers overuse first; otherwise the centre settles it with the company.</Trans>
        </Notice>
      </div>
      <ul className="divide-y divide-line pt-2">
        {rows.map((row) => (
          <li key={`${row.organisationId}/${row.gpuClass}`} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <HrefLink href={`/compute/balances/${row.organisationId}/${row.gpuClass}`}>
              {nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn })}
            </HrefLink>
            <span className="tabular font-medium text-bad">{sayMh(format, row.gpuClass, row.overuseMh)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
