import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, CheckboxGroup, Dialog, graphql, Notice, Select, Skeleton, TextField, toast, useCommand, useViewer,
} from '@wutong/core-web';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useFields } from '../form/use-fields';
import { CreateApiTokenDocument, TokenPermissionsDocument } from './create-api-token.graphql';

graphql`
  query TokenPermissions {
    permissions {
      name
      about
      forTokens
    }
  }

  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      token
      apiToken {
        id
      }
    }
  }
`;

/** Asks what the token is for and what it may do, then shows it, once. */
export function CreateApiToken({ close }: { close: () => void }) {
  const { t } = useLingui();
  const { permissions: mine } = useViewer();
  const known = useQuery(TokenPermissionsDocument).data?.permissions;
  const create = useCommand(CreateApiTokenDocument, { refetch: ['MyApiTokens'] });
  const { values, set, field, submit, failure, isBusy } = useFields({ name: '', days: '90' });
  const [chosen, choose] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<string>();
  const [token, setToken] = useState<string | null>(null);
  const save = () => {
    setMissing(chosen.length > 0 ? undefined : t`Choose what the program may do.`);
    void submit(
      () => ({ name: values.name.trim() ? undefined : t`Say what it is for.` }),
      async () => {
        if (chosen.length === 0) return;
        const input = { name: values.name, permissions: [...chosen], expiresInDays: Number(values.days) };
        setToken((await create.send({ input })).createApiToken.token ?? null);
      },
    );
  };
  const copy = async () => {
    await navigator.clipboard.writeText(token ?? '');
    toast.done(t`Copied`);
  };
  if (token) {
    return (
      <Dialog
        isOpen
        onClose={close}
        title={<Trans>Your new token</Trans>}
        actions={
          <>
            <Button onPress={() => void copy()}>
              <Copy aria-hidden />
              <Trans>Copy</Trans>
            </Button>
            <Button variant="primary" onPress={close}>
              <Trans context="button">Done</Trans>
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <Notice tone="warn">
            <Trans>Keep it now: it is not shown again.</Trans>
          </Notice>
          <code className="block rounded-card bg-sunken p-3 font-mono wrap-anywhere">{token}</code>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={close}
      title={<Trans>New API token</Trans>}
      actions={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isPending={isBusy} onPress={save}>
            <Trans>Make the token</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="bad">{failure}</Notice>}
        <TextField {...field('name')} label={t`What it is for`} maxLength={80} isRequired autoFocus />
        <Select
          label={t`Good for`}
          value={values.days}
          onChange={(days) => set({ days })}
          options={['30', '90', '180', '365'].map((days) => ({ value: days, label: t`${days} days` }))}
        />
        {known ? (
          <CheckboxGroup
            label={t`What it may do`}
            error={missing}
            value={chosen}
            onChange={choose}
            options={known
              .filter(({ name, forTokens }) => forTokens && mine.has(name))
              .map(({ name, about }) => ({ value: name, label: about }))}
          />
        ) : (
          <Skeleton className="h-32" />
        )}
      </div>
    </Dialog>
  );
}
