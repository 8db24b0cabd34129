import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ButtonLink, HrefLink, Panel, Time, useCan, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import type { ComputeHomeQuery } from '../dashboard/compute-home.page.graphql';
import { className, sayEnd, sayMh } from '../gpu-hours';
import { DueMark } from './due-mark';
import { ENDED, useRequestWords } from './request-words';
import { StateTag } from './state-tag';

export type OwnRequest = ComputeHomeQuery['myComputeRequests'][number];

/** How many that have ended are shown at first. */
const FEW = 3;

/** The requests of one's own company: those that ask something of it first, then the others, then those that ended. */
export function OwnRequests({ requests }: { requests: readonly OwnRequest[] }) {
  const { t } = useLingui();
  const [isAll, setAll] = useState(false);
  const open = requests.filter(({ state }) => !ENDED.includes(state)).sort((one, two) => urgency(one) - urgency(two));
  const ended = requests.filter(({ state }) => ENDED.includes(state));
  return (
    <Panel title={t`Our requests`} isFlush>
      <ul className="divide-y divide-line">
        {[...open, ...(isAll ? ended : ended.slice(0, FEW))].map((request) => <Line key={request.id} request={request} />)}
      </ul>
      {ended.length > FEW && (
        <div className="border-t border-line px-1.5 py-2">
          <Button size="sm" variant="quiet" onPress={() => setAll(!isAll)}>
            {isAll ? <Trans>Show fewer</Trans> : <Trans>Show all {ended.length} that have ended</Trans>}
          </Button>
        </div>
      )}
    </Panel>
  );
}

const ASKS: readonly string[] = ['info_requested', 'draft', 'allocated', 'denied'];

function urgency({ state }: OwnRequest): number {
  const at = ASKS.indexOf(state);
  return at < 0 ? ASKS.length : at;
}

function Line({ request }: { request: OwnRequest }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useRequestWords();
  const { id, number, state, gpuClass, purposeKind } = request;
  const gpus = request.sizedGpus ?? request.gpus;
  const startsAt = request.sizedStartsAt ?? request.startsAt;
  const endsAt = request.sizedEndsAt ?? request.endsAt;
  const amount = request.sizedMh ?? request.amountMh;
  const what = [
    gpuClass && gpus ? t`${gpus} × ${className(gpuClass)}` : null,
    startsAt && endsAt ? format.range(startsAt, new Date(new Date(endsAt).getTime() - 1)) : null,
    gpuClass && amount ? sayMh(format, gpuClass, amount) : null,
    purposeKind ? words.purpose(purposeKind) : null,
  ].filter(Boolean);
  return (
    <li className="flex items-center justify-between gap-4 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <HrefLink href={`/compute/requests/${id}`} className="tabular rounded-sm font-medium hover:underline">{number}</HrefLink>
          <StateTag state={state} />
        </p>
        <p className="text-caption text-muted">
          {what.length > 0 ? what.join(' · ') : <Trans>Last saved <Time value={request.savedAt} as="relative" /></Trans>}
        </p>
        <NextStep request={request} />
      </div>
      <NextAction request={request} />
    </li>
  );
}

/** What happens next, and by whom. */
function NextStep({ request: { state, appealed, dueAt, sizedStartsAt, sizedEndsAt } }: { request: OwnRequest }) {
  const format = useFormat();
  switch (state) {
    case 'draft': return <p><Trans>Not handed in yet.</Trans></p>;
    case 'submitted': return <p><Trans>An operator takes it up next.</Trans></p>;
    case 'technical_review': return <p><Trans>An operator is sizing it.</Trans></p>;
    case 'info_requested': return dueAt ? <p><Trans>The centre asks for more. Answer by <DueMark dueAt={dueAt} /></Trans></p> : null;
    case 'approval': return <p><Trans>Sized; the decision is with the centre.</Trans></p>;
    case 'waitlisted': return <p><Trans>The hours are held; GPUs follow when a pool has room.</Trans></p>;
    case 'allocated': return sizedStartsAt ? <p><Trans>Each user accepts the terms; it starts on <Time value={sizedStartsAt} />.</Trans></p> : null;
    case 'active': case 'change_pending': case 'renewal_pending':
      return sizedEndsAt ? <p><Trans>In use until {sayEnd(format, sizedEndsAt)}.</Trans></p> : null;
    case 'denied': return dueAt && !appealed ? <p><Trans>You can appeal until <DueMark dueAt={dueAt} /></Trans></p> : null;
    case 'appealed': return <p><Trans>An approver judges your appeal.</Trans></p>;
    default: return null;
  }
}

function NextAction({ request: { id, number, state } }: { request: OwnRequest }) {
  const canEdit = useCan('compute-request.edit');
  const canManage = useCan('compute-request.manage');
  const params = { id };
  const name = <span className="sr-only">{number}</span>;
  if ((state === 'draft' && canEdit) || (state === 'info_requested' && canManage)) {
    return (
      <ButtonLink to="/compute/requests/$id/edit" params={params}>
        {state === 'draft' ? <Trans>Continue</Trans> : <Trans>Answer</Trans>} {name}
      </ButtonLink>
    );
  }
  return (
    <ButtonLink to="/compute/requests/$id" params={params}>
      {state === 'allocated' ? <Trans>Accept the terms</Trans> : <Trans>View</Trans>} {name}
    </ButtonLink>
  );
}
