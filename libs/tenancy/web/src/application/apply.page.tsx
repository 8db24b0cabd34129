import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, PageHeader, Panel, FailureWords, Skeleton, toWords } from '@wutong/core-web';
import { ApplyDocument, type ApplyQuery } from './apply.page.graphql';
import { EligibilityList } from './eligibility';
import { OwnApplications } from './own-applications';
import { RoundList } from './round-list';
import { STAGES } from './stages';

graphql`
  query Apply {
    intakeRounds {
      id
      nameZh
      nameEn
      opensAt
      closesAt
      desks
      desksTaken
    }
    eligibilityRules {
      id
      text
      holds
    }
    myTenancyApplications {
      id
      number
      state
      version
      roundId
      savedAt
      submittedAt
      dueAt
      actions {
        event
      }
    }
  }
`;

export type Round = ApplyQuery['intakeRounds'][number];
export type OwnApplication = ApplyQuery['myTenancyApplications'][number];

/** Where a founder begins: rounds that are open, who may apply, what will happen, and the applications so far. */
export function Page() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(ApplyDocument);
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader
        title={t`Apply for tenancy`}
        lead={t`Desks, compute and services of the incubator for start-ups that build foundation models.`}
      />
      {!data ? (
        <div aria-busy="true" className="flex flex-col gap-4">
          <Skeleton className="h-36 rounded-card" />
          <Skeleton className="h-48 rounded-card" />
        </div>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {data.myTenancyApplications.length > 0 && (
              <OwnApplications applications={data.myTenancyApplications} rounds={data.intakeRounds} />
            )}
            <RoundList rounds={data.intakeRounds} applications={data.myTenancyApplications} />
          </div>
          <div className="min-w-0 lg:row-span-2">
            <Panel title={t`Who can apply`}>
              <EligibilityList rules={data.eligibilityRules} />
            </Panel>
          </div>
          <HowItGoes />
        </div>
      )}
    </>
  );
}

/** The path from the form to the desks, for somebody who has not gone it before. */
function HowItGoes() {
  const { t, i18n } = useLingui();
  return (
    <Panel title={t`How it goes`}>
      <ol className="grid gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
        {STAGES.map((stage, index) => (
          <li key={stage.id} className="flex gap-3">
            <span
              aria-hidden
              className="tabular flex size-6 shrink-0 items-center justify-center rounded-full bg-primary-soft text-caption font-medium text-primary"
            >
              {index + 1}
            </span>
            <div className="min-w-0">
              <p className="font-medium">{i18n._(stage.label)}</p>
              <p className="text-table text-muted">{i18n._(stage.about)}</p>
            </div>
          </li>
        ))}
      </ol>
      <p className="pt-5 text-caption text-muted">
        <Trans>You are told of each step here and by e-mail, and can withdraw until an offer is made.</Trans>
      </p>
    </Panel>
  );
}
