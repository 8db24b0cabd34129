import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, Notice, Time, useCan, useFormat, useViewer } from '@wutong/core-web';
import type { ReactNode } from 'react';
import type { RequestCase } from './compute-request-case.query';
import { sayEnd, sayMh } from '../gpu-hours';
import { DueMark } from './due-mark';
import { AcceptTerms } from './moves/accept-terms';
import { WhyWaiting } from './why-waiting';

interface WhatNowProps {
  request: RequestCase;
  isOwn: boolean;
}

/** What is asked of the viewer now, or whom one waits for; with the words of whoever decided last. */
export function WhatNow({ request, isOwn }: WhatNowProps): ReactNode {
  const { t } = useLingui();
  const canManage = useCan('compute-request.manage');
  const me = useViewer().id;
  const { id, state, timeline, dueAt, users, actions, sizedStartsAt } = request;
  const reason = timeline.findLast((step) => step.reason)?.reason;
  const due = dueAt ? <DueMark dueAt={dueAt} /> : null;
  const open = users.filter(({ acceptedAt }) => !acceptedAt);
  const names = open.map(({ userName }) => userName).join(' · ');
  switch (state) {
    case 'draft':
      return (
        <Notice tone="info" title={t`Not handed in yet`}>
          <Trans>Only your company sees this draft. An untouched draft is discarded after 90 days.</Trans>
        </Notice>
      );
    case 'submitted':
      return isOwn ? (
        <Notice tone="info" title={t`Handed in`}>
          <Trans>An operator takes it up next. There is nothing for you to do; you are told of each step.</Trans>
        </Notice>
      ) : null;
    case 'technical_review':
      return isOwn ? (
        <Notice tone="info" title={t`An operator is sizing it`}>
          <Trans>GPUs, window and hours are checked against your plan. You are asked if something is missing; then the decision follows.</Trans>
        </Notice>
      ) : null;
    case 'info_requested':
      return (
        <Notice
          tone="warn"
          title={isOwn ? t`The centre asks for more` : t`The company has been asked for more`}
          {...(isOwn && canManage
            ? { action: <ButtonLink to="/compute/requests/$id/edit" params={{ id }}><Trans>Answer</Trans></ButtonLink> }
            : {})}
        >
          <p className="whitespace-pre-wrap wrap-anywhere">{request.infoQuestion}</p>
          {due && <p className="pt-1"><Trans>Answer due by {due}</Trans></p>}
        </Notice>
      );
    case 'approval':
      return isOwn ? (
        <Notice tone="info" title={t`Sized, and waiting for the decision`}>
          {request.sizingNote && <p>{request.sizingNote}</p>}
          <p>
            {request.approvalBy === 'approver'
              ? <Trans>An approver decides. The hours are held for you as soon as it is approved.</Trans>
              : <Trans>A programme lead decides. The hours are held for you as soon as it is approved.</Trans>}
          </p>
        </Notice>
      ) : null;
    case 'waitlisted':
      return (
        <Notice tone="warn" title={t`Number ${request.waitlistPlace ?? '–'} on the waiting list`}>
          <Trans>The hours are held. GPUs are allocated in the order of the list as soon as a pool has room.</Trans>
          <WhyWaiting request={request} />
        </Notice>
      );
    case 'allocated':
      return (
        <Notice
          tone={open.length > 0 ? 'warn' : 'ok'}
          title={open.length > 0 ? t`The terms are still to be accepted` : needsKey(request, me) ? t`Ready but for your key` : t`Everything is ready`}
          {...(open.some(({ userId }) => userId === me) ? { action: <AcceptTerms request={request} /> } : needsKey(request, me) ? { action: <AddKeyLink id={id} /> } : {})}
        >
          {open.length > 0 && <p><Trans>Waiting for: {names}</Trans></p>}
          {sizedStartsAt && open.length === 0 && <p><Trans>It starts by itself on <Time value={sizedStartsAt} />.</Trans></p>}
          {needsKey(request, me) && <NoKeyYet />}
          {sizedStartsAt && open.length > 0 && (
            <p>
              <Trans>
                It starts on <Time value={sizedStartsAt} /> once every user has accepted. Three days after that the GPUs go to
                others.
              </Trans>
            </p>
          )}
        </Notice>
      );
    case 'active':
      return isOwn ? <InUse request={request} /> : null;
    case 'change_pending':
    case 'renewal_pending':
      return (
        <Notice tone="info" title={state === 'change_pending' ? t`A change is asked for` : t`A renewal is asked for`}>
          {state === 'change_pending'
            ? <Trans>An operator decides. Until then everything stays as it is.</Trans>
            : <Trans>A programme lead decides. Until then everything stays as it is.</Trans>}
        </Notice>
      );
    case 'denied':
      return (
        <Notice tone="bad" title={t`The request was denied`}>
          <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p>
          {due && actions.some(({ event }) => event === 'appeal') && <p className="pt-1"><Trans>You can appeal once, until {due}</Trans></p>}
        </Notice>
      );
    case 'appealed':
      return (
        <Notice tone="warn" title={isOwn ? t`Your appeal is being judged` : t`The company appeals`}>
          <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p>
          <p className="pt-1 text-muted"><Trans>An approver who did not take the decision judges it.</Trans></p>
        </Notice>
      );
    case 'revoked':
    case 'dismissed':
      return (
        <Notice tone="bad" title={state === 'revoked' ? t`The centre took it back` : t`The appeal was dismissed`}>
          <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p>
        </Notice>
      );
    case 'released':
    case 'expired':
    case 'settled':
      return isOwn ? <Over request={request} /> : null;
    default:
      return null;
  }
}

