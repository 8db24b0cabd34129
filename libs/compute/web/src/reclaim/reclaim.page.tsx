import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  CaseActions, CasePage, CaseTimeline, CaseWaiting, Figure, Figures, Help, HrefLink, lazyPart, Notice, Tag, Time, useFormat, useName, useViewer,
  type ActionLook, type Fact, type ServerAction,
} from '@wutong/core-web';
import { useState, type ReactNode } from 'react';
import { className, sayMh } from '../gpu-hours';
import { DueMark } from '../request/due-mark';
import { ComputeReclaimCaseDocument } from './reclaim-case.query.graphql';
import type { ReclaimCase } from './reclaim-case.query';
import { useReclaimWords } from './reclaim-words';
import { UseAgainstTime } from './use-against-time';
import { useReclaimMoves } from './use-reclaim-move';

const ReplyDialog = lazyPart(() => import('./reclaim-dialogs').then((all) => all.ReplyDialog));
const AmountDialog = lazyPart(() => import('./reclaim-dialogs').then((all) => all.AmountDialog));

/** Idle hours of one grant: what is known of its use, what was answered and decided. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(ComputeReclaimCaseDocument, { variables: { id } });
  if (!data) return <CaseWaiting error={error} refetch={refetch} />;
  return <ReclaimView key={id} reclaim={data.computeReclaim} />;
}

function ReclaimView({ reclaim }: { reclaim: ReclaimCase }) {
  const { t } = useLingui();
  const nameOf = useName();
  const words = useReclaimWords();
  const format = useFormat();
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const { state, timeline, request, organisation, gpuClass } = reclaim;
  const { label, tone } = words.state(state);
  const say = (mh: string) => sayMh(format, gpuClass, mh);
  const facts: Fact[] = [
    { label: t`Grant`, value: <HrefLink href={`/compute/requests/${request.id}`}>{request.number}</HrefLink> },
    { label: t`GPU class`, value: className(gpuClass) },
    { label: t`Window`, value: format.range(reclaim.startsAt, new Date(Date.parse(reclaim.endsAt) - 1)) },
    { label: t`Notice given`, value: <Time value={reclaim.noticedAt} /> },
    { label: t`Answer due by`, value: state === 'noticed' ? <DueMark dueAt={reclaim.replyDueAt} /> : <Time value={reclaim.replyDueAt} /> },
    ...(BigInt(reclaim.takenMh) > 0n
      ? [
          { label: t`Went back`, value: say(reclaim.takenMh) },
          { label: t`To`, value: reclaim.returnedTo === 'centre' ? t`The centre` : t`The company’s quota` },
          { label: t`GPUs`, value: `${reclaim.gpusBefore ?? 0} → ${reclaim.gpusAfter ?? 0}` },
        ]
      : []),
  ];
  return (
    <CasePage
      title={isStaff ? nameOf(organisation) : t`Idle hours of ${request.number}`}
      documentTitle={t`Idle hours of ${request.number}`}
      crumbs={[
        isStaff ? { label: t`Idle hours`, href: '/compute/reclaims' } : { label: t`Computing power`, href: '/compute' },
        { label: request.number },
      ]}
      status={<Tag tone={tone}>{label}</Tag>}
      actions={<ReclaimActions reclaim={reclaim} />}
      notice={<WhatNow reclaim={reclaim} isOwn={!isStaff} />}
      facts={facts}
      tabs={[
        { id: 'use', label: t({ message: 'Use', context: 'of a grant' }), content: <Evidence reclaim={reclaim} /> },
        {
          id: 'timeline', label: t`Timeline`, count: timeline.length,
          content: <CaseTimeline events={timeline} words={words.event} />,
        },
      ]}
    />
  );
}

function WhatNow({ reclaim, isOwn }: { reclaim: ReclaimCase; isOwn: boolean }): ReactNode {
  const { t } = useLingui();
  const format = useFormat();
  const { state, replyDueAt, idleMh, gpuClass, timeline } = reclaim;
  const idle = sayMh(format, gpuClass, idleMh);
  const due = <DueMark dueAt={replyDueAt} />;
  const reason = timeline.findLast((step) => step.reason)?.reason;
  const told = reason ? <p className="whitespace-pre-wrap wrap-anywhere">{reason}</p> : null;
  switch (state) {
    case 'noticed':
      return (
        <Notice tone="warn" title={isOwn ? t`Please answer: ${idle} lie idle` : t`The company has been asked about ${idle}`}>
          <Trans>Without an answer, what still lies idle then goes back by itself: {due}</Trans>
        </Notice>
      );
    case 'answered':
      return (
        <Notice tone="info" title={isOwn ? t`Your answer is with the centre` : t`The company has answered`}>
          {told}
          <p className="pt-1 text-muted"><Trans>An operator recommends, then a programme lead or an approver decides.</Trans></p>
        </Notice>
      );
    case 'recommended':
      return isOwn ? (
        <Notice tone="info" title={t`The centre is deciding`}><Trans>Nothing is taken back until then.</Trans></Notice>
      ) : (
        <Notice tone="info" title={t`An operator has recommended`}>{told}</Notice>
      );
    case 'returned': return <Notice tone="neutral" title={t`The hours went back`}>{told ?? <Trans>Nobody answered in time.</Trans>}</Notice>;
    case 'kept': return <Notice tone="ok" title={t`The grant keeps its hours`}>{told}</Notice>;
    case 'restored': return <Notice tone="ok" title={t`The hours are held again`}>{told}</Notice>;
    case 'withdrawn': return <Notice tone="neutral" title={t`The notice was withdrawn`}>{told}</Notice>;
    case 'recovered':
      return <Notice tone="ok" title={t`Use has caught up`}><Trans>Nothing was taken back.</Trans></Notice>;
    default: return null;
  }
}

const DAY_MS = 86_400_000;

/** Why the notice was given: what was used, of what, in which time. */
function Evidence({ reclaim }: { reclaim: ReclaimCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const { grantedMh, usedMh, heldMh, idleMh, rule, meteredUntil, startsAt } = reclaim;
  const usableMs = Number(reclaim.usableMs);
  const blockedDays = (Date.parse(meteredUntil) - Date.parse(startsAt) - usableMs) / DAY_MS;
  return (
    <div className="flex flex-col gap-4">
      <Figures>
        <Figure
          label={t`Used by then`} value={format.gpuHours(usedMh, 0)} unit={t`of ${format.gpuHours(grantedMh, 0)} GPU-hours`}
          note={t`Known until ${format.dateTime(meteredUntil)}`}
        />
        <Figure
          label={t`Days it could be used`} value={format.number(usableMs / DAY_MS, 1)}
          note={blockedDays > 0.05 ? t`${format.number(blockedDays, 1)} days do not count: maintenance, failed nodes or suspension` : t`No day was lost to maintenance, failed nodes or suspension`}
        />
        <Figure label={t`Held at the notice`} value={format.gpuHours(heldMh, 0)} unit={t`GPU-hours`} />
        <Figure
          label={t`Idle by the rule`} value={format.gpuHours(idleMh, 0)} unit={t`GPU-hours`}
          help={
            <Help label={t`The rule behind it`}>
              <Trans>
                Rule {rule.version}: from {rule.atPercent}% of the window on, a grant of which less than {rule.minUsedPercent}% is
                used keeps {rule.keepPercent}% of what its pace so far needs to its end. The rest lies idle.
              </Trans>
            </Help>
          }
        />
      </Figures>
      <UseAgainstTime reclaim={reclaim} />
    </div>
  );
}

function ReclaimActions({ reclaim }: { reclaim: ReclaimCase }) {
  const { t } = useLingui();
  const moves = useReclaimMoves();
  const [open, setOpen] = useState<'reply' | 'recommend' | 'decide' | null>(null);
  const close = () => setOpen(null);
  const looks: Readonly<Record<string, ActionLook>> = {
    reply: { label: t`Answer`, isPrimary: true, keys: 'a', open: () => setOpen('reply') },
    recommend: { label: t({ message: 'Recommend', context: 'idle hours' }), isPrimary: true, keys: 'a', open: () => setOpen('recommend') },
    takeBack: { label: t({ message: 'Decide', context: 'idle hours' }), isPrimary: true, keys: 'a', open: () => setOpen('decide') },
    withdraw: {
      label: t`Withdraw the notice`, isDanger: true,
      consequences: [t`Nothing is taken back; the company is told and reads your reason.`], done: t`The notice is withdrawn`,
    },
    restore: {
      label: t`Restore`,
      consequences: [
        t`The hours are held for the grant again, and its GPUs reserved.`,
        t`Where others have them by now, nothing changes and you are told.`,
      ],
      fourEyes: t`Whoever took back does not restore.`, done: t`The hours are restored`,
    },
  };
  const perform = async ({ event }: ServerAction, reason: string) => {
    const input = { id: reclaim.id, version: reclaim.version, reason };
    if (event === 'withdraw') await moves.withdraw.send({ input });
    if (event === 'restore') await moves.restore.send({ input });
  };
  return (
    <>
      <CaseActions actions={reclaim.actions} looks={looks} perform={perform} />
      {open === 'reply' && <ReplyDialog reclaim={reclaim} onClose={close} />}
      {(open === 'recommend' || open === 'decide') && <AmountDialog reclaim={reclaim} isDecision={open === 'decide'} onClose={close} />}
    </>
  );
}
