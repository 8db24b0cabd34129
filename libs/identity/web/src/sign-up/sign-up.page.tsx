import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Link, Notice, TextField, useCommand } from '@wutong/core-web';
import { EntranceCard, Form } from '../entrance/entrance-card';
import { useEntry } from '../entrance/use-entry';
import { PasswordField, useNewPassword } from '../form/password-field';
import { useFields } from '../form/use-fields';
import { SignUpDocument } from './sign-up.page.graphql';

graphql`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      ... on SignedIn {
        user {
          id
        }
      }
      ... on EmailTaken {
        message
      }
      ... on TooManyAttempts {
        message
      }
    }
  }
`;

/** A founder registers the company and themselves; the application comes afterwards. */
export function Page() {
  const { t, i18n } = useLingui();
  const newPassword = useNewPassword();
  const { enter } = useEntry();
  const signUp = useCommand(SignUpDocument);
  const form = useFields({ nameZh: '', nameEn: '', registrationId: '', name: '', email: '', password: '' });
  const { values, field } = form;
  const missing = (value: string, words: string) => (value.trim() ? undefined : words);
  const send = () =>
    form.submit(
      () => ({
        nameZh: missing(values.nameZh + values.nameEn, t`Enter the company’s name in at least one language.`),
        name: missing(values.name, t`Enter your name.`),
        email: missing(values.email, t`Enter your e-mail address.`),
        password: newPassword.problem(values.password),
      }),
      async () => {
        const { nameZh, nameEn, registrationId, name, email, password } = values;
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        const organisation = { nameZh, nameEn, registrationId };
        const input = { organisation, name, email, password, locale: i18n.locale, timeZone };
        const { signUp: answer } = await signUp.send({ input });
        if (answer.__typename === 'SignedIn') await enter();
        else form.setFailure(answer.message);
      },
    );
  return (
    <EntranceCard
      title={t`Register your company`}
      lead={<Trans>Two minutes now; the application for a place follows, and can be written bit by bit.</Trans>}
    >
      <Form onSubmit={() => void send()}>
        {form.failure && <Notice tone="bad">{form.failure}</Notice>}
        <TextField {...field('nameZh')} label={t`Company name in Chinese`} autoComplete="organization" />
        <TextField
          {...field('nameEn')}
          label={t`Company name in English`}
          help={t`One of the two is enough.`}
          autoComplete="organization"
        />
        <TextField
          {...field('registrationId')}
          label={t`Unified social credit code`}
          help={t`If you have it at hand. Companies from elsewhere: the registration number.`}
          maxLength={40}
        />
        <TextField {...field('name')} label={t`Your name`} autoComplete="name" isRequired />
        <TextField {...field('email')} label={t`E-mail address`} type="email" autoComplete="username" isRequired />
        <PasswordField
          {...field('password')}
          label={t`Password`}
          help={newPassword.help}
          autoComplete="new-password"
        />
        <Button type="submit" variant="primary" isPending={form.isBusy} className="h-10">
          <Trans>Register</Trans>
        </Button>
      </Form>
      <p className="border-t border-line pt-4 text-muted">
        <Trans>Registered already?</Trans>{' '}
        <Link to="/sign-in" className="underline">
          <Trans>Sign in</Trans>
        </Link>
      </p>
    </EntranceCard>
  );
}
