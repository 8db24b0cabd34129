import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, Notice, toast, useCommand } from '@wutong/core-web';
import { ResendVerificationDocument } from './verify-notice.graphql';

graphql`
  mutation ResendVerification {
    resendVerification {
      ... on VerificationSent {
        email
      }
      ... on TooManyAttempts {
        message
      }
    }
  }
`;

/** The address is not proved yet: no mail but the letter that proves it is sent there. */
export function VerifyNotice({ email }: { email: string }) {
  const { t } = useLingui();
  const resend = useCommand(ResendVerificationDocument);
  const send = async () => {
    const answer = (await resend.run({}))?.resendVerification;
    if (!answer) return;
    if ('email' in answer) toast.done(t`Sent to ${answer.email}`);
    else toast.failed(answer.message);
  };
  return (
    <Notice
      tone="warn"
      title={<Trans>Confirm your e-mail address</Trans>}
      action={
        <Button size="sm" isPending={resend.isBusy} onPress={() => void send()}>
          <Trans>Send again</Trans>
        </Button>
      }
    >
      <Trans>We sent a link to {email}. Until you open it we send no other mail there.</Trans>
    </Notice>
  );
}
