import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, HrefLink, Notice, Panel, toast, useCommand, useFormat, Time } from '@wutong/core-web';
import { useState } from 'react';
import { sayChange, useClusterWords } from './cluster-words';
import type { Cluster, Connection } from './cluster.page.query';
import { CompareClusterDocument, EnforceClusterDocument, type CompareClusterMutation } from './cluster.page.query.graphql';

const refetch = ['ComputeClusterPage', 'ComputeClusters'];
type Pending = CompareClusterMutation['compareCluster']['pending'];

/** Whether the cluster holds to the grants; what differs, and the button that sets it right. */
export function ClusterLimits({ cluster, connection, canManage }: { cluster: Cluster; connection: Connection; canManage: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useClusterWords();
  const [pending, setPending] = useState<Pending | null>(null);
  const compare = useCommand(CompareClusterDocument, { refetch });
  const enforce = useCommand(EnforceClusterDocument, { refetch });
  const { enforces, differences, comparedAt, strangers, enforceError } = connection;
  const look = async (): Promise<void> => {
    const answer = await compare.run({ cluster: cluster.cluster });
    if (answer) setPending(answer.compareCluster.pending);
  };
  const apply = async (): Promise<void> => {
    const answer = await enforce.run({ cluster: cluster.cluster });
    if (!answer) return;
    setPending(null);
    toast.done(t`${answer.enforceCluster.done} changes made and read back`);
  };
  return (
    <Panel
      title={t`Limits`} isFlush
      actions={canManage && (
        <span className="flex gap-2">
          <Button size="sm" isPending={compare.isBusy} onPress={() => void look()}><Trans>Compare</Trans></Button>
          {enforces && <Button size="sm" isPending={enforce.isBusy} onPress={() => void apply()}><Trans>Apply now</Trans></Button>}
        </span>
      )}
    >
      <div className="flex flex-col gap-3 p-4">
        {!enforces && <Notice><Trans>This connection only reads. Nothing on the cluster limits jobs to what was granted.</Trans></Notice>}
        {enforceError && <p role="alert" className="text-bad">{enforceError}</p>}
        {comparedAt && (
          <p className={differences ? 'text-warn' : 'text-muted'}>
            {differences
              ? <Plural value={differences} one="# account differs from what is granted." other="# accounts differ from what is granted." />
              : <Trans>Every account is as it was granted.</Trans>}{' '}
            <Time value={comparedAt} />
          </p>
        )}
        {!comparedAt && <p className="text-muted"><Trans>Not compared yet. Comparing changes nothing on the cluster.</Trans></p>}
        {cluster.unnamedUsers > 0 && (
          <p className="text-warn">
            <Plural value={cluster.unnamedUsers} one="# user has no name on the cluster and cannot submit." other="# users have no name on the cluster and cannot submit." />{' '}
            <Trans>Name them on the pages of the <HrefLink href="/compute/requests?state=active" className="underline">running grants</HrefLink>, under “Users and keys”.</Trans>
          </p>
        )}
        {strangers.length > 0 && (
          <p className="text-muted"><Trans>Accounts that belong to no grant here, and are left alone: {strangers.join(', ')}</Trans></p>
        )}
      </div>
      {pending && pending.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {pending.map((one) => (
            <li key={`${one.kind}${one.account}${one.subject ?? ''}`} className="px-4 py-2.5">
              <span className="font-medium">{words.operation(one.kind)}</span> <code className="font-mono">{one.account}</code>{' '}
              <span className="text-muted wrap-anywhere">{one.subject && one.kind === 'applyObject' ? one.subject : sayChange(one)}</span>
            </li>
          ))}
        </ul>
      )}
      {cluster.enforced.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {cluster.enforced.map((one) => (
            <li key={one.account} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2.5">
              <span><code className="font-mono">{one.account}</code> <span className="text-muted">{one.users.join(', ')}</span></span>
              <span className="tabular text-muted">
                {one.limitMinutes != null && <Trans>{format.number(Number(one.countedMinutes ?? 0))} of {format.number(Number(one.limitMinutes))} GPU-min</Trans>}{' '}
                · <Time value={one.readBackAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
