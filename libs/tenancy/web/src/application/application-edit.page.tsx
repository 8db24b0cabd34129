import { useQuery } from '@apollo/client/react';
import { useParams } from '@tanstack/react-router';
import { FailureWords, graphql, Skeleton, toWords } from '@wutong/core-web';
import { ApplicationForm } from './application-form';
import { TenancyApplicationEditDocument, type TenancyApplicationEditQuery } from './application-edit.page.graphql';

graphql`
  query TenancyApplicationEdit($id: ID!) {
    tenancyApplication(id: $id) {
      id
      number
      state
      version
      roundId
      answers
      form
      infoSections
      dueAt
      actions {
        event
        to
        needsReason
      }
      timeline {
        id
        event
        actorName
        reason
        at
      }
    }
    intakeRounds {
      id
      nameZh
      nameEn
      closesAt
    }
    eligibilityRules {
      id
      text
      holds
    }
  }
`;

export type EditedApplication = TenancyApplicationEditQuery;

/** The application form, as it stands on the server at this moment: begun here, or on another device. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(TenancyApplicationEditDocument, { variables: { id }, fetchPolicy: 'network-only' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  if (!data) return <FormSkeleton />;
  return <ApplicationForm key={id} {...data} />;
}

function FormSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-5">
      <Skeleton className="h-7 w-80 max-w-full" />
      <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,44rem)]">
        <Skeleton className="h-40 rounded-card" />
        <Skeleton className="h-[32rem] rounded-card" />
      </div>
    </div>
  );
}
