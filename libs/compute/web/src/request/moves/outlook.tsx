import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, Skeleton, Tag, useFormat } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { className, sayMh, type Window } from '../../gpu-hours';
import { OutlookDocument } from './outlook.graphql';

graphql`
  query Outlook($organisationId: ID!, $window: WindowInput!) {
    computeBalances(organisationId: $organisationId) { gpuClass leftMh }
    gpuClassOffers(window: $window) { gpuClass name memoryGib gpus freeInOnePool }
  }
`;

interface OutlookProps {
  organisationId: string;
  gpuClass: string;
  gpus: number;
  amountMh: bigint;
  window: Window;
  /** Whether the viewer looks at their own company. */
  isOwn?: boolean;
  /** The page says elsewhere how much is needed. */
  isNeedTold?: boolean;
}

/** What a grant would do: to what is left of the quota, and whether a pool has room throughout its window. */
export function Outlook({ organisationId, gpuClass, gpus, amountMh, window, isOwn = false, isNeedTold = false }: OutlookProps) {
  const { t } = useLingui();
  const format = useFormat();
  const isPossible = new Date(window.endsAt) > new Date(window.startsAt);
  const { data, previousData } = useQuery(OutlookDocument, { variables: { organisationId, window }, skip: !isPossible });
  const shown = data ?? previousData;
  if (!shown) return isPossible ? <Skeleton className="h-24 rounded-card" /> : null;
  const left = BigInt(shown.computeBalances.find((one) => one.gpuClass === gpuClass)?.leftMh ?? '0');
  const free = shown.gpuClassOffers.find((one) => one.gpuClass === gpuClass)?.freeInOnePool ?? 0;
  const after = left - amountMh;
  return (
    <dl className="flex flex-col gap-2 rounded-card bg-sunken px-3.5 py-3">
      {!isNeedTold && <Row label={t`This needs`} value={<strong className="font-semibold">{sayMh(format, gpuClass, amountMh)}</strong>} />}
      <Row
        label={isOwn ? t`Left of our quota` : t`Left of the company’s quota`}
        value={
          <span className="flex flex-wrap items-center justify-end gap-x-2">
            <span>{format.gpuHours(left)} → <span className={after < 0n ? 'font-semibold text-bad' : 'font-semibold'}>{format.gpuHours(after)}</span></span>
            {after < 0n && <Tag tone="bad"><Trans>Not enough</Trans></Tag>}
          </span>
        }
      />
      <Row
        label={t`Free throughout, in one pool`}
        value={
          <span className="flex flex-wrap items-center justify-end gap-x-2">
            <span><Trans>{format.number(Math.max(0, free))} × {className(gpuClass)}</Trans></span>
            {free >= gpus ? <Tag tone="ok"><Trans>Has room</Trans></Tag> : <Tag tone="warn"><Trans>Waiting list</Trans></Tag>}
          </span>
        }
      />
    </dl>
  );
}

function Row({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-0.5">
      <dt className="text-muted">{label}</dt>
      <dd className="tabular text-right">{value}</dd>
    </div>
  );
}
