import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { ButtonLink, EmptyState, FailureWords, Skeleton, toWords } from '@wutong/core-web';
import { DoorOpen } from 'lucide-react';
import { TenancyCaseView } from './tenancy-case.page';
import { MyTenancyDocument } from './tenancy-case.query.graphql';

/** The viewer's own tenancy; before there is one, the way to it. */
export function Page() {
  const { data, error } = useQuery(MyTenancyDocument, { fetchPolicy: 'cache-and-network' });
  if (error) return <FailureWords words={toWords(error)} />;
  if (!data) return <Skeleton className="h-96" />;
  if (data.myTenancy) return <TenancyCaseView id={data.myTenancy.id} />;
  return (
    <EmptyState
      icon={<DoorOpen />}
      title={<Trans>Your company is not a tenant yet</Trans>}
      action={<ButtonLink to="/tenancy/apply" variant="primary"><Trans>Apply for tenancy</Trans></ButtonLink>}
    >
      <Trans>Apply in an open round. When your offer is signed, your tenancy, its tasks and its reports stand here.</Trans>
    </EmptyState>
  );
}
