import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import { CasePage, CaseTimeline, CaseWaiting, HrefLink, Notice, Progress, Tag, useCan, useFormat, type TabItem } from '@wutong/core-web';
import { useEffect } from 'react';
import { CandidatesTab } from './candidates-tab';
import { CapacityMap } from './capacity-map';
import { FairnessPanel } from './fairness-panel';
import { useFundingStages } from './funding-stages';
import { OutcomeTable } from './outcome-table';
import { PlanFigures } from './plan-figures';
import { PlanningCyclePageDocument } from './planning-cycle.query.graphql';
import type { Cycle } from './planning-cycle.query';
import { PlanningMoves } from './planning-moves';
import { STAGES, usePlanningWords } from './planning-words';
import { ShareBars } from './share-bars';
import { WhatIfTab } from './what-if-tab';

const POLL_MS = 1500;

/** One planning cycle: its requests, the plan with its reasons, what it is worth beside first come, and the decision. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch, startPolling, stopPolling } = useQuery(PlanningCyclePageDocument, { variables: { id } });
  const isComputing = data?.planningCycle.latestProposal?.state === 'computing';
  const isTrying = data?.planningCycle.scenarios.some(({ result, failure }) => !result && !failure) ?? false;
  useEffect(() => {
    if (!isComputing && !isTrying) return;
    startPolling(POLL_MS);
    return stopPolling;
  }, [isComputing, isTrying, startPolling, stopPolling]);
  if (!data) return <CaseWaiting error={error} refetch={refetch} />;
  return <CycleView cycle={data.planningCycle} isComputing={isComputing} />;
}

function CycleView({ cycle, isComputing }: { cycle: Cycle; isComputing: boolean }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const words = usePlanningWords();
  const canTry = useCan('planning-cycle.try');
  const { code, state, proposal, policy, timeline } = cycle;
  const months = cycle.firstMonth === cycle.lastMonth ? format.month(cycle.firstMonth) : `${format.month(cycle.firstMonth)} – ${format.month(cycle.lastMonth)}`;
  const isOpen = state === 'collecting' || state === 'proposed';
  const candidates: TabItem = {
    id: 'requests', label: t({ message: 'Requests', context: 'planning tab' }), count: cycle.candidates.length, content: <CandidatesTab cycle={cycle} />,
  };
  const tabs: TabItem[] = [
    ...(proposal
      ? [
          {
            id: 'plan', label: t({ message: 'Plan', context: 'planning tab' }),
            content: (
              <div className="flex flex-col gap-4">
                <PlanFigures proposal={proposal} />
                <ShareBars shares={cycle.shares} />
                <OutcomeTable outcomes={cycle.outcomes} />
              </div>
            ),
          },
          { id: 'capacity', label: t({ message: 'Pools', context: 'planning tab' }), content: <CapacityMap cells={proposal.cells} pools={cycle.pools} /> },
          { id: 'fairness', label: t({ message: 'Fairness', context: 'planning tab' }), content: <FairnessPanel proposal={proposal} shares={cycle.shares} /> },
        ]
      : []),
    ...(isOpen ? [candidates] : []),
    ...(canTry && isOpen ? [{ id: 'what-if', label: t`What if`, count: cycle.scenarios.length, content: <WhatIfTab cycle={cycle} /> }] : []),
    {
      id: 'timeline', label: t`Timeline`, count: timeline.length,
      content: <CaseTimeline events={timeline} words={words.event} />,
    },
  ];
  const stageNames = new Map(useFundingStages().map(({ value, label }) => [value, label]));
  const stages = policy.stages.map(({ stage, percent }) => `${stageNames.get(stage) ?? stage} ${percent}%`).join(' · ');
  return (
    <CasePage
      title={t`Cycle ${code}`}
      crumbs={[{ label: t({ message: 'Planning', context: 'navigation' }), href: '/compute/planning' }, { label: code }]}
      status={<Tag tone={words.state(state).tone}>{words.state(state).label}</Tag>}
      actions={<PlanningMoves cycle={cycle} isComputing={isComputing} />}
      notice={<WhatNow cycle={cycle} isComputing={isComputing} />}
      {...(state === 'cancelled' ? {} : { stages: { stages: STAGES.map(({ id, label }) => ({ id, label: i18n._(label) })), current: state } })}
      facts={[
        { label: t({ message: 'Months', context: 'planning' }), value: months },
        { label: t({ message: 'Opened', context: 'planning' }), value: `${cycle.openedByName} · ${format.date(cycle.openedAt)}` },
        {
          label: t`Weights`,
          value: [
            stages, t`past use ${policy.leastPercent} – ${policy.mostPercent}%, half after ${policy.halfLifeMonths} months`,
          ].filter(Boolean).join(' · '),
        },
        ...(cycle.note ? [{ label: t`Note`, value: cycle.note }] : []),
        ...(cycle.appliedAt ? [{ label: t({ message: 'Applied', context: 'planning' }), value: `${cycle.appliedByName} · ${format.date(cycle.appliedAt)}` }] : []),
      ]}
      tabs={tabs}
    />
  );
}

/** What is to be done now, and by whom. */
function WhatNow({ cycle, isComputing }: { cycle: Cycle; isComputing: boolean }) {
  const { t } = useLingui();
  const canPlan = useCan('planning-cycle.plan');
  const { state, latestProposal, isPlanCurrent } = cycle;
  const planned = cycle.candidates.filter(({ status }) => status === 'planned').length;
  if (isComputing) {
    return (
      <Notice tone="info">
        <p className="pb-2"><Trans>The planner shares {planned} requests among the pools; this page shows the plan when it is there.</Trans></p>
        <Progress label={t`Planning`} />
      </Notice>
    );
  }
  if (latestProposal?.state === 'failed') {
    return <Notice tone="bad"><Trans>This could not be planned: {latestProposal.failure}</Trans></Notice>;
  }
  if (state === 'collecting') {
    return (
      <Notice tone="info">
        {canPlan
          ? <Trans>{planned} requests are in this cycle. Leave out what should not be planned, then compute the plan.</Trans>
          : <Trans>An operator chooses the requests and has the plan computed; then it is decided on.</Trans>}
      </Notice>
    );
  }
  if (state === 'proposed' && isPlanCurrent === false) {
    return <Notice tone="warn"><Trans>Requests, pools or weights have changed since this plan was made. It can no longer be applied: plan again.</Trans></Notice>;
  }
  const may = (event: string) => cycle.actions.some((action) => action.event === event);
  if (state === 'proposed' && may('apply')) {
    return (
      <Notice tone="info" title={t`This plan waits for your decision`}>
        <Trans>Apply it, and its requests are approved and their hours held at once; or send it back with a reason.</Trans>
      </Notice>
    );
  }
  if (state === 'proposed') {
    return (
      <Notice tone="info">
        {cycle.approvalBy === 'approver'
          ? <Trans>An approver decides on this plan, as one of its requests is above the limit of a programme lead.</Trans>
          : <Trans>A programme lead decides on this plan; not who opened the cycle or had it computed.</Trans>}
      </Notice>
    );
  }
  if (state === 'applied') {
    return (
      <Notice tone="info">
        {may('publish')
          ? <Trans>The hours are held and GPUs reserved. Publish the fairness report, so that the companies can see how it was shared.</Trans>
          : <Trans>The hours are held and GPUs reserved. The fairness report follows.</Trans>}
      </Notice>
    );
  }
  if (state === 'published') {
    return <Notice tone="ok"><HrefLink href={`/compute/planning/${cycle.id}/report`}><Trans>Read the published fairness report</Trans></HrefLink></Notice>;
  }
  return null;
}
