import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, RadioGroup, TextAreaField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import type { RequestCase } from '../request/compute-request-case.query';
import { GiveComputeReviewDocument } from './review-dialog.graphql';
import { CRITERIA, useReviewWords, type Criterion } from './review-words';

graphql`
  mutation GiveComputeReview($input: GiveComputeReviewInput!) { giveComputeReview(input: $input) { id } }
`;

const SCORES = ['1', '2', '3', '4', '5'] as const;
type Score = (typeof SCORES)[number];
type Review = NonNullable<RequestCase['reviews']>['given'][number];

interface ReviewDialogProps {
  requestId: string;
  /** The viewer's own, which is changed; absent for a first one. */
  own?: Review | undefined;
  onClose: () => void;
}

/** Scores a request by the three criteria. */
export function ReviewDialog({ requestId, own, onClose }: ReviewDialogProps) {
  const { t } = useLingui();
  const words = useReviewWords();
  const [scores, setScores] = useState<Readonly<Record<Criterion, Score | null>>>(() => ({
    merit: scoreOf(own?.merit), readiness: scoreOf(own?.readiness), soundness: scoreOf(own?.soundness),
  }));
  const [comment, setComment] = useState(own?.comment ?? '');
  const needsComment = CRITERIA.some((criterion) => scores[criterion] === '1' || scores[criterion] === '5');
  const { merit, readiness, soundness } = scores;
  const give = useCommand(GiveComputeReviewDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(async () => {
    if (merit === null || readiness === null || soundness === null) return;
    await give.send({
      input: { requestId, merit: Number(merit), readiness: Number(readiness), soundness: Number(soundness), comment: comment.trim() || null },
    });
    toast.done(own ? t`The review is changed` : t`Thank you, the review is given`);
  }, onClose);
  return (
    <SaveDialog
      title={own ? t`Change my review` : t`Review the request`} onClose={onClose} attempt={attempt}
      isWhole={merit !== null && readiness !== null && soundness !== null && (!needsComment || comment.trim() !== '')}
    >
      <p className="text-muted"><Trans>From 1, poor, to 5, outstanding. The mean of all reviews is a part of the company’s weight in plans.</Trans></p>
      {CRITERIA.map((criterion) => (
        <RadioGroup
          key={criterion} label={words.label(criterion)} help={words.help(criterion)} isRequired orientation="horizontal" value={scores[criterion]}
          onChange={(score) => setScores((before) => ({ ...before, [criterion]: score }))}
          options={SCORES.map((score) => ({ value: score, label: score }))}
        />
      ))}
      <TextAreaField
        label={t({ message: 'Comment', context: 'review' })} isRequired={needsComment} value={comment} onChange={setComment} maxLength={2000}
        help={needsComment ? t`Say why: a 1 or a 5 needs a comment.` : t`Read by the centre only, never by the company.`}
      />
    </SaveDialog>
  );
}

function scoreOf(score: number | undefined): Score | null {
  return SCORES.find((one) => Number(one) === score) ?? null;
}
