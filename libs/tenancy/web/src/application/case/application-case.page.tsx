import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import type { Answers } from '@wutong/core-shared';
import { CasePage, CaseWaiting, Panel, type Fact, Tag, Time, useFormat, useViewer, type TabItem, useName, QueueNavigation } from '@wutong/core-web';
import { DueMark } from '../due-mark';
import { EligibilityList } from '../eligibility';
import { ApplicationMoves } from '../moves/application-moves';
import { stageOf } from '../stage-of';
import { STAGES } from '../stages';
import { useStateWords } from '../state-words';
import { Agreement } from './agreement';
import { AnswersTab } from './answers-tab';
import { ApplicationTimeline } from './application-timeline';
import { TenancyApplicationCaseDocument, type TenancyApplicationCaseQuery } from './application-case.query.graphql';
import type { ApplicationCase } from './application-case.query';
import { CheckList, checkProgress } from './check-list';
import { DocumentsTab, documentsOf } from './documents-tab';
import { PanelDecisions } from './panel-decisions';
import { useIsWide } from './use-is-wide';
import { WhatNow } from './what-now';

/** One application, for its company and for everybody of the centre. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(TenancyApplicationCaseDocument, { variables: { id } });
  if (!data) return <CaseWaiting error={error} refetch={refetch} />;
  return <ApplicationCaseView key={id} {...data} />;
}

function ApplicationCaseView(props: TenancyApplicationCaseQuery) {
  const { tenancyApplication: application, intakeRounds, eligibilityRules } = props;
  const { t, i18n } = useLingui();
  const nameOf = useName();
  const words = useStateWords()(application.state);
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const isWide = useIsWide();
  const { number, timeline, revisions } = application;
  const round = intakeRounds.find((one) => one.id === application.roundId);
  // The centre reads what was handed in; what the company is writing now is not its business yet.
  const answers = (isStaff ? (revisions.at(-1)?.answers ?? {}) : application.answers) as Answers;
  const stage = stageOf(application.state, timeline);
  const isBeside = isStaff && isWide;
  const checks = checkProgress(application.dueDiligence);
  // Until it has passed screening, eligibility is what is judged; then the checks are.
  const isScreened = application.dueDiligence.length > 0;

  const rules = (
    <Panel title={t`Admission rules`}>
      <EligibilityList rules={eligibilityRules} answers={answers} />
    </Panel>
  );
  const judging: TabItem[] = isStaff
    ? [
        {
          id: 'checks',
          label: checks.of > 0 ? t`Checks ${checks.settled}/${checks.of}` : t`Checks`,
          content: (
            <div className="flex flex-col gap-4">
              <CheckList application={application} />
              {rules}
            </div>
          ),
        },
        {
          id: 'panel', label: t`Panel`, count: application.panelDecisions.length || undefined,
          content: <PanelDecisions decisions={application.panelDecisions} />,
        },
      ]
    : [];
  const tabs: TabItem[] = [
    { id: 'answers', label: t`Answers`, content: <AnswersTab application={application} answers={answers} /> },
    ...(isBeside ? [] : judging),
    {
      id: 'documents', label: t`Documents`, count: documentsOf(application, answers).length,
      content: <DocumentsTab application={application} answers={answers} />,
    },
    ...(application.agreementText
      ? [{ id: 'agreement', label: t`Agreement`, content: <AgreementTab application={application} /> }]
      : []),
    { id: 'timeline', label: t`Timeline`, count: timeline.length, content: <ApplicationTimeline timeline={timeline} /> },
  ];

  const page = (
    <CasePage
      title={isStaff ? nameOf(application.organisation) : t`Application ${number}`}
      documentTitle={isStaff ? `${number} ${nameOf(application.organisation)}` : t`Application ${number}`}
      crumbs={[
        isStaff
          ? { label: t`Applications`, href: '/tenancy/applications' }
          : { label: t`Apply for tenancy`, href: '/tenancy/apply' },
        { label: number },
      ]}
      status={<Tag tone={words.tone}>{words.label}</Tag>}
      actions={
        <>
          {isStaff && <QueueNavigation queue="tenancy-applications" id={application.id} hrefOf={(id) => `/tenancy/applications/${id}`} />}
          <ApplicationMoves application={application} round={round} rules={eligibilityRules} />
        </>
      }
      notice={<WhatNow application={application} rules={eligibilityRules} isOwn={!isStaff} />}
      stages={{
        stages: STAGES.map(({ id, label }) => ({ id, label: i18n._(label) })),
        ...stage,
      }}
      facts={useFacts(application, answers, round ? nameOf(round) : null, isStaff)}
      tabs={tabs}
    />
  );
  if (!isBeside) return page;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_23rem] items-start gap-6">
      <div className="min-w-0">{page}</div>
      <aside
        aria-label={t`Judging this application`}
        tabIndex={0}
        className="sticky top-16 flex max-h-[calc(100dvh-5rem)] flex-col gap-4 overflow-y-auto pb-4"
      >
        {isScreened && <CheckList application={application} />}
        {application.panelDecisions.length > 0 && <PanelDecisions decisions={application.panelDecisions} />}
        {rules}
        {!isScreened && <CheckList application={application} />}
      </aside>
    </div>
  );
}

function useFacts(application: ApplicationCase, { desks }: Answers, round: string | null, isStaff: boolean): Fact[] {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  return [
    { label: t`Number`, value: <span className="tabular">{application.number}</span> },
    { label: t`Round`, value: round },
    { label: t`Due`, value: application.dueAt ? <DueMark dueAt={application.dueAt} /> : null },
    {
      label: application.submittedAt ? t`First handed in` : t`Last saved`,
      value: <Time value={application.submittedAt ?? application.savedAt} />,
    },
    { label: t`Screener`, value: application.claimedByName },
    isStaff
      ? { label: t`Desks asked for`, value: typeof desks === 'number' ? format.number(desks) : null }
      : { label: t`Company`, value: nameOf(application.organisation) },
  ];
}

function AgreementTab({ application }: { application: ApplicationCase }) {
  return (
    <Panel>
      <Agreement text={application.agreementText ?? ''} hash={application.agreementHash} />
      {application.signedAt && (
        <p className="pt-3">
          <Trans>
            Signed by <strong>{application.signedName}</strong> on <Time value={application.signedAt} />
          </Trans>
        </p>
      )}
    </Panel>
  );
}
