import { Trans, useLingui } from '@lingui/react/macro';
import { Button, lazyPart, Panel } from '@wutong/core-web';
import { useState } from 'react';
import type { RequestCase } from '../request/compute-request-case.query';
import { ReviewCount } from './review-count';
import { ReviewRow } from './review-row';

const ReviewDialog = lazyPart(() => import('./review-dialog').then((all) => all.ReviewDialog));

type Reviews = NonNullable<RequestCase['reviews']>;

/** What people of the centre think of a request, and the way to say what one thinks oneself. */
export function ReviewsPanel({ requestId, reviews }: { requestId: string; reviews: Reviews }) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { count, given, isHidden, mayReview, rubric } = reviews;
  const own = given.find((one) => one.isOwn);
  if (count === 0 && !mayReview) return null;
  return (
    <Panel
      title={t({ message: 'Reviews', context: 'compute request' })} isFlush
      actions={mayReview && <Button size="sm" onPress={() => setOpen(true)}>{own ? <Trans>Change my review</Trans> : <Trans>Review</Trans>}</Button>}
    >
      <p className="max-w-3xl px-4 py-3 text-muted">
        {count === 0 && <Trans>Nobody has reviewed it yet. Reviews say how much weight the company has in the next plan.</Trans>}
        {isHidden && <Trans>You see what others think once you have given your own review, so that each is independent.</Trans>}{' '}
        {count > 0 && <ReviewCount reviews={reviews} />}
      </p>
      {given.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {given.map((review) => <ReviewRow key={review.id} review={review} />)}
        </ul>
      )}
      {isOpen && <ReviewDialog requestId={requestId} rubric={rubric} own={own} onClose={() => setOpen(false)} />}
    </Panel>
  );
}
