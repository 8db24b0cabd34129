import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import {
  Button, ButtonLink, Facts, graphql, Notice, Skeleton, TextField, Time, toWords, useCommand,
} from '@wutong/core-web';
import { useRoles } from '../access/use-roles';
import { EntranceCard, Form } from '../entrance/entrance-card';
import { useEntry } from '../entrance/use-entry';
import { PasswordField, useNewPassword } from '../form/password-field';
import { useFields } from '../form/use-fields';
import {
  AcceptInvitationDocument, InvitationDocument, type InvitationQuery,
} from './accept-invitation.page.graphql';

graphql`
  query Invitation($token: String!) {
    invitation(token: $token) {
      ... on OpenInvitation {
        organisation {
          id
          nameZh
          nameEn
        }
        email
        roles
        invitedByName
        expiresAt
        hasAccount
      }
      ... on LinkNotValid {
        message
      }
    }
    viewer {
      user {
        id
        email
      }
    }
  }

  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      ... on SignedIn {
        user {
          id
        }
      }
      ... on SignInFirst {
        message
        email
      }
      ... on LinkNotValid {
        message
      }
    }
  }
`;

type Open = Extract<InvitationQuery['invitation'], { __typename: 'OpenInvitation' }>;

/** Where the link from an invitation leads: who invites, to what, and the way in. */
export function Page() {
  const { t } = useLingui();
  const { token } = useEntry();
  const { data, error } = useQuery(InvitationDocument, { variables: { token }, fetchPolicy: 'network-only' });
  const invitation = data?.invitation;
  if (invitation?.__typename === 'OpenInvitation') {
    return <Accept invitation={invitation} viewerEmail={data?.viewer?.user.email ?? null} />;
  }
  const problem = invitation?.message ?? (error ? toWords(error).message : undefined);
  return (
    <EntranceCard title={t`Invitation`}>
      {problem ? (
        <Notice tone="bad">
          <p>{problem}</p>
          <p>
            <Trans>Ask whoever invited you to send it again.</Trans>
          </p>
        </Notice>
      ) : (
        <Skeleton className="h-40 w-full rounded-card" />
      )}
    </EntranceCard>
  );
}

function Accept({ invitation, viewerEmail }: { invitation: Open; viewerEmail: string | null }) {
  const { t, i18n } = useLingui();
  const newPassword = useNewPassword();
  const { token, enter } = useEntry();
  const { label } = useRoles();
  const accept = useCommand(AcceptInvitationDocument);
  const form = useFields({ name: '', password: '' });
  const { values, field } = form;
  const { organisation, email, invitedByName, hasAccount } = invitation;
  const organisationName = i18n.locale === 'en' ? organisation.nameEn : organisation.nameZh;
  const isMe = viewerEmail === email;
  const here = `/invitation?token=${token}`;
  const send = () =>
    form.submit(
      () =>
        hasAccount
          ? {}
          : {
              name: values.name.trim() ? undefined : t`Enter your name.`,
              password: newPassword.problem(values.password),
            },
      async () => {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        const person = hasAccount ? {} : { ...values, locale: i18n.locale, timeZone };
        const { acceptInvitation: answer } = await accept.send({ input: { token, ...person } });
        if (answer.__typename === 'SignedIn') await enter('/');
        else form.setFailure(answer.message);
      },
    );
  return (
    <EntranceCard title={t`Join ${organisationName}`} lead={<Trans>{invitedByName} invites you.</Trans>}>
      <Facts
        columns={1}
        items={[
          { label: t`Your role`, value: invitation.roles.map(label).join(t({ message: ', ', context: 'list' })) },
          { label: t`Good until`, value: <Time value={invitation.expiresAt} /> },
          { label: t`E-mail address`, value: email },
        ]}
      />
      {hasAccount && !isMe ? (
        <>
          <Notice tone="info">
            <Trans>You have an account with this address. Sign in with it, then accept.</Trans>
          </Notice>
          <ButtonLink to="/sign-in" search={{ next: here }} variant="primary" className="h-10">
            <Trans>Sign in</Trans>
          </ButtonLink>
        </>
      ) : (
        <Form onSubmit={() => void send()}>
          {form.failure && <Notice tone="bad">{form.failure}</Notice>}
          {!hasAccount && (
            <>
              <TextField {...field('name')} label={t`Your name`} autoComplete="name" isRequired />
              <PasswordField
                {...field('password')}
                label={t`Password`}
                help={newPassword.help}
                autoComplete="new-password"
              />
            </>
          )}
          <Button type="submit" variant="primary" isPending={form.isBusy} className="h-10">
            <Trans>Accept and go in</Trans>
          </Button>
        </Form>
      )}
    </EntranceCard>
  );
}
