import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Facts, graphql, Panel, Tag, TextField, Time, useAttempt, useCan, useCommand, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { Operations } from '../../cluster/operations';
import { SaveDialog } from '../../pool/save-dialog';
import type { RequestCase } from '../compute-request-case.query';
import { SetClusterUserNameDocument } from './enforcement-panel.graphql';

graphql`
  mutation SetClusterUserName($input: SetClusterUserNameInput!) { setClusterUserName(input: $input) { userId clusterUserName } }
`;

/** How the grant stands on its cluster, as it was read back there; nothing where nothing is enforced. */
export function EnforcementPanel({ request: { enforcement, enforcementOperations } }: { request: RequestCase }) {
  const { t } = useLingui();
  const format = useFormat();
  if (!enforcement && enforcementOperations.length === 0) return null;
  return (
    <>
      {enforcement && (
        <Panel title={t`On the cluster`}>
          <Facts
            columns={3}
            items={[
              { label: t`Cluster`, value: <code className="font-mono">{enforcement.cluster}</code> },
              {
                label: t({ message: 'State', context: 'enforcement' }),
                value: enforcement.isOpen ? <Tag tone="ok">{t`Takes jobs`}</Tag> : <Tag>{t`Takes no jobs`}</Tag>,
              },
              {
                label: t`Limit`,
                value: enforcement.limitMinutes == null ? null : t`${format.number(Number(enforcement.limitMinutes))} GPU-min`,
              },
              {
                label: t`Counted there`,
                value: enforcement.countedMinutes == null ? null : t`${format.number(Number(enforcement.countedMinutes))} GPU-min`,
              },
              { label: t`GPUs at once`, value: format.number(enforcement.gpus) },
              { label: t`Read back`, value: <Time value={enforcement.readBackAt} /> },
            ].filter(({ value }) => value !== null)}
          />
        </Panel>
      )}
      {enforcementOperations.length > 0 && <Operations title={t`Done on the cluster`} operations={enforcementOperations} />}
    </>
  );
}

/** What a user is called on the cluster; the operator can say so. */
export function ClusterUserName({ request, userId }: { request: RequestCase; userId: string }) {
  const { t } = useLingui();
  const canName = useCan('compute-cluster.manage');
  const known = request.users.find((user) => user.userId === userId)?.clusterUserName ?? null;
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(known ?? '');
  const set = useCommand(SetClusterUserNameDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(
    async () => void (await set.send({ input: { requestId: request.id, userId, clusterUserName: name.trim() || null } })),
    () => setOpen(false),
  );
  return (
    <>
      {known ? <code className="font-mono text-muted">{known}</code> : canName && <span className="text-caption text-warn"><Trans>no name on the cluster</Trans></span>}
      {canName && <Button size="sm" variant="quiet" onPress={() => setOpen(true)}>{known ? <Trans>Rename</Trans> : <Trans context="cluster user">Name</Trans>}</Button>}
      {isOpen && (
        <SaveDialog title={t`Name on the cluster`} onClose={() => setOpen(false)} isWhole attempt={attempt}>
          <TextField
            label={t`User name`} value={name} onChange={setName} maxLength={31}
            help={t`As the cluster’s operating system has it. Empty takes the right to submit away.`}
          />
        </SaveDialog>
      )}
    </>
  );
}
