import { Trans, useLingui } from '@lingui/react/macro';
import { useApolloClient } from '@apollo/client/react';
import {
  Button, Combobox, Dialog, graphql, Notice, TextAreaField, toast, useCommand, type Option,
} from '@wutong/core-web';
import { useCallback, useState } from 'react';
import { useFields } from '../form/use-fields';
import { ConflictChoicesDocument, DeclareConflictDocument } from './declare-conflict.graphql';

graphql`
  query ConflictChoices($search: String) {
    organisations(first: 20, search: $search) {
      nodes {
        id
        kind
        nameZh
        nameEn
      }
      pageInfo {
        hasNextPage
      }
    }
  }

  mutation DeclareConflict($organisationId: ID!, $reason: String!) {
    declareConflictOfInterest(organisationId: $organisationId, reason: $reason) {
      id
    }
  }
`;

/** Asks in which organisation, and why. The person cannot take it back; an administrator can. */
export function DeclareConflict({ close }: { close: () => void }) {
  const { t, i18n } = useLingui();
  const client = useApolloClient();
  const declare = useCommand(DeclareConflictDocument, { refetch: ['MyConflicts'] });
  const { values, field, submit, failure, isBusy } = useFields({ reason: '' });
  const [organisation, choose] = useState<Option | null>(null);
  const [missing, setMissing] = useState<string>();
  const load = useCallback(
    async (search: string): Promise<Option[]> => {
      const { data } = await client.query({
        query: ConflictChoicesDocument, variables: { search }, fetchPolicy: 'network-only',
      });
      return (data?.organisations.nodes ?? [])
        .filter(({ kind }) => kind !== 'centre')
        .map(({ id, nameZh, nameEn }) => ({ value: id, label: i18n.locale === 'en' ? nameEn : nameZh }));
    },
    [client, i18n.locale],
  );
  const save = () => {
    setMissing(organisation ? undefined : t`Choose the organisation.`);
    void submit(
      () => ({ reason: values.reason.trim() ? undefined : t`Say in a sentence what the interest is.` }),
      async () => {
        if (!organisation) return;
        await declare.send({ organisationId: organisation.value, reason: values.reason });
        toast.done(t`Declared. Its cases are no longer shown to you.`);
        close();
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={close}
      title={<Trans>Declare a conflict of interest</Trans>}
      actions={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={isBusy} onPress={save}>
            <Trans>Declare</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="bad">{failure}</Notice>}
        <Combobox
          label={t`Organisation`}
          isRequired
          load={load}
          value={organisation}
          onChange={choose}
          error={missing}
        />
        <TextAreaField {...field('reason')} label={t`What the interest is`} isRequired rows={3} maxLength={2000} />
        <p className="text-caption text-muted">
          <Trans>Only an administrator can end it again.</Trans>
        </p>
      </div>
    </Dialog>
  );
}
