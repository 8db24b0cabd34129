import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, graphql, Link, NeedsList, Panel, Skeleton, useCan } from '@wutong/core-web';
import { ClassBalance } from '../balance/class-balance';
import { mayAskFor } from '../request/standing';
import { OwnBalancesDocument } from './balance-card.graphql';

graphql`
  query OwnBalances {
    computeBalances { organisationId gpuClass givenMh heldMh usedMh overuseMh leftMh burnPerDayMh runsOutAt }
    myComputeRequests { id state }
    myTenancy { id state }
  }
`;

/** The company's computing power at a glance, and which of its requests want something of it. */
export function BalanceCard() {
  const { t } = useLingui();
  const canEdit = useCan('compute-request.edit');
  const { data } = useQuery(OwnBalancesDocument, { fetchPolicy: 'cache-and-network' });
  const canAsk = canEdit && mayAskFor(data?.myTenancy);
  const count = (state: string) => data?.myComputeRequests.filter((request) => request.state === state).length ?? 0;
  return (
    <Panel
      title={<Link to="/compute">{t`Computing power`}</Link>}
      actions={canAsk && <ButtonLink to="/compute/requests/new" size="sm" variant="primary"><Trans>Ask for GPU-hours</Trans></ButtonLink>}
      isFlush
    >
      {!data ? <Skeleton className="m-4 h-24" /> : (
        <>
          {data.computeBalances.map((balance) => (
            <div key={balance.gpuClass} className="border-b border-line p-4">
              <ClassBalance
                balance={balance}
                why={
                  <Link to="/compute/balances/$organisationId/$gpuClass" params={{ organisationId: balance.organisationId, gpuClass: balance.gpuClass }}>
                    <Trans>Why is my balance this?</Trans>
                  </Link>
                }
              />
            </div>
          ))}
          {!data.myTenancy && data.computeBalances.length === 0 ? (
            <p className="px-4 py-3 text-muted"><Trans>First your company applies for tenancy and moves in. From then on it asks for GPU-hours here.</Trans></p>
          ) : (
            <NeedsList
              needs={[
                {
                  id: 'info', label: <Plural value={count('info_requested')} one="request waits for our answer" other="requests wait for our answer" />, count: count('info_requested'), to: '/compute',
                  tone: 'warn',
                },
                {
                  id: 'allocated', label: <Plural value={count('allocated')} one="grant waits for its terms to be accepted" other="grants wait for their terms to be accepted" />, count: count('allocated'),
                  to: '/compute', tone: 'warn',
                },
                { id: 'draft', label: <Plural value={count('draft')} one="draft is not handed in" other="drafts are not handed in" />, count: count('draft'), to: '/compute' },
                { id: 'active', label: <Plural value={count('active')} one="grant is running" other="grants are running" />, count: count('active'), to: '/compute', tone: 'ok' },
              ]}
            />
          )}
        </>
      )}
    </Panel>
  );
}
