import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Notice, TextField, useCommand } from '@wutong/core-web';
import { EntranceCard, Form } from '../entrance/entrance-card';
import { useEntry } from '../entrance/use-entry';
import { PasswordField, useNewPassword } from '../form/password-field';
import { useFields } from '../form/use-fields';
import { SetUpCentreDocument } from './set-up.page.graphql';

graphql`
  mutation SetUpCentre($input: SetUpCentreInput!) {
    setUpCentre(input: $input) {
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

/** An empty centre gets its name and its first administrator. */
export function Page() {
  const { t, i18n } = useLingui();
  const newPassword = useNewPassword();
  const { token, enter } = useEntry();
  const setUp = useCommand(SetUpCentreDocument);
  const form = useFields({ nameZh: '', nameEn: '', name: '', email: '', password: '' });
  const { values, field } = form;
  const missing = (value: string, words: string) => (value.trim() ? undefined : words);
  const send = () =>
    form.submit(
      () => ({
        nameZh: missing(values.nameZh + values.nameEn, t`Enter the centre’s name in at least one language.`),
        name: missing(values.name, t`Enter your name.`),
        email: missing(values.email, t`Enter your e-mail address.`),
        password: newPassword.problem(values.password),
      }),
      async () => {
        const { nameZh, nameEn, ...person } = values;
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        const input = { token, centre: { nameZh, nameEn }, ...person, locale: i18n.locale, timeZone };
        const { setUpCentre: answer } = await setUp.send({ input });
        if (answer.__typename === 'SignedIn') await enter('/');
        else form.setFailure(answer.message);
      },
    );
  return (
    <EntranceCard
      title={t`Set up your centre`}
      lead={<Trans>You become its first administrator and invite your colleagues next.</Trans>}
    >
      <Form onSubmit={() => void send()}>
        {form.failure && (
          <Notice tone="bad">
            {form.failure} <Trans>The set-up link is printed when the program starts.</Trans>
          </Notice>
        )}
        <TextField {...field('nameZh')} label={t`Centre’s name in Chinese`} />
        <TextField {...field('nameEn')} label={t`Centre’s name in English`} help={t`One of the two is enough.`} />
        <TextField {...field('name')} label={t`Your name`} autoComplete="name" isRequired />
        <TextField {...field('email')} label={t`E-mail address`} type="email" autoComplete="username" isRequired />
        <PasswordField
          {...field('password')}
          label={t`Password`}
          help={newPassword.help}
          autoComplete="new-password"
        />
        <Button type="submit" variant="primary" isPending={form.isBusy} className="h-10">
          <Trans>Open the centre</Trans>
        </Button>
      </Form>
    </EntranceCard>
  );
}
