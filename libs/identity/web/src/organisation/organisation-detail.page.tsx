import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import { useParams } from '@tanstack/react-router';
import {
  Button, FailureWords, graphql, PageHeader, ReasonDialog, Skeleton, toast, toWords, useCan, useCommand,
} from '@wutong/core-web';
import { useState } from 'react';
import { PeopleOf } from '../membership/people-of';
import { CloseOrganisationDocument, OrganisationHeadDocument } from './organisation-detail.page.graphql';
import { OrganisationPanel } from './organisation-panel';

graphql`
  query OrganisationHead($id: ID!) {
    organisation(id: $id) {
      id
      kind
      nameZh
      nameEn
      state
      version
    }
  }

  mutation CloseOrganisation($id: ID!, $version: Int!, $reason: String!) {
    closeOrganisation(id: $id, version: $version, reason: $reason) {
      id
      state
      version
    }
  }
`;

/** One organisation as an administrator sees it. */
export function Page() {
  const { t, i18n } = useLingui();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(OrganisationHeadDocument, { variables: { id } });
  const canClose = useCan('organisation.register');
  const close = useCommand(CloseOrganisationDocument);
  const [isClosing, setClosing] = useState(false);
  const organisation = data?.organisation;
  if (error) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  if (!organisation) return <Skeleton className="h-72 w-full rounded-card" />;
  const name = i18n.locale === 'en' ? organisation.nameEn : organisation.nameZh;
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: t`Organisations`, href: '/admin/organisations' }]}
        actions={
          canClose &&
          organisation.state === 'active' &&
          organisation.kind !== 'centre' && (
            <Button variant="danger-quiet" onPress={() => setClosing(true)}>
              <Trans>Close the organisation</Trans>
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <OrganisationPanel id={organisation.id} />
        <PeopleOf organisationId={organisation.id} kind={organisation.kind} />
      </div>
      <ReasonDialog
        isOpen={isClosing}
        onClose={() => setClosing(false)}
        onConfirm={async (reason) => {
          await close.send({ id: organisation.id, version: organisation.version, reason });
          toast.done(t`${name} is closed`);
        }}
        isDanger
        readers={t`Kept in the audit trail.`}
        title={<Trans>Close {name}?</Trans>}
        confirmLabel={<Trans>Close the organisation</Trans>}
      >
        <p>
          <Trans>Nobody can act for it from now on. Its records stay.</Trans>
        </p>
      </ReasonDialog>
    </>
  );
}
