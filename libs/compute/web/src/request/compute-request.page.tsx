import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  CasePage, CaseTimeline, CaseWaiting, HrefLink, lazyPart, Skeleton, Tag, Time, useFormat, useViewer, type Fact, type TabItem, useName,
  QueueNavigation,
} from '@wutong/core-web';
import { Download } from 'lucide-react';
import { className, sayMh } from '../gpu-hours';
import { useReclaimWords } from '../reclaim/reclaim-words';
import { ComputeRequestCaseDocument } from './compute-request-case.query.graphql';
import type { RequestCase } from './compute-request-case.query';
import { DetailsTab } from './tabs/details-tab';
import { DueMark } from './due-mark';
import { RequestMoves } from './moves/request-moves';
import { useRequestWords } from './request-words';
import { STAGES, stageOf } from './stages';
import { WhatNow } from './what-now';

const waiting = <Skeleton className="h-64 rounded-card" />;
const AccessTab = lazyPart(() => import('./tabs/access-tab').then((all) => all.AccessTab), waiting);
const LedgerTab = lazyPart(() => import('./tabs/ledger-tab').then((all) => all.LedgerTab), waiting);
const UsageTab = lazyPart(() => import('./tabs/usage-tab').then((all) => all.UsageTab), waiting);
const EfficiencyTab = lazyPart(() => import('./tabs/efficiency-tab').then((all) => all.EfficiencyTab), waiting);

/** One compute request, for its company and for everybody of the centre. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(ComputeRequestCaseDocument, { variables: { id } });
  if (!data) return <CaseWaiting error={error} refetch={refetch} />;
  return <RequestView key={id} request={data.computeRequest} />;
}

function RequestView({ request }: { request: RequestCase }) {
  const { t, i18n } = useLingui();
  const nameOf = useName();
  const words = useRequestWords();
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const facts = useFacts(request, isStaff);
  const { number, state, timeline, organisation, grant } = request;
  const { label, tone } = words.state(state);
  const tabs: TabItem[] = [
    { id: 'details', label: t`Details`, content: <DetailsTab request={request} /> },
    {
      id: 'timeline', label: t`Timeline`, count: timeline.length,
      content: <CaseTimeline events={timeline} words={words.event} />,
    },
    ...(grant
      ? [
          {
            id: 'access', label: t({ message: 'Users and keys', context: 'tab' }),
            content: <AccessTab request={request} />,
          },
          { id: 'ledger', label: t`Ledger`, content: <LedgerTab request={request} grant={grant} /> },
          { id: 'usage', label: t({ message: 'Usage', context: 'tab' }), content: <UsageTab request={request} /> },
          { id: 'efficiency', label: t({ message: 'Efficiency', context: 'tab' }), content: <EfficiencyTab grantId={request.id} /> },
        ]
      : []),
  ];
  return (
    <CasePage
      title={isStaff ? nameOf(organisation) : t`Compute request ${number}`}
      documentTitle={isStaff ? `${number} ${nameOf(organisation)}` : t`Compute request ${number}`}
      crumbs={[
        isStaff
          ? { label: t({ message: 'Compute requests', context: 'navigation' }), href: '/compute/requests' }
          : { label: t`Computing power`, href: '/compute' },
        { label: number },
      ]}
      status={<Tag tone={tone}>{label}</Tag>}
      actions={
        <>
          {isStaff && <QueueNavigation queue="compute-requests" id={request.id} hrefOf={(id) => `/compute/requests/${id}`} />}
          <DecisionLetter request={request} />
          <RequestMoves request={request} />
        </>
      }
      notice={<WhatNow request={request} isOwn={!isStaff} />}
      stages={{ stages: STAGES.map((stage) => ({ id: stage.id, label: i18n._(stage.label) })), ...stageOf(state, timeline) }}
      facts={facts}
      tabs={tabs}
    />
  );
}

const DECISIONS = ['approve', 'deny', 'dismissAppeal'];

/** The letter of decision in the language of the page, once it is decided and while no upheld appeal opens it again. */
function DecisionLetter({ request: { id, timeline } }: { request: RequestCase }) {
  const { locale } = useFormat();
  const last = timeline.findLast(({ event }) => DECISIONS.includes(event) || event === 'upholdAppeal');
  if (!last || !DECISIONS.includes(last.event)) return null;
  return (
    <HrefLink
      href={`/v1/compute-requests/${id}/decision.pdf?language=${locale}`} download
      className="inline-flex h-8 items-center gap-1.5 rounded-control border border-line bg-surface px-3 font-medium hover:bg-hover"
    >
      <Download aria-hidden className="size-4" /><Trans>Decision (PDF)</Trans>
    </HrefLink>
  );
}

function useFacts(request: RequestCase, isStaff: boolean): Fact[] {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useRequestWords();
  const reclaims = useReclaimWords();
  const [reclaim] = request.reclaims;
  const { gpuClass, pool, dueAt, submittedAt, grant } = request;
  const gpus = request.sizedGpus ?? request.gpus;
  const startsAt = request.sizedStartsAt ?? request.startsAt;
  const endsAt = request.sizedEndsAt ?? request.endsAt;
  const amount = grant?.grantedMh ?? request.sizedMh ?? request.amountMh;
  const all: (Fact & { isShown?: boolean })[] = [
    { label: t`GPUs`, value: gpus && gpuClass ? t`${gpus} × ${className(gpuClass)}` : null },
    {
      label: t`Window`,
      value: startsAt && endsAt ? <span>{format.range(startsAt, new Date(Date.parse(endsAt) - 1))}</span> : null,
    },
    { label: grant ? t`Granted` : t`GPU-hours`, value: amount && gpuClass ? sayMh(format, gpuClass, amount) : null },
    { label: t`Purpose`, value: request.purposeKind ? words.purpose(request.purposeKind) : null },
    { label: t`Pool`, value: pool ? `${nameOf(pool)} · ${pool.code}` : null, isShown: Boolean(pool) },
    {
      label: submittedAt ? t`First handed in` : t`Last saved`,
      value: <Time value={submittedAt ?? request.savedAt} />,
    },
    {
      label: t`Idle hours`, isShown: reclaim !== undefined,
      value: reclaim && (
        <HrefLink href={`/compute/reclaims/${reclaim.id}`}>
          {sayMh(format, reclaim.gpuClass, BigInt(reclaim.takenMh) > 0n ? reclaim.takenMh : reclaim.idleMh)} · {reclaims.state(reclaim.state).label}
        </HrefLink>
      ),
    },
    { label: t`Due`, value: dueAt ? <DueMark dueAt={dueAt} /> : null, isShown: Boolean(dueAt) },
    { label: t`Operator`, value: request.claimedByName, isShown: isStaff || Boolean(request.claimedByName) },
    {
      label: t`Decided by`, value: request.approvalBy === 'approver' ? t`An approver` : t`A programme lead`,
      isShown: Boolean(request.approvalBy) && request.state === 'approval',
    },
  ];
  return all.filter(({ isShown = true }) => isShown);
}
