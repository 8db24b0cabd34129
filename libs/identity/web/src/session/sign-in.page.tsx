import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Link, Notice, Skeleton, TextField, useCommand } from '@wutong/core-web';
import { Form } from '../entrance/entrance-card';
import { useEntry } from '../entrance/use-entry';
import { PasswordField } from '../form/password-field';
import { useFields } from '../form/use-fields';
import { DemoPeople } from './demo-people';
import { Platforms } from './platforms';
import { WutongTree } from './wutong-tree';
import { EntranceDocument, SignInAsDemoPersonDocument, SignInDocument } from './sign-in.page.graphql';

graphql`
  query Entrance {
    entrance {
      setUpNeeded
      demoPeople {
        userId
        name
        title
        organisation
        roles
      }
    }
  }

  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
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
        retryAt
      }
      ... on AccountDeactivated {
        message
      }
    }
  }

  mutation SignInAsDemoPerson($userId: ID!) {
    signInAsDemoPerson(userId: $userId) {
      user {
        id
      }
    }
  }
`;

const page =
  'relative mx-auto grid w-full max-w-6xl flex-1 content-start gap-10 pt-4 sm:pt-10 lg:gap-16 lg:pt-16 ' +
  'lg:grid-cols-[minmax(0,1fr)_24rem]';
const backdrop = 'pointer-events-none fixed bottom-0 left-1/2 -z-10 hidden h-[78dvh] -translate-x-[58%] sm:block';

/** The door: who the portal is for on one side, the sign-in on the other; the demo's people where it is loaded. */
export function Page() {
  const { t } = useLingui();
  const entrance = useQuery(EntranceDocument).data?.entrance;
  const { enter } = useEntry();
  const become = useCommand(SignInAsDemoPersonDocument);
  const people = entrance?.demoPeople ?? [];
  return (
    <div className={page}>
      <title>{`${t`Sign in`} · Wutong`}</title>
      <WutongTree className={backdrop} />
      <section className="min-w-0">
        <p className="text-caption font-semibold text-primary">
          <Trans>Foundation-model incubator</Trans>
        </p>
        <h1 className="mt-2 text-[28px] leading-tight font-semibold text-balance sm:text-[40px]">
          <Trans>Plant the wutong, and the phoenix comes</Trans>
        </h1>
        <p className="mt-3 max-w-xl text-lead text-muted">
          <Trans>
            Computing, data, evaluation, funding and services for young companies that build models: asked for, decided
            and used in one place.
          </Trans>
        </p>
        {entrance === undefined && <Skeleton className="mt-8 h-64 w-full rounded-card" />}
        {people.length > 0 && (
          <DemoPeople
            people={people}
            busy={become.isBusy}
            become={(userId) =>
              void become.run({ userId }).then(async (done) => {
                if (done) await enter();
              })
            }
          />
        )}
        {entrance && people.length === 0 && <Platforms />}
      </section>
      <SignInCard setUpNeeded={entrance?.setUpNeeded ?? false} />
    </div>
  );
}

function SignInCard({ setUpNeeded }: { setUpNeeded: boolean }) {
  const { t } = useLingui();
  const { enter, next } = useEntry();
  const signIn = useCommand(SignInDocument);
  const { values, field, submit, failure, setFailure, isBusy } = useFields({ email: '', password: '' });
  const send = () =>
    submit(
      () => ({
        email: values.email.trim() ? undefined : t`Enter your e-mail address.`,
        password: values.password ? undefined : t`Enter your password.`,
      }),
      async () => {
        const { signIn: answer } = await signIn.send({ input: values });
        if (answer.__typename === 'SignedIn') await enter();
        else setFailure(answer.message);
      },
    );
  return (
    <section
      aria-labelledby="sign-in"
      className="h-fit rounded-dialog border border-line bg-surface p-6 shadow-overlay sm:p-7"
    >
      <h2 id="sign-in" className="text-title font-semibold">
        <Trans>Sign in</Trans>
      </h2>
      {setUpNeeded && (
        <div className="mt-4">
          <Notice tone="warn" title={<Trans>This centre is still empty</Trans>}>
            <Trans>
              Open the set-up link that the program printed when it started, to become its first administrator.
            </Trans>
          </Notice>
        </div>
      )}
      <div className="mt-5">
        <Form onSubmit={() => void send()}>
          {failure && <Notice tone="bad">{failure}</Notice>}
          <TextField
            {...field('email')}
            label={t`E-mail address`}
            type="email"
            autoComplete="username"
            isRequired
          />
          <PasswordField {...field('password')} label={t`Password`} autoComplete="current-password" />
          <Button type="submit" variant="primary" isPending={isBusy} className="h-10">
            <Trans>Sign in</Trans>
          </Button>
        </Form>
      </div>
      <p className="mt-4 text-caption">
        <Link to="/forgot-password">
          <Trans>Forgotten your password?</Trans>
        </Link>
      </p>
      <p className="mt-5 border-t border-line pt-4 text-muted">
        <Trans>New here?</Trans>{' '}
        <Link to="/sign-up" search={next ? { next } : {}} className="underline">
          <Trans>Register your company</Trans>
        </Link>
      </p>
    </section>
  );
}
