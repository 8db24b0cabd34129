import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  Button, ConfirmDialog, EmptyState, Facts, FailureWords, PageHeader, Panel, Skeleton, Tag, Time, toast, toWords, useCan, useCommand,
  useName,
} from '@wutong/core-web';
import { Plug } from 'lucide-react';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { ClusterLimits } from './cluster-limits';
import { ClusterState } from './cluster-state';
import { useClusterWords } from './cluster-words';
import type { Connection } from './cluster.page.query';
import {
  ComputeClusterPageDocument, PullClusterUsageDocument, RemoveClusterConnectionDocument, TestClusterConnectionDocument,
} from './cluster.page.query.graphql';
import { ConnectDialog } from './connect-dialog';
import { Operations } from './operations';

const refetch = ['ComputeClusterPage', 'ComputeClusters'];

/** One cluster: how it is reached and how that goes, its usage, and whether it holds to the grants. */
export function Page() {
  const { t } = useLingui();
  const nameOf = useName();
  const words = useClusterWords();
  const { cluster: name } = useParams({ strict: false }) as { cluster: string };
  const canManage = useCan('compute-cluster.manage');
  const [dialog, open] = useState<'connect' | 'remove' | null>(null);
  const page = useQuery(ComputeClusterPageDocument, { variables: { cluster: name }, fetchPolicy: 'cache-and-network' });
  const remove = useCommand(RemoveClusterConnectionDocument, { refetch });
  if (page.error && !page.data) return <FailureWords words={toWords(page.error)} retry={() => void page.refetch()} />;
  if (!page.data) return <Skeleton className="h-96 rounded-card" />;
  const cluster = page.data.computeCluster;
  const { connection } = cluster;
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: t`Clusters`, href: '/compute/clusters' }, { label: name }]}
        status={<ClusterState connection={connection} />}
        actions={canManage && connection && (
          <>
            <Button variant="danger-quiet" onPress={() => open('remove')}><Trans>Disconnect</Trans></Button>
            <Button onPress={() => open('connect')}><Trans>Change connection</Trans></Button>
            <TestButton cluster={name} isFirst={!connection.checkedAt} />
          </>
        )}
      />
      <div className="flex flex-col gap-4">
        {!connection && (
          <Panel>
            <EmptyState
              icon={<Plug />} title={<Trans>This cluster is not connected</Trans>}
              action={canManage && <Button variant="primary" onPress={() => open('connect')}><Trans>Connect</Trans></Button>}
            >
              <Trans>Its usage comes in as files or by POST /v1/usage, and nothing limits its jobs to what was granted. Connected, both happen by themselves.</Trans>
            </EmptyState>
          </Panel>
        )}
        <Panel title={connection ? words.kind(connection.kind) : t`Cluster`}>
          <Facts
            columns={3}
            items={[
              { label: t`Supplier`, value: nameOf({ nameZh: cluster.supplierNameZh, nameEn: cluster.supplierNameEn }) },
              { label: t`Pools`, value: cluster.poolCodes.join(' · ') },
              { label: t`GPU classes`, value: cluster.gpuClasses.map(className).join(' · ') },
              ...(connection ? reachOf(connection).map(([label, value]) => ({ label: labelOf(label), value })) : []),
              { label: t`Last usage`, value: cluster.lastUsageAt ? <Time value={cluster.lastUsageAt} /> : t`None yet` },
            ]}
          />
        </Panel>
        {connection && <Findings connection={connection} />}
        {connection && connection.kind !== 'kueue' && <Pulls connection={connection} canManage={canManage} />}
        {connection && <ClusterLimits cluster={cluster} connection={connection} canManage={canManage} />}
        {cluster.operations.length > 0 && <Operations title={t`Done on the cluster`} operations={cluster.operations} />}
      </div>
      {dialog === 'connect' && <ConnectDialog cluster={cluster} onClose={() => open(null)} />}
      {dialog === 'remove' && connection && (
        <ConfirmDialog
          title={t`Disconnect ${name}?`} isOpen isDanger onClose={() => open(null)} confirmLabel={t`Disconnect`}
          onConfirm={async () => void (await remove.send({ cluster: name, version: connection.version }))}
        >
          <p><Trans>Usage is no longer pulled and limits are no longer written. What is set on the cluster stays as it is.</Trans></p>
        </ConfirmDialog>
      )}
    </>
  );

  function labelOf(key: string): string {
    const labels: Record<string, string> = {
      url: t`Address`, userName: t`User name`, secret: t`Secret on the host`, slurmConf: t`slurm.conf on the host`, apiVersion: t`Version`, cohort: t`Cohort`,
    };
    return labels[key] ?? key;
  }
}

