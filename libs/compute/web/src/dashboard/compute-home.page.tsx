import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  ButtonLink, EmptyState, FailureWords, graphql, lazyPart, Link, PageHeader, Panel, Skeleton, toWords, useCan,
} from '@wutong/core-web';
import { Cpu } from 'lucide-react';
import { ClassBalance } from '../balance/class-balance';
import { BudgetPanel } from '../budget/budget-panel';
import { OpenReclaims } from '../reclaim/open-reclaims';
import { OwnRequests } from '../request/own-requests';
import { mayAskFor, NotYet } from '../request/standing';
import { ComputeHomeDocument } from './compute-home.page.graphql';
import { LazyUsageChart } from './lazy-usage-chart';

const GrantBars = lazyPart(() => import('./grant-bars').then((all) => all.GrantBars), <Skeleton className="h-56 rounded-card" />);

graphql`
  query ComputeHome {
    computeBalances { organisationId gpuClass givenMh heldMh usedMh overuseMh leftMh burnPerDayMh runsOutAt }
    computeGrants { id gpuClass startsAt endsAt closedAt grantedMh usedMh paysNext }
    myComputeRequests {
      id number state gpuClass gpus startsAt endsAt amountMh sizedGpus sizedStartsAt sizedEndsAt sizedMh purposeKind appealed dueAt savedAt
    }
    myTenancy { id state }
  }
`;

/** What a tenant has of computing power at one look: balances, requests, use. */
export function Page() {
  const { t } = useLingui();
  const canEdit = useCan('compute-request.edit');
  const { data, error, refetch } = useQuery(ComputeHomeDocument, { fetchPolicy: 'cache-and-network' });
  const canAsk = canEdit && mayAskFor(data?.myTenancy);
  const ask = canAsk && (
    <ButtonLink to="/compute/requests/new" variant="primary"><Trans>Ask for GPU-hours</Trans></ButtonLink>
  );
  const header = <PageHeader title={t`Computing power`} lead={t`What your company has been given, what it holds and uses, and what it asked for.`} actions={ask} />;
  if (!data) {
    return (
      <>
        {header}
        {error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Waiting />}
      </>
    );
  }
  const { computeBalances: balances, computeGrants: grants, myComputeRequests: requests } = data;
  const running = grants.filter(({ closedAt, endsAt }) => !closedAt && Date.parse(endsAt) > Date.now());
  if (balances.length === 0 && requests.length === 0) {
    return (
      <>
        {header}
        <div className="flex flex-col gap-4">
          <NotYet tenancy={data.myTenancy} />
          <Panel><Beginning canAsk={canAsk} /></Panel>
        </div>
      </>
    );
  }
  return (
    <>
      {header}
      <div className="flex flex-col gap-4">
        <NotYet tenancy={data.myTenancy} />
        <OpenReclaims />
        {balances.length > 0 && (
          <div className={`grid gap-4 ${balances.length > 1 ? 'xl:grid-cols-2' : ''}`}>
            {balances.map((balance) => (
              <Panel key={balance.gpuClass}>
                <ClassBalance
                  balance={balance}
                  why={
                    <Link to="/compute/balances/$organisationId/$gpuClass" params={{ organisationId: balance.organisationId, gpuClass: balance.gpuClass }}>
                      <Trans>Why is my balance this?</Trans>
                    </Link>
                  }
                />
              </Panel>
            ))}
          </div>
        )}
        {balances.length === 0 && (
          <Panel title={t`Your quota`}>
            <p className="max-w-2xl text-muted">
              <Trans>
                The centre has not given your company GPU-hours yet. You can ask all the same: whoever decides sees it and can raise your quota.
              </Trans>
            </p>
          </Panel>
        )}
        {running.length > 0 && <GrantBars grants={running} requests={requests} />}
        <BudgetPanel />
        {requests.length > 0 && <OwnRequests requests={requests} />}
        <LazyUsageChart splits={['pool', 'gpuClass']} />
      </div>
    </>
  );
}

function Beginning({ canAsk }: { canAsk: boolean }) {
  return (
    <EmptyState
      icon={<Cpu />}
      title={<Trans>Your first GPU-hours</Trans>}
      action={canAsk && <ButtonLink to="/compute/requests/new"><Trans>Write a request</Trans></ButtonLink>}
    >
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-left">
        <li><Trans>Say which GPUs you need, how many, from when to when, and what for: about a minute.</Trans></li>
        <li><Trans>An operator sizes the request, and a programme lead decides. You see each step and its reason.</Trans></li>
        <li><Trans>The hours are set aside for you and GPUs are reserved. Accept the terms, add your key, and start.</Trans></li>
        <li><Trans>What you use is charged month by month, after your vouchers and subsidies. Hours that you do not use come back to you.</Trans></li>
      </ol>
    </EmptyState>
  );
}

function Waiting() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-36 rounded-card" />
        <Skeleton className="h-36 rounded-card" />
      </div>
      <Skeleton className="h-48 rounded-card" />
      <Skeleton className="h-64 rounded-card" />
    </div>
  );
}
