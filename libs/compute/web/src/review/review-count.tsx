import { Plural, Trans } from '@lingui/react/macro';
import { useReviewWords } from './review-words';

/** How many reviews a request has and, where the viewer may know it, their mean. */
export function ReviewCount({ reviews: { count, mean } }: { reviews: { count: number; mean: number | null } }) {
  const words = useReviewWords();
  const number = <Plural value={count} one="# review" other="# reviews" />;
  if (mean === null) return number;
  return <Trans><strong className="tabular font-semibold text-fg">{words.mean(mean)}</strong> on average, {number}</Trans>;
}
