import { useQuery } from '@apollo/client/react';
import { Plural, useLingui } from '@lingui/react/macro';
import { graphql, NeedsList, Panel, Skeleton, useCan } from '@wutong/core-web';
import { ComputeWorkDocument } from './work-card.graphql';

graphql`
  query ComputeWork($scores: Boolean!) {
    computeRequestCounts { state count }
    owedComputeReviews(first: 50) @include(if: $scores) { nodes { id } }
  }
`;

/** What waits among the requests for computing power, by the viewer's role. */
export function WorkCard() {
  const { t } = useLingui();
  const [reviews, decides, scores] = [useCan('compute-request.review'), useCan('compute-request.decide'), useCan('compute-request.score')];
  const { data } = useQuery(ComputeWorkDocument, { variables: { scores }, fetchPolicy: 'cache-and-network' });
  const count = (state: string) => data?.computeRequestCounts.find((one) => one.state === state)?.count ?? 0;
  const owed = data?.owedComputeReviews?.nodes.length ?? 0;
  const all = !reviews && !decides;
  const queue = (state: string) => `/compute/requests?state=${state}`;
  return (
    <Panel title={t({ message: 'Compute requests', context: 'navigation' })} isFlush>
      {!data ? <Skeleton className="m-4 h-24" /> : (
        <NeedsList
          needs={[
            { id: 'owed', label: <Plural value={owed} one="request waits for my review" other="requests wait for my review" />, count: owed, to: '/compute/requests' },
            {
              id: 'submitted', label: <Plural value={count('submitted')} one="request waits to be taken up" other="requests wait to be taken up" />, count: reviews || all ? count('submitted') : 0,
              to: queue('submitted'),
            },
            {
              id: 'sizing', label: <Plural value={count('technical_review')} one="request is being sized" other="requests are being sized" />, count: reviews || all ? count('technical_review') : 0,
              to: queue('technical_review'), tone: 'neutral',
            },
            {
              id: 'change', label: <Plural value={count('change_pending')} one="change waits for a decision" other="changes wait for a decision" />, count: reviews || all ? count('change_pending') : 0,
              to: queue('change_pending'),
            },
            {
              id: 'approval', label: <Plural value={count('approval')} one="request awaits approval" other="requests await approval" />, count: decides || all ? count('approval') : 0,
              to: queue('approval'),
            },
            {
              id: 'renewal', label: <Plural value={count('renewal_pending')} one="renewal awaits a decision" other="renewals await a decision" />, count: decides || all ? count('renewal_pending') : 0,
              to: queue('renewal_pending'),
            },
            {
              id: 'appealed', label: <Plural value={count('appealed')} one="appeal is to be judged" other="appeals are to be judged" />, count: decides || all ? count('appealed') : 0,
              to: queue('appealed'), tone: 'warn',
            },
            {
              id: 'waitlisted', label: <Plural value={count('waitlisted')} one="request is on the waiting list" other="requests are on the waiting list" />, count: count('waitlisted'),
              to: queue('waitlisted'), tone: 'warn',
            },
            { id: 'active', label: <Plural value={count('active')} one="grant is running" other="grants are running" />, count: count('active'), to: queue('active'), tone: 'ok' },
          ]}
        />
      )}
    </Panel>
  );
}
