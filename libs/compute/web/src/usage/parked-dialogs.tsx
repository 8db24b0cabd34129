import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, Dialog, graphql, ReasonDialog, Select, toast, useAttempt, useCommand, useFormat,
} from '@wutong/core-web';
import { useState } from 'react';
import { TenantField, type Tenant } from '../balance/tenant-field';
import { className } from '../gpu-hours';
import { DismissParkedUsageDocument, ResolveParkedUsageDocument, TenantGrantsDocument } from './parked-dialogs.graphql';
import type { Parked } from './usage.page';

graphql`
  query TenantGrants($organisationId: ID!) {
    computeGrants(organisationId: $organisationId) { id gpuClass account startsAt endsAt request { id number } }
  }
  mutation ResolveParkedUsage($input: ResolveParkedUsageInput!) { resolveParkedUsage(input: $input) }
  mutation DismissParkedUsage($input: DismissParkedUsageInput!) { dismissParkedUsage(input: $input) }
`;

interface ParkedDialogProps {
  parked: Parked;
  onClose: () => void;
}

const refetch = ['ParkedUsage', 'UsageImports', 'Overuse'];
const BY_TIME = 'by-time';

/** Says whose an account is: all that waits counts at once, and all that comes later. */
export function ResolveDialog({ parked: { cluster, account, runs }, onClose }: ParkedDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [tenant, setTenant] = useState<Tenant | null>(null);
  const [grant, setGrant] = useState(BY_TIME);
  const { data } = useQuery(TenantGrantsDocument, { variables: { organisationId: tenant?.id ?? '' }, skip: !tenant });
  const resolve = useCommand(ResolveParkedUsageDocument, { refetch });
  const attempt = useAttempt(async () => {
    if (!tenant) return;
    const { resolveParkedUsage: counted } = await resolve.send({
      input: { cluster, account, organisationId: tenant.id, grantId: grant === BY_TIME ? null : grant },
    });
    toast.done(t`${format.number(counted)} jobs count now`);
  }, onClose);
  return (
    <Dialog
      title={t`Whose is ${cluster} / ${account}?`} isOpen onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!tenant} isPending={attempt.isBusy} onPress={() => void attempt.run()}>
            <Trans>Count it</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>
          <Trans>The {runs} jobs that wait count at once, and so does everything that comes under this account from now on.</Trans>
        </p>
        <TenantField
          value={tenant}
          onChange={(next) => {
            setTenant(next);
            setGrant(BY_TIME);
          }}
        />
        {tenant && (
          <Select
            label={t`Grant`} value={grant} onChange={setGrant}
            options={[
              { value: BY_TIME, label: t`The grant into whose time each job falls` },
              ...(data?.computeGrants ?? []).map((one) => ({
                value: one.id, label: `${one.request.number} · ${className(one.gpuClass)}`, help: format.range(one.startsAt, new Date(Date.parse(one.endsAt) - 1)),
              })),
            ]}
          />
        )}
        {attempt.failure && <p role="alert" className="text-bad">{attempt.failure}</p>}
      </div>
    </Dialog>
  );
}

/** Puts aside what is nobody's, such as a supplier's own test. */
export function DismissDialog({ parked: { cluster, account, runs }, onClose }: ParkedDialogProps) {
  const { t } = useLingui();
  const dismiss = useCommand(DismissParkedUsageDocument, { refetch });
  return (
    <ReasonDialog
      title={t`Put ${cluster} / ${account} aside`} isOpen onClose={onClose} confirmLabel={t`Put aside`}
      readers={t`Kept with the records, which stay to be looked up.`}
      onConfirm={async (reason) => {
        await dismiss.send({ input: { cluster, account, reason } });
        toast.done(t`Put aside`);
      }}
    >
      <p><Trans>{runs} jobs are counted for nobody.</Trans></p>
    </ReasonDialog>
  );
}
