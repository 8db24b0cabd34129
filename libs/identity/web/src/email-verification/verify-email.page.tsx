import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, graphql, Notice, Skeleton, toWords, useCommand } from '@wutong/core-web';
import { useEffect, useRef, useState } from 'react';
import { EntranceCard } from '../entrance/entrance-card';
import { useEntry } from '../entrance/use-entry';
import { VerifyEmailDocument } from './verify-email.page.graphql';

graphql`
  mutation VerifyEmail($token: String!) {
    verifyEmail(token: $token) {
      ... on EmailVerified {
        email
      }
      ... on LinkNotValid {
        message
      }
    }
  }
`;

/** Where the link from the letter leads: proves the address at once. */
export function Page() {
  const { t } = useLingui();
  const { token } = useEntry();
  const { send } = useCommand(VerifyEmailDocument);
  const [outcome, setOutcome] = useState<{ email?: string; problem?: string }>();
  const isSent = useRef(false);
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    send({ token }).then(
      ({ verifyEmail }) =>
        setOutcome('email' in verifyEmail ? { email: verifyEmail.email } : { problem: verifyEmail.message }),
      (error: unknown) => setOutcome({ problem: toWords(error).message }),
    );
  }, [send, token]);
  return (
    <EntranceCard title={t`Confirm your address`}>
      {!outcome && <Skeleton className="h-11 w-full rounded-card" />}
      {outcome?.email && (
        <Notice tone="ok" title={t`Thank you`}>
          <Trans>{outcome.email} is confirmed.</Trans>
        </Notice>
      )}
      {outcome?.problem && (
        <Notice tone="bad">
          <p>{outcome.problem}</p>
          <p>
            <Trans>A new link can be had on your profile page.</Trans>
          </p>
        </Notice>
      )}
      <ButtonLink to="/" variant="primary" className="h-10">
        <Trans>Go to the portal</Trans>
      </ButtonLink>
    </EntranceCard>
  );
}
