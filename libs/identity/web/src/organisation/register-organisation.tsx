import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  Button, Dialog, graphql, Notice, Select, TextField, toast, useCommand, type OrganisationKind,
} from '@wutong/core-web';
import { useFields } from '../form/use-fields';
import { RegisterOrganisationDocument } from './register-organisation.graphql';
import { useKindWords } from './use-kind-words';

graphql`
  mutation RegisterOrganisation($input: RegisterOrganisationInput!) {
    registerOrganisation(input: $input) {
      id
    }
  }
`;

/** A new organisation; its first person is invited on its page, which opens next. */
export function RegisterOrganisation({ close }: { close: () => void }) {
  const { t } = useLingui();
  const kinds = useKindWords();
  const navigate = useNavigate();
  const register = useCommand(RegisterOrganisationDocument, { refetch: ['Organisations'] });
  const { values, set, field, submit, failure, isBusy } = useFields({
    kind: 'investor', nameZh: '', nameEn: '', registrationId: '',
  });
  const save = () =>
    void submit(
      () => ({ nameZh: values.nameZh.trim() || values.nameEn.trim() ? undefined : t`Enter a name.` }),
      async () => {
        const { registerOrganisation } = await register.send({
          input: { ...values, kind: values.kind as OrganisationKind },
        });
        toast.done(t`Registered. Invite its first person now.`);
        await navigate({ to: '/admin/organisations/$id', params: { id: registerOrganisation.id } });
      },
    );
  return (
    <Dialog
      isOpen
      onClose={close}
      title={<Trans>Register an organisation</Trans>}
      actions={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={isBusy} onPress={save}>
            <Trans>Register</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="bad">{failure}</Notice>}
        <Select
          label={t`Kind`}
          value={values.kind}
          onChange={(kind) => set({ kind })}
          options={(['investor', 'supplier', 'adopter', 'tenant'] as const).map((kind) => ({
            value: kind, label: kinds[kind],
          }))}
        />
        <TextField {...field('nameZh')} label={t`Name in Chinese`} maxLength={120} autoFocus />
        <TextField
          {...field('nameEn')}
          label={t`Name in English`}
          help={t`One of the two is enough.`}
          maxLength={160}
        />
        <TextField {...field('registrationId')} label={t`Registration number`} maxLength={40} />
      </div>
    </Dialog>
  );
}
