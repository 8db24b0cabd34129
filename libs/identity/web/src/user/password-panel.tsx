import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Notice, Panel, toast, useCommand } from '@wutong/core-web';
import { Form } from '../entrance/entrance-card';
import { PasswordField, useNewPassword } from '../form/password-field';
import { useFields } from '../form/use-fields';
import { ChangePasswordDocument } from './password-panel.graphql';

graphql`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      ... on SignedIn {
        user {
          id
        }
      }
      ... on InvalidCredentials {
        message
      }
      ... on TooManyAttempts {
        message
      }
    }
  }
`;

const empty = { currentPassword: '', newPassword: '' };

/** Another password; every other browser is signed out. */
export function PasswordPanel() {
  const { t } = useLingui();
  const newPassword = useNewPassword();
  const change = useCommand(ChangePasswordDocument, { refetch: ['MySessions'] });
  const { values, set, field, submit, failure, setFailure, isBusy } = useFields(empty);
  const save = () =>
    submit(
      () => ({
        currentPassword: values.currentPassword ? undefined : t`Enter your present password.`,
        newPassword: newPassword.problem(values.newPassword),
      }),
      async () => {
        const { changePassword: answer } = await change.send({ input: values });
        if (answer.__typename === 'SignedIn') {
          set(empty);
          toast.done(t`Your password is changed. Other browsers are signed out.`);
        } else if (answer.__typename === 'InvalidCredentials') {
          setFailure(t`The present password is not right.`);
        } else {
          setFailure(answer.message);
        }
      },
    );
  return (
    <Panel title={<Trans>Password</Trans>}>
      <div className="max-w-md">
        <Form onSubmit={() => void save()}>
          {failure && <Notice tone="bad">{failure}</Notice>}
          <PasswordField {...field('currentPassword')} label={t`Present password`} autoComplete="current-password" />
          <PasswordField
            {...field('newPassword')}
            label={t`New password`}
            help={newPassword.help}
            autoComplete="new-password"
          />
          <div>
            <Button type="submit" variant="primary" isPending={isBusy}>
              <Trans>Change the password</Trans>
            </Button>
          </div>
        </Form>
      </div>
    </Panel>
  );
}
