import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, HrefLink, Panel, useFormat, useName } from '@wutong/core-web';
import { className } from '../gpu-hours';
import { DueMark } from '../request/due-mark';
import { OwedComputeReviewsDocument } from './my-reviews.graphql';

graphql`
  query OwedComputeReviews {
    owedComputeReviews(first: 50) {
      nodes { id requestId number organisationNameZh organisationNameEn gpuClass gpus amountMh round askedByName dueAt }
      pageInfo { hasNextPage }
    }
  }
`;

/** Requests that wait for the viewer's review, what is due first at the top; nothing when there are none. */
export function MyReviews() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { data } = useQuery(OwedComputeReviewsDocument, { fetchPolicy: 'cache-and-network' });
  const rows = data?.owedComputeReviews.nodes ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t`My reviews`} isFlush>
      <ul className="divide-y divide-line">
        {rows.map(({ askedByName, ...row }) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <HrefLink href={`/compute/requests/${row.requestId}`} className="font-medium wrap-anywhere">
              {nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn })} <span className="tabular font-normal text-muted">{row.number}</span>
            </HrefLink>
            <span className="tabular text-muted">{format.number(row.gpus)} × {className(row.gpuClass)} · <Trans>{format.gpuHours(row.amountMh)} GPU-hours</Trans></span>
            {row.round > 1 && <span className="text-caption text-muted"><Trans>round {row.round}</Trans></span>}
            <span className="text-caption text-muted"><Trans>asked by {askedByName}</Trans></span>
            <span className="ml-auto max-sm:ml-0"><DueMark dueAt={row.dueAt} as="date" /></span>
          </li>
        ))}
      </ul>
      {data?.owedComputeReviews.pageInfo.hasNextPage && <p className="border-t border-line px-4 py-2 text-muted"><Trans>The rest are shown when these are given.</Trans></p>}
    </Panel>
  );
}
