import { useQuery } from '@apollo/client/react';
import { Plural, Trans } from '@lingui/react/macro';
import { graphql, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { className } from '../gpu-hours';
import type { RequestCase } from './compute-request-case.query';
import { waitingFor } from './waiting-for';
import { RoomInWindowDocument } from './why-waiting.graphql';

graphql`
  query RoomInWindow($window: WindowInput!) { gpuClassOffers(window: $window) { gpuClass freeInOnePool } }
`;

/** Why a request has no GPUs yet: who comes before it, and how many GPUs of its class are free throughout the rest of its window. */
export function WhyWaiting({ request: { gpuClass, sizedGpus, sizedStartsAt, sizedEndsAt, waitlistPlace } }: { request: RequestCase }) {
  const format = useFormat();
  const [now] = useState(() => new Date().toISOString());
  const [startsAt, endsAt] = [sizedStartsAt && sizedStartsAt > now ? sizedStartsAt : now, sizedEndsAt ?? now];
  const { data } = useQuery(RoomInWindowDocument, { variables: { window: { startsAt, endsAt } }, skip: endsAt <= startsAt });
  const offer = data?.gpuClassOffers.find((one) => one.gpuClass === gpuClass);
  if (!offer || !gpuClass || !sizedGpus) return null;
  const free = Math.max(0, offer.freeInOnePool);
  const { before, missing } = waitingFor({ place: waitlistPlace ?? null, gpus: sizedGpus, freeInOnePool: free });
  return (
    <ul className="list-disc pt-1 pl-5">
      {before > 0 && <li><Plural value={before} one="# request of this class comes before it" other="# requests of this class come before it" /></li>}
      {missing > 0 && (
        <li>
          <Trans>
            It needs {format.number(sizedGpus)} × {className(gpuClass)} throughout its window; the pool with most room has {format.number(free)} free, {format.number(missing)} too few
          </Trans>
        </li>
      )}
    </ul>
  );
}
