import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { CheckboxGroup, DateField, graphql, Skeleton, toast, useAttempt, useCommand, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { addDays, dayOf, endOfDay } from '../gpu-hours';
import { SaveDialog } from '../pool/save-dialog';
import { AssignComputeReviewersDocument, ReviewCandidatesDocument } from './ask-dialog.graphql';

graphql`
  query ReviewCandidates($requestId: ID!) { computeReviewCandidates(requestId: $requestId) { userId name owed } }
  mutation AssignComputeReviewers($input: AssignComputeReviewersInput!) { assignComputeReviewers(input: $input) { id } }
`;

const DAYS = 7;

/** Asks people of the centre for their review until a date. */
export function AskDialog({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const today = dayOf(Date.now());
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [day, setDay] = useState<string | null>(() => addDays(today, DAYS));
  const { data } = useQuery(ReviewCandidatesDocument, { variables: { requestId }, fetchPolicy: 'network-only' });
  const assign = useCommand(AssignComputeReviewersDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(async () => {
    if (!day) return;
    await assign.send({ input: { requestId, reviewerIds: [...chosen], dueAt: endOfDay(day) } });
    toast.done(t`They are told, and reminded a day before`);
  }, onClose);
  return (
    <SaveDialog title={t`Ask reviewers`} saveLabel={t({ message: 'Ask', context: 'reviewers' })} onClose={onClose} attempt={attempt} isWhole={chosen.length > 0 && day !== null}>
      <p className="text-muted"><Trans>At least two people judge a request. Who sizes it, has a conflict of interest or has reviewed it already is not in the list.</Trans></p>
      {!data ? <Skeleton className="h-40" /> : data.computeReviewCandidates.length === 0 ? (
        <p><Trans>Nobody is left whom you could ask.</Trans></p>
      ) : (
        <CheckboxGroup
          label={t`Reviewers`} isRequired value={chosen} onChange={setChosen}
          options={data.computeReviewCandidates.map(({ userId, name, owed }) => ({
            value: userId, label: name, ...(owed > 0 && { help: t`Reviews still expected: ${format.number(owed)}` }),
          }))}
        />
      )}
      <DateField label={t`Reviews until the end of`} isRequired value={day} onChange={setDay} min={addDays(today, 1)} max={addDays(today, 60)} />
    </SaveDialog>
  );
}
