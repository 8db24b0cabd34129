import { Trans } from '@lingui/react/macro';
import { Tag, Time, useSay } from '@wutong/core-web';
import type { RequestCase } from '../request/compute-request-case.query';
import type { Criterion } from './rubric';

/** One review: by whom, each criterion of its rubric with its score, and the comment. */
export function ReviewRow({ review }: { review: NonNullable<RequestCase['reviews']>['given'][number] }) {
  const say = useSay();
  const criteria = new Map((review.rubric.criteria as Criterion[]).map((criterion) => [criterion.key, criterion]));
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
        {review.scores.map(({ criterion, score }) => (
          <div key={criterion} className="flex items-center gap-2">
            <dt className="text-muted">{say(criteria.get(criterion)!.name)}</dt>
            <dd className="tabular flex items-center gap-2 font-semibold">
              {score}
              <span aria-hidden className="flex gap-0.5">
                {[1, 2, 3, 4, 5].map((step) => (
                  <span key={step} className={`size-2 rounded-full ${step <= score ? 'bg-primary' : 'bg-line-strong'}`} />
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
