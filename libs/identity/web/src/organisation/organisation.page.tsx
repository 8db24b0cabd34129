import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, PageHeader, useViewer } from '@wutong/core-web';
import { Building2 } from 'lucide-react';
import { PeopleOf } from '../membership/people-of';
import { OrganisationPanel } from './organisation-panel';

/** The organisation acted for: its names and its people. */
export function Page() {
  const { t } = useLingui();
  const { actingFor } = useViewer();
  if (!actingFor) {
    return (
      <EmptyState icon={<Building2 />} title={<Trans>You belong to no organisation</Trans>}>
        <Trans>Ask a founder or an administrator to invite you; the letter holds a link.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader title={actingFor.organisationName} documentTitle={t`Organisation and people`} />
      <div className="flex flex-col gap-4">
        <OrganisationPanel id={actingFor.organisationId} />
        <PeopleOf organisationId={actingFor.organisationId} kind={actingFor.organisationKind} />
      </div>
    </>
  );
}
