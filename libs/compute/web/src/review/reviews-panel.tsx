import { Trans, useLingui } from '@lingui/react/macro';
import { Button, graphql, lazyPart, Panel, ReasonDialog, toast, useCan, useCommand, useViewer } from '@wutong/core-web';
import { useState } from 'react';
import type { RequestCase } from '../request/compute-request-case.query';
import { AskedList } from './asked-list';
import { ReviewCount } from './review-count';
import { ReviewRow } from './review-row';
import { DeclineComputeReviewDocument } from './reviews-panel.graphql';

graphql`
  mutation DeclineComputeReview($input: DeclineComputeReviewInput!) { declineComputeReview(input: $input) { id } }
`;

const ReviewDialog = lazyPart(() => import('./review-dialog').then((all) => all.ReviewDialog));
const AskDialog = lazyPart(() => import('./ask-dialog').then((all) => all.AskDialog));

type Reviews = NonNullable<RequestCase['reviews']>;
const OPEN: ReadonlySet<string> = new Set(['technical_review', 'approval', 'waitlisted']);

interface ReviewsPanelProps {
  request: Pick<RequestCase, 'id' | 'state'>;
  reviews: Reviews;
}

/** What people of the centre think of a request, who was asked, and the way to say what one thinks oneself. */
export function ReviewsPanel({ request: { id: requestId, state }, reviews }: ReviewsPanelProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'review' | 'ask' | 'decline' | null>(null);
  const viewerId = useViewer().id;
  const canAsk = useCan('compute-request.assign-review') && OPEN.has(state);
  const decline = useCommand(DeclineComputeReviewDocument, { refetch: ['ComputeRequestCase'] });
  const { count, given, isHidden, mayReview, rubric, asked, round, earlier } = reviews;
  const own = given.find((one) => one.isOwn);
  const owes = mayReview && asked.some(({ reviewerId, status }) => reviewerId === viewerId && (status === 'waiting' || status === 'late'));
  const close = () => setOpen(null);
  if (count === 0 && asked.length === 0 && earlier.length === 0 && !mayReview && !canAsk) return null;
  return (
    <Panel
      title={round > 1 ? t`Reviews, round ${round}` : t({ message: 'Reviews', context: 'compute request' })} isFlush
      actions={
        <span className="flex flex-wrap justify-end gap-2">
          {canAsk && <Button size="sm" onPress={() => setOpen('ask')}><Trans>Ask reviewers</Trans></Button>}
          {owes && <Button size="sm" onPress={() => setOpen('decline')}><Trans context="review">Decline</Trans></Button>}
          {mayReview && <Button size="sm" onPress={() => setOpen('review')}>{own ? <Trans>Change my review</Trans> : <Trans>Review</Trans>}</Button>}
        </span>
      }
    >
      <p className="max-w-3xl px-4 py-3 text-muted">
        {count === 0 && round === 1 && <Trans>Nobody has reviewed it yet. Reviews say how much weight the company has in the next plan.</Trans>}
        {count === 0 && round > 1 && <Trans>Nobody has reviewed it in this round yet. Reviews of earlier rounds no longer count.</Trans>}
        {isHidden && <Trans>You see what others think once you have given your own review, so that each is independent.</Trans>}{' '}
        {count > 0 && <ReviewCount reviews={reviews} />}
      </p>
      <AskedList asked={isHidden ? asked : asked.filter(({ status }) => status !== 'given')} />
      {given.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {given.map((review) => <ReviewRow key={review.id} review={review} />)}
        </ul>
      )}
      {earlier.map((before) => (
        <details key={before.round} className="border-t border-line">
          <summary className="cursor-default px-4 py-2.5">
            <Trans>Round {before.round}: <ReviewCount reviews={{ count: before.given.length, mean: before.mean ?? null }} /></Trans>
          </summary>
          <ul className="divide-y divide-line border-t border-line">
            {before.given.map((review) => <ReviewRow key={review.id} review={review} />)}
          </ul>
        </details>
      ))}
      {open === 'review' && <ReviewDialog requestId={requestId} rubric={rubric} own={own} onClose={close} />}
      {open === 'ask' && <AskDialog requestId={requestId} onClose={close} />}
      <ReasonDialog
        title={t`Decline the review`} isOpen={open === 'decline'} onClose={close} confirmLabel={t({ message: 'Decline', context: 'review' })}
        readers={t`Read by the centre; who asked you is told.`}
        onConfirm={async (reason) => {
          await decline.send({ input: { requestId, reason } });
          toast.done(t`The review is declined`);
        }}
      >
        <p><Trans>Somebody else can be asked then. You may still review the request later.</Trans></p>
      </ReasonDialog>
    </Panel>
  );
}
