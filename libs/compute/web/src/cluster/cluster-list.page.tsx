import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, FailureWords, graphql, HrefLink, PageHeader, Panel, Skeleton, Time, toWords, useFormat, useName } from '@wutong/core-web';
import { Network } from 'lucide-react';
import { className } from '../gpu-hours';
import { ClusterState } from './cluster-state';
import { ComputeClustersDocument, type ComputeClustersQuery } from './cluster-list.page.graphql';

graphql`
  query ComputeClusters {
    computeClusters {
      cluster supplierNameZh supplierNameEn poolCodes gpuClasses runningGrants unnamedUsers lastUsageAt
      connection { cluster kind lastPullAt nextPullAt pullError enforceError differences checkedAt findings { level } enforces }
    }
  }
`;

type Row = ComputeClustersQuery['computeClusters'][number];

/** The clusters that pools name: whether they are connected, when usage last came, whether they hold to the grants. */
export function Page() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(ComputeClustersDocument, { fetchPolicy: 'cache-and-network' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader
        title={t`Clusters`}
        lead={t`A connected cluster sends its usage by itself, and holds its jobs to what was granted.`}
      />
      {!data ? (
        <Skeleton className="h-64 rounded-card" />
      ) : data.computeClusters.length === 0 ? (
        <Panel>
          <EmptyState icon={<Network />} title={<Trans>No clusters yet</Trans>}>
            <Trans>A cluster appears here when a pool names it. Make a pool first.</Trans>
          </EmptyState>
        </Panel>
      ) : (
        <Panel isFlush>
          <ul className="divide-y divide-line">
            {data.computeClusters.map((row) => <Line key={row.cluster} row={row} />)}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Line({ row }: { row: Row }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { connection } = row;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <HrefLink href={`/compute/clusters/${encodeURIComponent(row.cluster)}`} className="font-mono font-medium">{row.cluster}</HrefLink>
          <ClusterState connection={connection} />
        </p>
        <p className="text-caption text-muted">
          {nameOf({ nameZh: row.supplierNameZh, nameEn: row.supplierNameEn })} · {row.poolCodes.join(' · ')} · {row.gpuClasses.map(className).join(' · ')}
        </p>
        {connection?.pullError && <p className="text-caption text-bad">{connection.pullError}</p>}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1 text-caption text-muted max-sm:w-full sm:grid-cols-[repeat(4,7.5rem)]">
        <Item label={t`Running grants`}>{format.number(row.runningGrants)}</Item>
        <Item label={t`Unnamed users`}>{format.number(row.unnamedUsers)}</Item>
        <Item label={t`Last usage`}>{row.lastUsageAt ? <Time value={row.lastUsageAt} as="relative" /> : '–'}</Item>
        <Item label={t`Next pull`}>{connection?.nextPullAt ? <Time value={connection.nextPullAt} as="relative" /> : '–'}</Item>
      </dl>
    </li>
  );
}

function Item({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="sm:text-end">
      <dt>{label}</dt>
      <dd className="tabular text-fg">{children}</dd>
    </div>
  );
}
