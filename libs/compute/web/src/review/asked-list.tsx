import { Trans, useLingui } from '@lingui/react/macro';
import { Tag, Time, type Tone } from '@wutong/core-web';
import type { RequestCase } from '../request/compute-request-case.query';

type Asked = NonNullable<RequestCase['reviews']>['asked'][number];

/** Who was asked for a review, and what has become of it; no scores. */
export function AskedList({ asked }: { asked: readonly Asked[] }) {
  const { t } = useLingui();
  const words: Readonly<Record<Asked['status'], { label: string; tone: Tone }>> = {
    given: { label: t({ message: 'Given', context: 'review asked for' }), tone: 'ok' },
    declined: { label: t({ message: 'Declined', context: 'review asked for' }), tone: 'neutral' },
    late: { label: t({ message: 'Late', context: 'review asked for' }), tone: 'bad' },
    waiting: { label: t({ message: 'Waiting', context: 'review asked for' }), tone: 'info' },
  };
  if (asked.length === 0) return null;
  return (
    <ul aria-label={t`Reviewers asked`} className="divide-y divide-line border-t border-line">
      {asked.map(({ id, reviewerName, status, dueAt, askedByName, declineReason }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2">
          <span className="font-medium">{reviewerName}</span>
          <Tag tone={words[status].tone}>{words[status].label}</Tag>
          <span className="text-caption text-muted">
            {status !== 'given' && status !== 'declined' && <><Trans>until <Time value={dueAt} as="date" /></Trans> · </>}
            <Trans>asked by {askedByName}</Trans>
          </span>
          {declineReason && <span className="w-full whitespace-pre-wrap text-muted wrap-anywhere">{declineReason}</span>}
        </li>
      ))}
    </ul>
  );
}
