import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, RadioGroup, TextAreaField, toast, useAttempt, useCommand, useFormat, useSay } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import type { RequestCase } from '../request/compute-request-case.query';
import { GiveComputeReviewDocument } from './review-dialog.graphql';
import { DESCRIBED, sumOf, type Criterion } from './rubric';

graphql`
  mutation GiveComputeReview($input: GiveComputeReviewInput!) { giveComputeReview(input: $input) { id } }
`;

const SCORES = ['1', '2', '3', '4', '5'] as const;
type Score = (typeof SCORES)[number];
type Reviews = NonNullable<RequestCase['reviews']>;

interface ReviewDialogProps {
  requestId: string;
  rubric: Reviews['rubric'];
  /** The viewer's own, which is changed; absent for a first one. */
  own?: Reviews['given'][number] | undefined;
  onClose: () => void;
}

/** Scores a request by the criteria of a rubric. */
export function ReviewDialog({ requestId, rubric, own, onClose }: ReviewDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const say = useSay();
  const criteria = rubric.criteria as Criterion[];
  const [scores, setScores] = useState<Readonly<Record<string, Score>>>(() =>
    Object.fromEntries((own?.scores ?? []).map(({ criterion, score }) => [criterion, String(score) as Score])));
  const [comment, setComment] = useState(own?.comment ?? '');
  const needsComment = criteria.some(({ key }) => scores[key] === '1' || scores[key] === '5');
  const isScored = criteria.every(({ key }) => scores[key] !== undefined);
  const give = useCommand(GiveComputeReviewDocument, { refetch: ['ComputeRequestCase'] });
  const attempt = useAttempt(async () => {
    await give.send({
      input: {
        requestId, rubricVersion: rubric.version, comment: comment.trim() || null,
        scores: criteria.map(({ key }) => ({ criterion: key, score: Number(scores[key]) })),
      },
    });
    toast.done(own ? t`The review is changed` : t`Thank you, the review is given`);
  }, onClose);
  return (
    <SaveDialog
      title={own ? t`Change my review` : t`Review the request`} onClose={onClose} attempt={attempt}
      isWhole={isScored && (!needsComment || comment.trim() !== '')}
    >
      <p className="text-muted"><Trans>From 1, poor, to 5, outstanding. The mean of all reviews is a part of the company’s weight in plans.</Trans></p>
      {criteria.map(({ key, name, weight, guidance, levels }) => (
        <RadioGroup
          key={key} label={`${say(name)} · ${format.percent(weight / sumOf(criteria))}`} isRequired orientation="horizontal" value={scores[key] ?? null}
          onChange={(score) => setScores((before) => ({ ...before, [key]: score }))}
          options={SCORES.map((score) => ({ value: score, label: score }))}
          help={
            <>
              {say(guidance)}
              {DESCRIBED.map((level) => <span key={level} className="block"><span className="tabular font-semibold">{level}</span> {say(levels[level])}</span>)}
            </>
          }
        />
      ))}
      <TextAreaField
        label={t({ message: 'Comment', context: 'review' })} isRequired={needsComment} value={comment} onChange={setComment} maxLength={2000}
        help={needsComment ? t`Say why: a 1 or a 5 needs a comment.` : t`Read by the centre only, never by the company.`}
      />
    </SaveDialog>
  );
}
