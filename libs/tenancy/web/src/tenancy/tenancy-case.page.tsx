import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  ButtonLink, CasePage, CaseTimeline, CaseWaiting, Notice, Tag, Time, useCan, useFormat, useViewer, type Fact, type TabItem, useName,
} from '@wutong/core-web';
import { GrowthReports } from './growth-reports';
import { TaskList } from './task-list';
import { TenancyActions } from './tenancy-actions';
import type { TenancyCase } from './tenancy-case.query';
import { TenancyCaseDocument } from './tenancy-case.query.graphql';
import { useTenancyWords } from './tenancy-words';

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  return <TenancyCaseView id={id} />;
}

const STAGES = ['onboarding', 'active', 'graduating', 'alumni'];

/** A tenancy, for its company and for the centre: where it stands, what is to do, what was reported, what happened. */
export function TenancyCaseView({ id }: { id: string }) {
  const { t } = useLingui();
  const words = useTenancyWords();
  const nameOf = useName();
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const { data, error, refetch } = useQuery(TenancyCaseDocument, { variables: { id } });
  const facts = useFacts(data?.tenancy);
  if (!data) return <CaseWaiting error={error} refetch={refetch} />;
  const { tenancy } = data;
  const state = words.state(tenancy.state);
  const open = tenancy.tasks.filter((task) => !task.doneAt && task.mandatory).length;
  const late = tenancy.growthReports.filter((report) => !report.submittedAt).length;
  const tabs: TabItem[] = [
    { id: 'tasks', label: t`Tasks`, count: open || undefined, content: <TaskList tenancy={tenancy} /> },
    { id: 'reports', label: t`Growth reports`, count: late || undefined, content: <GrowthReports tenancy={tenancy} /> },
    {
      id: 'timeline', label: t`Timeline`, count: tenancy.timeline.length,
      content: <CaseTimeline events={tenancy.timeline} words={words.event} />,
    },
  ];
  const isSettled = tenancy.state !== 'onboarding';
  return (
    <CasePage
      title={isStaff ? nameOf(tenancy.organisation) : t`Our tenancy`}
      documentTitle={nameOf(tenancy.organisation)}
      {...(isStaff ? { crumbs: [{ label: t`Tenants`, href: '/tenancy/tenants' }, { label: nameOf(tenancy.organisation) }] } : {})}
      status={<Tag tone={state.tone}>{state.label}</Tag>}
      actions={
        <>
          <ButtonLink to={`/tenancy/applications/${tenancy.applicationId}`}><Trans>Application</Trans></ButtonLink>
          <TenancyActions tenancy={tenancy} />
        </>
      }
      notice={<WhatNow tenancy={tenancy} open={open} isStaff={isStaff} />}
      stages={{
        stages: STAGES.map((stage) => ({ id: stage, label: words.state(stage).label })),
        current: STAGES.includes(tenancy.state) ? tenancy.state : 'active',
      }}
      facts={facts}
      tabs={isSettled ? [...tabs.slice(1, 2), ...tabs.slice(0, 1), ...tabs.slice(2)] : tabs}
    />
  );
}

function useFacts(tenancy: TenancyCase | undefined): Fact[] {
  const { t } = useLingui();
  const format = useFormat();
  if (!tenancy) return [];
  return [
    { label: t`Desks`, value: format.number(tenancy.desks) },
    { label: t`Signed`, value: <Time value={tenancy.signedAt} as="date" /> },
    { label: t`Active since`, value: tenancy.activatedAt && <Time value={tenancy.activatedAt} as="date" /> },
    { label: t`Credit code`, value: tenancy.organisation.registrationId },
    ...(tenancy.endedAt ? [{ label: t`Left`, value: <Time value={tenancy.endedAt} as="date" /> }] : []),
    ...(tenancy.graduationRecord ? [{ label: t`Criteria met`, value: tenancy.graduationRecord }] : []),
  ];
}

function WhatNow({ tenancy, open, isStaff }: { tenancy: TenancyCase; open: number; isStaff: boolean }) {
  const { t } = useLingui();
  const canSettle = useCan('tenancy.settle-task');
  switch (tenancy.state) {
    case 'onboarding':
      return canSettle ? (
        <Notice tone="info" title={t`${open} mandatory tasks to go`}>
          <Trans>The tenancy becomes active by itself with the last of them.</Trans>
        </Notice>
      ) : null;
    case 'suspended':
      return (
        <Notice tone="bad" title={t`Suspended`}>
          {isStaff
            ? <Trans>The company can read, export and appeal; nothing new is granted to it.</Trans>
            : <Trans>You can read, export and appeal; nothing new is granted. Talk to your programme lead.</Trans>}
        </Notice>
      );
    case 'under_review':
      return (
        <Notice tone="warn" title={t`Under review`}>
          {tenancy.terminationProposal
            ? <Trans>The programme lead proposes to end it: {tenancy.terminationProposal}. An approver who is somebody else decides.</Trans>
            : <Trans>The programme lead looks at how the company is doing, and clears it, graduates it or proposes its end.</Trans>}
        </Notice>
      );
    case 'graduating':
    case 'terminating':
      return (
        <Notice tone="info" title={t`${open} tasks before moving out`}>
          <Trans>Compute released, data returned, ledger settled, access revoked: then it is over by itself.</Trans>
        </Notice>
      );
    default:
      return null;
  }
}
