import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import { Button, Facts, graphql, Notice, Panel, Skeleton, Tag, Time, toWords, useCan } from '@wutong/core-web';
import { useState } from 'react';
import { EditOrganisation } from './edit-organisation';
import { OrganisationDocument } from './organisation-panel.graphql';
import { useKindWords } from './use-kind-words';

graphql`
  query Organisation($id: ID!) {
    organisation(id: $id) {
      id
      kind
      slug
      nameZh
      nameEn
      registrationId
      state
      createdAt
      version
    }
  }
`;

/** Names, kind and registration of an organisation. */
export function OrganisationPanel({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, error } = useQuery(OrganisationDocument, { variables: { id } });
  const kinds = useKindWords();
  const canEdit = useCan('organisation.edit');
  const [isEditing, setEditing] = useState(false);
  const organisation = data?.organisation;
  if (error) return <Notice tone="bad">{toWords(error).message}</Notice>;
  if (!organisation) return <Skeleton className="h-36 w-full rounded-card" />;
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          <Trans>About the organisation</Trans>
          {organisation.state === 'closed' && (
            <Tag tone="bad">
              <Trans>Closed</Trans>
            </Tag>
          )}
        </span>
      }
      actions={
        canEdit && (
          <Button size="sm" onPress={() => setEditing(true)}>
            <Trans>Change</Trans>
          </Button>
        )
      }
    >
      <Facts
        columns={3}
        items={[
          { label: t`Name in Chinese`, value: <span lang="zh-CN">{organisation.nameZh}</span> },
          { label: t`Name in English`, value: <span lang="en">{organisation.nameEn}</span> },
          { label: t`Kind`, value: kinds[organisation.kind] },
          { label: t`Registration number`, value: organisation.registrationId },
          { label: t`Registered`, value: <Time value={organisation.createdAt} as="date" /> },
        ]}
      />
      {isEditing && <EditOrganisation organisation={organisation} close={() => setEditing(false)} />}
    </Panel>
  );
}
