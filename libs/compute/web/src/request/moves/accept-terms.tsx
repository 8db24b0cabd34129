import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Dialog, graphql, Skeleton, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import type { RequestCase } from '../compute-request-case.query';
import { AcceptComputeTermsDocument, ComputeTermsDocument } from './accept-terms.graphql';

graphql`
  query ComputeTerms { computeTerms { version text } }
  mutation AcceptComputeTerms($input: AcceptComputeTermsInput!) {
    acceptComputeTerms(input: $input) { id state version }
  }
`;

/** The button with which a user reads and accepts the terms of use. */
export function AcceptTerms({ request }: { request: RequestCase }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onPress={() => setOpen(true)}><Trans>Read and accept</Trans></Button>
      {isOpen && <TermsDialog requestId={request.id} close={() => setOpen(false)} />}
    </>
  );
}

function TermsDialog({ requestId, close }: { requestId: string; close: () => void }) {
  const { t } = useLingui();
  const { data } = useQuery(ComputeTermsDocument);
  const accept = useCommand(AcceptComputeTermsDocument, { refetch: ['ComputeRequestCase'] });
  const [isRead, setRead] = useState(false);
  const terms = data?.computeTerms;
  const attempt = useAttempt(async () => {
    if (!terms) return;
    const { acceptComputeTerms: after } = await accept.send({ input: { requestId, terms: terms.version } });
    toast.done(after.state === 'active' ? t`Accepted, and the grant has started` : t`Accepted`);
  }, close);
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t`Terms of use`}
      actions={
        <>
          <Button onPress={close}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!isRead || !terms} isPending={attempt.isBusy} onPress={() => void attempt.run()}>
            <Trans>Accept</Trans>
          </Button>
        </>
      }
    >
      {terms ? (
        <ol className="flex list-decimal flex-col gap-1.5 pl-5">
          {terms.text.split('\n').map((line) => <li key={line}>{line}</li>)}
        </ol>
      ) : (
        <Skeleton className="h-40" />
      )}
      <Checkbox className="pt-4" isSelected={isRead} onChange={setRead}>
        <Trans>I have read these terms and keep to them.</Trans>
      </Checkbox>
      {terms && <p className="pt-1 pl-6 text-caption text-muted"><Trans>Version {terms.version}; that you accepted is recorded.</Trans></p>}
      {attempt.failure && <p role="alert" className="pt-3 text-bad">{attempt.failure}</p>}
    </Dialog>
  );
}
