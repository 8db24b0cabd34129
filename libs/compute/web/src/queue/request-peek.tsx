import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, ButtonLink, Drawer, Facts, FailureWords, graphql, Skeleton, Time, toWords, useFormat, useName,
} from '@wutong/core-web';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { className, sayMh } from '../gpu-hours';
import { DueMark } from '../request/due-mark';
import { Outlook } from '../request/moves/outlook';
import { UNDECIDED, useRequestWords } from '../request/request-words';
import { StateTag } from '../request/state-tag';
import { ComputeRequestPeekDocument, type ComputeRequestPeekQuery } from './request-peek.graphql';

graphql`
  query ComputeRequestPeek($id: ID!) {
    computeRequest(id: $id) {
      id organisationId number state gpuClass gpus startsAt endsAt amountMh sizedGpus sizedStartsAt sizedEndsAt sizedMh
      purposeKind purpose claimedByName dueAt
      organisation { id nameZh nameEn }
      timeline { id event actorName reason at }
    }
  }
`;

interface RequestPeekProps {
  id: string;
  /** The rows of the list, in order. */
  order: readonly string[];
  onMove: (id: string) => void;
  onClose: () => void;
}

/** A look at one request beside the list: j and k go on, Enter opens, Escape goes back. */
export function RequestPeek({ id, order, onMove, onClose }: RequestPeekProps) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(ComputeRequestPeekDocument, { variables: { id } });
  const at = order.indexOf(id);
  const go = (step: number) => {
    const next = order[at + step];
    if (next) onMove(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'j' || event.key === 'ArrowDown') go(1);
    else if (event.key === 'k' || event.key === 'ArrowUp') go(-1);
    else return;
    event.preventDefault();
  };
  return (
    <Drawer label={t`A look at the request`} isOpen onClose={onClose}>
      <div className="flex min-h-full flex-col" onKeyDown={onKeyDown}>
        <header className="flex items-center gap-1 border-b border-line px-4 py-2">
          <span className="tabular mr-auto text-caption text-muted">{`${at + 1} / ${order.length}`}</span>
          <Button variant="quiet" iconOnly aria-label={t`Previous request`} isDisabled={at <= 0} onPress={() => go(-1)}>
            <ChevronUp aria-hidden />
          </Button>
          <Button variant="quiet" iconOnly aria-label={t`Next request`} isDisabled={at + 1 >= order.length} onPress={() => go(1)}>
            <ChevronDown aria-hidden />
          </Button>
          <Button variant="quiet" iconOnly aria-label={t`Close`} onPress={onClose}>
            <X aria-hidden />
          </Button>
        </header>
        <div className="flex-1 px-4 py-4">
          {error && <FailureWords words={toWords(error)} retry={() => void refetch()} />}
          {!data && !error && <Skeleton className="h-64" />}
          {data && <Summary request={data.computeRequest} />}
        </div>
        <footer className="sticky bottom-0 flex justify-end gap-2 border-t border-line bg-raised px-4 py-3">
          <ButtonLink to="/compute/requests/$id" params={{ id }} variant="primary" autoFocus><Trans>Open</Trans></ButtonLink>
        </footer>
      </div>
    </Drawer>
  );
}

function Summary({ request }: { request: ComputeRequestPeekQuery['computeRequest'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useRequestWords();
  const { organisation, gpuClass, state } = request;
  const gpus = request.sizedGpus ?? request.gpus ?? 0;
  const startsAt = request.sizedStartsAt ?? request.startsAt ?? '';
  const endsAt = request.sizedEndsAt ?? request.endsAt ?? '';
  const amount = request.sizedMh ?? request.amountMh ?? '0';
  const last = request.timeline.at(-1);
  if (!gpuClass) return null;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <p className="tabular text-caption text-muted">{request.number}</p>
        <h2 className="text-lead font-semibold wrap-anywhere">{nameOf(organisation)}</h2>
        <p><StateTag state={state} /></p>
      </div>
      <Facts
        items={[
          { label: t`GPUs`, value: t`${gpus} × ${className(gpuClass)}` },
          { label: t`GPU-hours`, value: sayMh(format, gpuClass, amount) },
          { label: t`Window`, value: format.range(startsAt, new Date(Date.parse(endsAt) - 1)) },
          { label: t`Purpose`, value: request.purposeKind ? words.purpose(request.purposeKind) : null },
          { label: t`Operator`, value: request.claimedByName },
          { label: t`Due`, value: request.dueAt ? <DueMark dueAt={request.dueAt} /> : null },
        ]}
      />
      {UNDECIDED.has(state) && (
        <Outlook organisationId={request.organisationId} gpuClass={gpuClass} gpus={gpus} amountMh={BigInt(amount)} window={{ startsAt, endsAt }} />
      )}
      <p className="line-clamp-10 border-l-2 border-line-strong pl-3 whitespace-pre-wrap wrap-anywhere">{request.purpose}</p>
      {last && (
        <div className="text-table text-muted">
          <p>
            {words.event(last.event).label}
            {last.actorName !== 'system' && ` · ${last.actorName}`} · <Time value={last.at} as="relative" />
          </p>
          {last.reason && <p className="whitespace-pre-wrap wrap-anywhere">{last.reason}</p>}
        </div>
      )}
    </div>
  );
}
