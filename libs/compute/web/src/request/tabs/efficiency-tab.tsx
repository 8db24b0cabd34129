import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable, EmptyState, FailureWords, graphql, LineChart, Panel, Skeleton, Time, toWords, useFormat, type Column } from '@wutong/core-web';
import { Activity } from 'lucide-react';
import { FindingList } from '../../efficiency/finding-list';
import { wholeHours } from '../../efficiency/whole-hours';
import { GrantUtilisationDocument, type GrantUtilisationQuery } from './efficiency-tab.graphql';

graphql`
  query GrantUtilisation($grantId: ID!) {
    grantUtilisation(grantId: $grantId) { at percent heldMh }
    grantJobUtilisation(grantId: $grantId) { holder gpus startAt endAt heldMh idleMh percent tensorPercent memoryPercent xid }
  }
`;

type Job = GrantUtilisationQuery['grantJobUtilisation'][number];

/** How busy the GPUs of a grant were, job by job, and what was found about it. */
export function EfficiencyTab({ grantId }: { grantId: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const { data, error, refetch } = useQuery(GrantUtilisationDocument, { variables: { grantId } });
  if (!data) return error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Skeleton className="h-64 rounded-card" />;
  const { grantUtilisation: points, grantJobUtilisation: jobs } = data;
  if (points.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<Activity />} title={<Trans>Not measured in the last 14 days</Trans>}>
          <Trans>GPUs appear here when their cluster has a source of measurements and its jobs are known.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  const hours = wholeHours(points.map(({ at }) => Date.parse(at) / 1000), points.map(({ percent }) => percent ?? null));
  const share = (value: number | null | undefined) => (value === null || value === undefined ? '–' : `${value}%`);
  const columns: Column<Job>[] = [
    { id: 'job', header: t`Job`, cell: (row) => <span className="tabular">{row.holder}</span> },
    { id: 'start', header: t({ message: 'Start', context: 'window' }), width: '12rem', from: 'lg', cell: (row) => <Time value={row.startAt} /> },
    { id: 'gpus', header: t`GPUs`, width: '5rem', align: 'end', from: 'sm', cell: (row) => format.number(row.gpus) },
    { id: 'held', header: t`GPU-hours`, width: '7rem', align: 'end', from: 'sm', cell: (row) => format.gpuHours(row.heldMh, 0) },
    { id: 'used', header: t`Utilisation`, width: '6.5rem', align: 'end', cell: (row) => share(row.percent) },
    { id: 'tensor', header: t`Tensor cores`, width: '7rem', align: 'end', from: 'lg', cell: (row) => share(row.tensorPercent) },
    { id: 'memory', header: t`Memory peak`, width: '7rem', align: 'end', from: 'md', cell: (row) => share(row.memoryPercent) },
    { id: 'idle', header: t`Idle GPU-hours`, width: '8rem', align: 'end', cell: (row) => format.gpuHours(row.idleMh, 0) },
    { id: 'xid', header: t`XID`, width: '5rem', align: 'end', from: 'lg', cell: (row) => (row.xid ? <span className="text-bad">{row.xid}</span> : '–') },
  ];
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t`Utilisation in the last 14 days`}>
        <LineChart
          label={t`Utilisation in the last 14 days`} height={180} most={100}
          x={hours.map(({ at }) => `${format.day(at * 1000)} ${format.time(at * 1000)}`)}
          series={[{ id: 'percent', label: t`Utilisation`, values: hours.map(({ percent }) => percent) }]}
          formatValue={(value) => `${Math.round(value)}%`}
        />
      </Panel>
      <FindingList grantId={grantId} />
      <Panel title={t`What each job made of its GPUs`} isFlush>
        <DataTable
          label={t`What each job made of its GPUs`} columns={columns} rows={jobs} rowId={(row) => row.holder} rowName={(row) => row.holder}
          isCompact empty={null}
        />
      </Panel>
    </div>
  );
}
