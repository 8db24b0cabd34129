import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { graphql, NeedsList, Panel, Skeleton, useCan } from '@wutong/core-web';
import { ComputeWorkDocument } from './work-card.graphql';

graphql`
  query ComputeWork {
    computeRequestCounts { state count }
  }
`;

/** What waits among the requests for computing power, by the viewer's role. */
export function WorkCard() {
  const { t } = useLingui();
  const [reviews, decides] = [useCan('compute-request.review'), useCan('compute-request.decide')];
  const { data } = useQuery(ComputeWorkDocument, { fetchPolicy: 'cache-and-network' });
  const count = (state: string) => data?.computeRequestCounts.find((one) => one.state === state)?.count ?? 0;
  const all = !reviews && !decides;
  const queue = (state: string) => `/compute/requests?state=${state}`;
  return (
    <Panel title={t({ message: 'Compute requests', context: 'navigation' })} isFlush>
      {!data ? <Skeleton className="m-4 h-24" /> : (
        <NeedsList
          needs={[
            {
              id: 'submitted', label: t`requests wait to be taken up`, count: reviews || all ? count('submitted') : 0,
              to: queue('submitted'),
            },
            {
              id: 'sizing', label: t`requests are being sized`, count: reviews || all ? count('technical_review') : 0,
              to: queue('technical_review'), tone: 'neutral',
            },
            {
              id: 'change', label: t`changes wait for a decision`, count: reviews || all ? count('change_pending') : 0,
              to: queue('change_pending'),
            },
            {
              id: 'approval', label: t`requests await approval`, count: decides || all ? count('approval') : 0,
              to: queue('approval'),
            },
            {
              id: 'renewal', label: t`renewals await a decision`, count: decides || all ? count('renewal_pending') : 0,
              to: queue('renewal_pending'),
            },
            {
              id: 'appealed', label: t`appeals are to be judged`, count: decides || all ? count('appealed') : 0,
              to: queue('appealed'), tone: 'warn',
            },
            {
              id: 'waitlisted', label: t`requests are on the waiting list`, count: count('waitlisted'),
              to: queue('waitlisted'), tone: 'warn',
            },
            { id: 'active', label: t`grants are running`, count: count('active'), to: queue('active'), tone: 'ok' },
          ]}
        />
      )}
    </Panel>
  );
}
