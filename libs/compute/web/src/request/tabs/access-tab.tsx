import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, ConfirmDialog, Dialog, EmptyState, Facts, graphql, Panel, Switch, Tag, TextAreaField, TextField, Time, toWords,
  useAttempt,
  useCan, useCommand, useFormat, useViewer,
} from '@wutong/core-web';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { LIVE } from '../request-words';
import type { RequestCase } from '../compute-request-case.query';
import { ClusterUserName, EnforcementPanel } from './enforcement-panel';
import { UsersDialog } from './users-dialog';
import { AddComputeAccessKeyDocument, RevokeComputeAccessKeyDocument, SetComputeGrantPaysFirstDocument } from './access-tab.graphql';

graphql`
  mutation AddComputeAccessKey($input: AddComputeAccessKeyInput!) {
    addComputeAccessKey(input: $input) { id fingerprint }
  }
  mutation SetComputeGrantPaysFirst($input: SetComputeGrantPaysFirstInput!) { setComputeGrantPaysFirst(input: $input) { id grant { id paysFirst } } }
  mutation RevokeComputeAccessKey($id: ID!) { revokeComputeAccessKey(id: $id) { id revokedAt } }
`;

/** Who may use the grant and with which keys; each user keeps their own. */
export function AccessTab({ request }: { request: RequestCase }) {
  const { t } = useLingui();
  const me = useViewer().id;
  const canManage = useCan('compute-request.manage');
  const [isAdding, setAdding] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const [revoked, revoke] = useState<RequestCase['accessKeys'][number] | null>(null);
  const drop = useCommand(RevokeComputeAccessKeyDocument, { refetch: ['ComputeRequestCase'] });
  const { users, accessKeys, grant, pool, state } = request;
  const canAdd = LIVE.has(state) && users.some(({ userId, acceptedAt }) => userId === me && acceptedAt);
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t`How to reach the GPUs`}>
        <Facts
          columns={3}
          items={[
            { label: t`Slurm account`, value: <code className="font-mono">{grant?.account}</code> },
            { label: t`Cluster`, value: pool ? <code className="font-mono">{pool.cluster}</code> : null },
            { label: t`Region`, value: pool?.region },
          ]}
        />
        {grant && (
          <p className="mt-3 text-muted">
            <Trans>
              The account chooses which grant pays: jobs sent with <code className="font-mono text-fg">sbatch --account={grant.account}</code> use
              the hours of this one, if they begin before its end. Jobs that begin later, and jobs under an account of the whole company, use
              a running grant that has hours left: the one put first, then one in the same pool, then the one that ends first.
            </Trans>
          </p>
        )}
        {grant && canManage && LIVE.has(state) && <PaysFirst requestId={request.id} paysFirst={grant.paysFirst} />}
      </Panel>
      <EnforcementPanel request={request} />
      <Panel
        title={t`Users`} isFlush
        actions={canManage && LIVE.has(state) && <Button size="sm" onPress={() => setChoosing(true)}><Trans>Change users</Trans></Button>}
      >
        <ul className="divide-y divide-line">
          {users.map(({ userId, userName, acceptedAt }) => (
            <li key={userId} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2.5">
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                {userName}
                <ClusterUserName request={request} userId={userId} />
              </span>
              {acceptedAt
                ? <Tag tone="ok"><Trans>Accepted the terms <Time value={acceptedAt} as="date" /></Trans></Tag>
                : <Tag tone="warn"><Trans>Has not accepted the terms</Trans></Tag>}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel
        title={t`Access keys`}
        isFlush
        actions={canAdd && <Button size="sm" onPress={() => setAdding(true)}><Trans>Add a key</Trans></Button>}
      >
        {accessKeys.length === 0 ? (
          <EmptyState icon={<KeyRound />} title={<Trans>No keys yet</Trans>}>
            <Trans>Each user adds the public part of an SSH key. When the grant ends, all keys are revoked.</Trans>
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {accessKeys.map((key) => (
              <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
                <span className="min-w-0">
                  <span className="block font-medium">{key.name}</span>
                  <span className="block font-mono text-caption wrap-anywhere text-muted">{key.fingerprint}</span>
                  <span className="block text-caption text-muted">{key.userName} · <Time value={key.addedAt} /></span>
                </span>
                {key.revokedAt ? (
                  <Tag><Trans>Revoked <Time value={key.revokedAt} as="date" /></Trans></Tag>
                ) : key.userId === me ? (
                  <Button size="sm" variant="danger-quiet" onPress={() => revoke(key)}><Trans context="access key">Revoke</Trans></Button>
                ) : (
                  <Tag tone="ok"><Trans>In force</Trans></Tag>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {isChoosing && <UsersDialog requestId={request.id} userIds={users.map(({ userId }) => userId)} onClose={() => setChoosing(false)} />}
      {isAdding && <AddKey requestId={request.id} close={() => setAdding(false)} />}
      {revoked && (
        <ConfirmDialog
          title={t`Revoke the key ${revoked.name}?`}
          isOpen
          isDanger
          onClose={() => revoke(null)}
          confirmLabel={t({ message: 'Revoke', context: 'access key' })}
          onConfirm={async () => void (await drop.send({ id: revoked.id }))}
        >
          <p>
            <Trans>Nobody can sign in to the cluster with it any more. This cannot be undone; a new key can be added.</Trans>
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function PaysFirst({ requestId, paysFirst }: { requestId: string; paysFirst: boolean }) {
  const set = useCommand(SetComputeGrantPaysFirstDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(async () => void (await set.send({ input: { requestId, paysFirst: !paysFirst } })), () => undefined);
  return (
    <div className="mt-3">
      <Switch
        isSelected={paysFirst} isDisabled={attempt.isBusy} onChange={() => void attempt.run()}
        help={<Trans>At most one of each GPU class. It holds for accounting records that come in from now on.</Trans>}
      >
        <Trans>Use the hours of this grant first</Trans>
      </Switch>
      {attempt.failure && <p role="alert" className="text-bad">{attempt.failure}</p>}
    </div>
  );
}

function AddKey({ requestId, close }: { requestId: string; close: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const add = useCommand(AddComputeAccessKeyDocument, { refetch: ['ComputeRequestCase'] });
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const [wrong, setWrong] = useState<{ field?: string; message: string } | null>(null);
  const attempt = useAttempt(async () => {
    setWrong(null);
    try {
      await add.send({ input: { requestId, name: name.trim() || format.date(Date.now()), publicKey: publicKey.trim() } });
    } catch (error) {
      const words = toWords(error);
      if (words.field === 'publicKey' || words.field === 'name') setWrong(words);
      throw error;
    }
  }, close);
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t`Add a key`}
      actions={
        <>
          <Button onPress={close}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!publicKey.trim()} isPending={attempt.isBusy} onPress={() => void attempt.run()}>
            <Trans>Add a key</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={t`Name of the key`} value={name} onChange={setName} placeholder={t`My laptop`} maxLength={80}
          error={wrong?.field === 'name' ? wrong.message : undefined}
        />
        <TextAreaField
          label={t`Public key`} isRequired value={publicKey} onChange={setPublicKey}
          help={t`The one line of your .pub file, such as ssh-ed25519 AAAA… Never the private part.`}
          error={wrong?.field === 'publicKey' ? wrong.message : undefined}
        />
        {attempt.failure && !wrong && <p role="alert" className="text-bad">{attempt.failure}</p>}
      </div>
    </Dialog>
  );
}
