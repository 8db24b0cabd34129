import { Trans, useLingui } from '@lingui/react/macro';
import { Button, lazyPart, Panel, Tag, Time } from '@wutong/core-web';
import { useState } from 'react';
import type { RequestCase } from '../request/compute-request-case.query';
import { ReviewCount } from './review-count';
import { CRITERIA, useReviewWords } from './review-words';

const ReviewDialog = lazyPart(() => import('./review-dialog').then((all) => all.ReviewDialog));

type Reviews = NonNullable<RequestCase['reviews']>;

/** What people of the centre think of a request, and the way to say what one thinks oneself. */
export function ReviewsPanel({ requestId, reviews }: { requestId: string; reviews: Reviews }) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { count, given, isHidden, mayReview } = reviews;
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
      {isOpen && <ReviewDialog requestId={requestId} own={own} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function ReviewRow({ review }: { review: Reviews['given'][number] }) {
  const words = useReviewWords();
  return (
    <li className="flex flex-col gap-1.5 px-4 py-2.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{review.reviewerName}</span>
        {review.isOwn && <Tag tone="primary"><Trans context="review">Mine</Trans></Tag>}
        <span className="text-caption text-muted">
          {review.changedAt ? <Trans>changed <Time value={review.changedAt} /></Trans> : <Time value={review.givenAt} />}
        </span>
      </span>
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        {CRITERIA.map((criterion) => (
          <div key={criterion} className="flex items-center gap-2">
            <dt className="text-muted">{words.label(criterion)}</dt>
            <dd className="tabular flex items-center gap-2 font-semibold">
              {review[criterion]}
              <span aria-hidden className="flex gap-0.5">
                {[1, 2, 3, 4, 5].map((step) => (
                  <span key={step} className={`size-2 rounded-full ${step <= review[criterion] ? 'bg-primary' : 'bg-line-strong'}`} />
                ))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {review.comment && <p className="max-w-3xl whitespace-pre-wrap wrap-anywhere">{review.comment}</p>}
    </li>
  );
}
