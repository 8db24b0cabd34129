import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Link, Notice, useCommand } from '@wutong/core-web';
import { EntranceCard, Form } from '../entrance/entrance-card';
import { useEntry } from '../entrance/use-entry';
import { PasswordField, useNewPassword } from '../form/password-field';
import { useFields } from '../form/use-fields';
import { ResetPasswordDocument } from './reset-password.page.graphql';

graphql`
  mutation ResetPassword($token: String!, $password: String!) {
    resetPassword(token: $token, password: $password) {
      ... on SignedIn {
        user {
          id
        }
      }
      ... on LinkNotValid {
        message
      }
    }
  }
`;

/** Where the link from the letter leads: the new password, and in. */
export function Page() {
  const { t } = useLingui();
  const newPassword = useNewPassword();
  const { token, enter } = useEntry();
  const reset = useCommand(ResetPasswordDocument);
  const { values, field, submit, failure, setFailure, isBusy } = useFields({ password: '' });
  const send = () =>
    submit(
      () => ({
        password: newPassword.problem(values.password),
      }),
      async () => {
        const { resetPassword: answer } = await reset.send({ token, password: values.password });
        if (answer.__typename === 'SignedIn') await enter('/');
        else setFailure(answer.message);
      },
    );
  return (
    <EntranceCard
      title={t`Choose a new password`}
      lead={<Trans>Wherever you are signed in now, you will be signed out.</Trans>}
    >
      <Form onSubmit={() => void send()}>
        {failure && (
          <Notice tone="bad">
            {failure}{' '}
            <Link to="/forgot-password" className="underline">
              <Trans>Ask for a new link</Trans>
            </Link>
          </Notice>
        )}
        <PasswordField
          {...field('password')}
          label={t`New password`}
          help={newPassword.help}
          autoComplete="new-password"
        />
        <Button type="submit" variant="primary" isPending={isBusy} className="h-10">
          <Trans>Save and sign in</Trans>
        </Button>
      </Form>
    </EntranceCard>
  );
}