/** What a connection of its kind says of itself; what it has not is left out. */
function reachOf({ url, userName, secret, slurmConf, apiVersion, cohort }: Connection): [string, React.ReactNode][] {
  const all: [string, string | null | undefined][] = [
    ['url', url], ['userName', userName], ['secret', secret], ['slurmConf', slurmConf], ['apiVersion', apiVersion], ['cohort', cohort],
  ];
  return all.filter(([, value]) => value).map(([label, value]) => [label, <code key={label} className="font-mono wrap-anywhere">{value}</code>]);
}

function TestButton({ cluster, isFirst }: { cluster: string; isFirst: boolean }) {
  const test = useCommand(TestClusterConnectionDocument, { refetch });
  return (
    <Button variant={isFirst ? 'primary' : 'secondary'} isPending={test.isBusy} onPress={() => void test.run({ cluster })}>
      <Trans>Test connection</Trans>
    </Button>
  );
}

function Findings({ connection }: { connection: Connection }) {
  const { t } = useLingui();
  const words: Record<string, string> = { ok: t`Fine`, warn: t`Mind`, bad: t`Wrong` };
  return (
    <Panel title={t`Connection test`} isFlush actions={connection.checkedAt && <span className="text-caption text-muted"><Time value={connection.checkedAt} /></span>}>
      {connection.findings.length === 0 ? (
        <p className="px-4 py-3 text-muted"><Trans>Not tested since it was set up. A test changes nothing on the cluster.</Trans></p>
      ) : (
        <ul className="divide-y divide-line">
          {connection.findings.map(({ level, code, message }) => (
            <li key={code} className="flex items-start gap-3 px-4 py-2.5">
              <Tag tone={level === 'ok' ? 'ok' : level === 'warn' ? 'warn' : 'bad'}>{words[level] ?? level}</Tag>
              <span className="min-w-0 wrap-anywhere">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Pulls({ connection, canManage }: { connection: Connection; canManage: boolean }) {
  const { t } = useLingui();
  const { cluster, lastPullAt, nextPullAt, pulledUntil, pullError, failures, takesAll } = connection;
  const pull = useCommand(PullClusterUsageDocument, { refetch: [...refetch, 'UsageImports'] });
  const now = async (): Promise<void> => {
    const answer = await pull.run({ cluster });
    if (!answer) return;
    const { added, updated, records } = answer.pullClusterUsage;
    toast.done(t`${records} jobs read: ${added} new, ${updated} changed`);
  };
  return (
    <Panel
      title={t({ message: 'Usage', context: 'navigation' })}
      actions={canManage && <Button size="sm" isPending={pull.isBusy} onPress={() => void now()}><Trans>Pull now</Trans></Button>}
    >
      <Facts
        columns={3}
        items={[
          { label: t`Last pull`, value: lastPullAt ? <Time value={lastPullAt} /> : t`None yet` },
          { label: t`Read up to`, value: lastPullAt && pulledUntil && <Time value={pulledUntil} /> },
          { label: t`Next pull`, value: nextPullAt && <Time value={nextPullAt} /> },
          { label: t`What is taken`, value: takesAll ? t`Every job` : t`Jobs of known accounts` },
        ]}
      />
      {pullError && (
        <p role="alert" className="mt-3 text-bad">
          <Plural value={failures} one="The last pull failed:" other="The last # pulls failed:" /> {pullError}
        </p>
      )}
    </Panel>
  );
}
