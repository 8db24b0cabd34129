import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Link, Notice, TextField, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { EntranceCard, Form } from '../entrance/entrance-card';
import { useFields } from '../form/use-fields';
import { RequestPasswordResetDocument } from './forgot-password.page.graphql';

graphql`
  mutation RequestPasswordReset($email: String!) {
    requestPasswordReset(email: $email) {
      message
    }
  }
`;

/** Asks for the letter; the answer is the same for every address. */
export function Page() {
  const { t } = useLingui();
  const request = useCommand(RequestPasswordResetDocument);
  const { values, field, submit, failure, isBusy } = useFields({ email: '' });
  const [answer, setAnswer] = useState<string>();
  const send = () =>
    submit(
      () => ({ email: values.email.trim() ? undefined : t`Enter your e-mail address.` }),
      async () => setAnswer((await request.send(values)).requestPasswordReset.message),
    );
  return (
    <EntranceCard
      title={t`Set a new password`}
      lead={<Trans>We send a link to your address with which you choose a new one.</Trans>}
    >
      {answer ? (
        <Notice tone="ok">{answer}</Notice>
      ) : (
        <Form onSubmit={() => void send()}>
          {failure && <Notice tone="bad">{failure}</Notice>}
          <TextField {...field('email')} label={t`E-mail address`} type="email" autoComplete="username" isRequired />
          <Button type="submit" variant="primary" isPending={isBusy} className="h-10">
            <Trans>Send the link</Trans>
          </Button>
        </Form>
      )}
      <p>
        <Link to="/sign-in">
          <Trans>Back to the sign-in</Trans>
        </Link>
      </p>
    </EntranceCard>
  );
}
