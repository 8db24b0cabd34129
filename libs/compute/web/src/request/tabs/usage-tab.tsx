import { Trans, useLingui } from '@lingui/react/macro';
import { useSearch } from '@tanstack/react-router';
import { DataTable, EmptyState, graphql, HrefLink, Panel, Time, useFormat, useList, type Column } from '@wutong/core-web';
import { Activity } from 'lucide-react';
import { monthName } from '../../charge/charge-words';
import type { RequestCase } from '../compute-request-case.query';
import { BorrowPanel } from './borrow-panel';
import { GrantUsageDocument, type GrantUsageQuery } from './usage-tab.graphql';

graphql`
  query GrantUsage($grantId: ID!, $organisationId: ID!, $month: String, $first: Int!, $after: String) {
    usageRecords(grantId: $grantId, organisationId: $organisationId, month: $month, first: $first, after: $after) {
      nodes { jobKey cluster jobId userName state gpus startAt endAt gpuMh }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

type Row = GrantUsageQuery['usageRecords']['nodes'][number];

/** GPUs on loan, and the metered jobs of a request, those that started last first; with a month in the address, those that ran in it. */
export function UsageTab({ request }: { request: RequestCase }) {
  const { id, organisationId, grant } = request;
  const { t } = useLingui();
  const format = useFormat();
  const found = (useSearch({ strict: false } as never) as { month?: string }).month;
  const month = found && /^\d{4}-(0[1-9]|1[0-2])$/.test(found) ? found : undefined;
  const list = useList(GrantUsageDocument, { grantId: id, organisationId, month, first: 50 }, (data) => data.usageRecords);
  const columns: Column<Row>[] = [
    { id: 'job', header: t`Job`, cell: (row) => <span className="tabular">{row.jobId}</span>, csv: (row) => row.jobId },
    { id: 'user', header: t`User`, width: '9rem', from: 'sm', cell: (row) => row.userName },
    { id: 'state', header: t`Slurm state`, width: '9rem', from: 'md', cell: (row) => row.state },
    { id: 'gpus', header: t`GPUs`, width: '6.5rem', align: 'end', from: 'sm', cell: (row) => format.number(row.gpus) },
    {
      id: 'start', header: t({ message: 'Start', context: 'window' }), width: '14.5rem', from: 'md',
      cell: (row) => <Time value={row.startAt} />,
    },
    {
      id: 'end', header: t({ message: 'End', context: 'window' }), width: '14.5rem', from: 'lg',
      cell: (row) => (row.endAt ? <Time value={row.endAt} /> : t`runs`),
    },
    { id: 'hours', header: t`GPU-hours`, width: '7rem', align: 'end', cell: (row) => format.gpuHours(row.gpuMh, 2) },
  ];
  return (
    <div className="flex flex-col gap-4">
      <BorrowPanel request={request} />
      <Panel
        title={month ? t`Metered jobs of ${monthName(format, month)}` : t`Metered jobs`} isFlush
        actions={month && <HrefLink href={`/compute/requests/${id}?tab=usage`}><Trans>All months</Trans></HrefLink>}
      >
        <DataTable
          label={t`Metered jobs`}
          columns={columns}
          rows={list.rows}
          rowId={(row) => row.jobKey}
          rowName={(row) => row.jobId}
          isLoading={list.isLoading}
          isLoadingMore={list.isLoadingMore}
          hasMore={list.hasMore}
          loadMore={list.loadMore}
          error={list.error}
          refetch={list.refetch}
          isCompact
          empty={
            month ? (
              <EmptyState icon={<Activity />} title={<Trans>No jobs ran in this month</Trans>} />
            ) : (
              <EmptyState icon={<Activity />} title={<Trans>No jobs have been metered yet</Trans>}>
                <Trans>Run jobs under the Slurm account {grant?.account}. They appear here when the supplier’s records come in.</Trans>
              </EmptyState>
            )
          }
        />
      </Panel>
    </div>
  );
}
