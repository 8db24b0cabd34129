import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, CheckboxGroup, Dialog, graphql, Notice, toast, useAttempt, useCommand, type OrganisationKind,
} from '@wutong/core-web';
import { useState } from 'react';
import { useRoles } from '../access/use-roles';
import { ChangeMemberRolesDocument } from './roles-dialog.graphql';

graphql`
  mutation ChangeMemberRoles($id: ID!, $version: Int!, $roles: [String!]!) {
    changeMemberRoles(id: $id, version: $version, roles: $roles) {
      id
      roles
      version
    }
  }
`;

interface Props {
  name: string;
  membership: { id: string; version: number; roles: readonly string[] };
  kind: OrganisationKind;
  close: () => void;
}

/** Gives a member other roles; they count from the person's next click on. */
export function RolesDialog({ name, membership, kind, close }: Props) {
  const { t } = useLingui();
  const { of } = useRoles();
  const change = useCommand(ChangeMemberRolesDocument);
  const [roles, setRoles] = useState(membership.roles);
  const { isBusy, failure, run } = useAttempt(async () => {
    await change.send({ id: membership.id, version: membership.version, roles: [...roles] });
    toast.done(t`Saved`);
  }, close);
  return (
    <Dialog
      isOpen
      onClose={close}
      title={<Trans>Roles of {name}</Trans>}
      actions={
        <>
          <Button onPress={close} isDisabled={isBusy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={isBusy} isDisabled={roles.length === 0} onPress={() => void run()}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <RolePicker value={roles} onChange={setRoles} roles={of(kind)} />
        {failure && <Notice tone="bad">{failure}</Notice>}
      </div>
    </Dialog>
  );
}

interface PickerProps {
  value: readonly string[];
  onChange: (roles: readonly string[]) => void;
  roles: readonly { name: string; label: string; about: string }[];
  error?: string | undefined;
}

/** The roles of one kind of organisation, with what each is for. */
export function RolePicker({ value, onChange, roles, error }: PickerProps) {
  const { t } = useLingui();
  return (
    <CheckboxGroup
      label={t`Roles`}
      isRequired
      error={error}
      value={value}
      onChange={onChange}
      options={roles.map(({ name, label, about }) => ({ value: name, label, help: about }))}
    />
  );
}