/** Whether somebody may use the grant, and cannot sign in to its cluster yet. */
function needsKey({ users, accessKeys }: RequestCase, userId: string): boolean {
  return users.some((user) => user.userId === userId && user.acceptedAt) && !accessKeys.some((key) => key.userId === userId && !key.revokedAt);
}

function AddKeyLink({ id }: { id: string }) {
  return <ButtonLink to="/compute/requests/$id" params={{ id }} search={{ tab: 'access' }}><Trans>Add a key</Trans></ButtonLink>;
}

function NoKeyYet() {
  return <p><Trans>You have no access key yet: add the public part of your SSH key to sign in to the cluster.</Trans></p>;
}

/** How to begin with a running grant, what is left of it, and until when. */
function InUse({ request }: { request: RequestCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const lacksKey = needsKey(request, useViewer().id);
  const { id, grant, gpuClass } = request;
  if (!grant || !gpuClass) return null;
  return (
    <Notice
      tone="info" title={t`In use until ${sayEnd(format, grant.endsAt)}`}
      action={lacksKey
        ? <AddKeyLink id={id} />
        : <ButtonLink to="/compute/requests/$id" params={{ id }} search={{ tab: 'access' }}><Trans>How to reach the GPUs</Trans></ButtonLink>}
    >
      <p>
        <Trans>
          {sayMh(format, gpuClass, grant.heldMh)} of {format.gpuHours(grant.grantedMh)} are left. Jobs sent under the account{' '}
          <code className="font-mono">{grant.account}</code> use them.
        </Trans>
      </p>
      {lacksKey && <NoKeyYet />}
      <p><Trans>What is not used by then goes back to your quota. For more time, ask for a renewal before the end.</Trans></p>
    </Notice>
  );
}

/** What became of the hours of a grant that is over, and where its costs are. */
function Over({ request: { grant, gpuClass } }: { request: RequestCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const canReadCosts = useCan('compute-cost.read');
  if (!grant || !gpuClass) return null;
  return (
    <Notice
      tone="info" title={t`${sayMh(format, gpuClass, grant.usedMh)} of ${format.gpuHours(grant.grantedMh)} were used`}
      {...(canReadCosts ? { action: <ButtonLink to="/compute/costs"><Trans>Costs</Trans></ButtonLink> } : {})}
    >
      <Trans>What was not used is in your quota again. What was used is charged with the statement of its month.</Trans>
    </Notice>
  );
}
