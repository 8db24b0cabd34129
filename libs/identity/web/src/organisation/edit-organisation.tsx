import { Trans, useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { Button, Dialog, graphql, Notice, TextField, toast, useCommand } from '@wutong/core-web';
import { useFields } from '../form/use-fields';
import { EditOrganisationDocument } from './edit-organisation.graphql';

graphql`
  mutation EditOrganisation($id: ID!, $version: Int!, $input: OrganisationNamesInput!) {
    editOrganisation(id: $id, version: $version, input: $input) {
      id
      nameZh
      nameEn
      registrationId
      version
    }
  }
`;

interface Props {
  organisation: { id: string; version: number; nameZh: string; nameEn: string; registrationId?: string | null };
  close: () => void;
}

/** Changes names and registration number. */
export function EditOrganisation({ organisation, close }: Props) {
  const { t } = useLingui();
  const router = useRouter();
  const edit = useCommand(EditOrganisationDocument);
  const { id, version, nameZh, nameEn, registrationId } = organisation;
  const form = useFields({ nameZh, nameEn, registrationId: registrationId ?? '' });
  const { values, field, submit, failure, isBusy } = form;
  const save = () =>
    void submit(
      () => ({ nameZh: values.nameZh.trim() || values.nameEn.trim() ? undefined : t`Enter a name.` }),
      async () => {
        await edit.send({ id, version, input: values });
        await router.invalidate();
        toast.done(t`Saved`);
        close();
      },
    );
  return (
    <Dialog
      isOpen
      onClose={close}
      title={<Trans>Change the organisation</Trans>}
      actions={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={isBusy} onPress={save}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="bad">{failure}</Notice>}
        <TextField {...field('nameZh')} label={t`Name in Chinese`} maxLength={120} autoFocus />
        <TextField {...field('nameEn')} label={t`Name in English`} maxLength={160} />
        <TextField {...field('registrationId')} label={t`Registration number`} maxLength={40} />
      </div>
    </Dialog>
  );
}
