import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { graphql, NeedsList, Panel, Skeleton, useCan, useFormat, type Need } from '@wutong/core-web';
import { monthName } from '../charge/charge-words';
import { className } from '../gpu-hours';
import { ComputeOperationsDocument, type ComputeOperationsQuery } from './operations-card.graphql';

graphql`
  query ComputeOperations($parked: Boolean!, $bills: [String!]) {
    capacityOutlook { gpuClass shortFrom months { month shortGpus } }
    planningCycles(first: 5) { nodes { id state actions { event } } }
    computeReclaimCounts { state count }
    reconciliations(first: 20, states: $bills) { nodes { id state } }
    chargeCorrections(first: 20, isOpen: true) { nodes { id actions { event } } }
    parkedUsage @include(if: $parked) { cluster account because }
  }
`;

const BILLS = ['open', 'correction_due', 'rejected'];

/** What running the compute asks of the viewer beside requests: plans, idle hours, bills, corrections, unknown usage, and what runs short. */
export function OperationsCard() {
  const { t } = useLingui();
  const resolves = useCan('usage.resolve');
  const { data } = useQuery(ComputeOperationsDocument, { variables: { parked: resolves, bills: BILLS }, fetchPolicy: 'cache-and-network' });
  return (
    <Panel title={t`Compute operations`} isFlush>
      {data ? <Needs data={data} /> : <Skeleton className="m-4 h-24" />}
    </Panel>
  );
}

type Case = { id: string; actions: readonly { event: string }[] };

function Needs({ data }: { data: ComputeOperationsQuery }) {
  const [reviews, decides, checks] = [useCan('compute-request.review'), useCan('compute-request.decide'), useCan('reconciliation.decide')];
  const can = (cases: readonly Case[], event: string) => cases.filter(({ actions }) => actions.some((action) => action.event === event));
  const reclaims = (state: string) => data.computeReclaimCounts.find((one) => one.state === state)?.count ?? 0;
  const [toDecide, toPublish] = [can(data.planningCycles.nodes, 'apply'), can(data.planningCycles.nodes, 'publish')];
  const bills = checks ? data.reconciliations.nodes.length : 0;
  const corrections = can(data.chargeCorrections.nodes, 'approve').length;
  const unknown = data.parkedUsage?.length ?? 0;
  const cycle = (cases: readonly Case[]) => (cases.length === 1 ? `/compute/planning/${cases[0]?.id}` : '/compute/planning');
  return (
    <NeedsList
      needs={[
        ...shortages(data.capacityOutlook),
        { id: 'plan', label: <Plural value={toDecide.length} one="plan waits for your decision" other="plans wait for your decision" />, count: toDecide.length, to: cycle(toDecide) },
        { id: 'report', label: <Plural value={toPublish.length} one="fairness report is to be published" other="fairness reports are to be published" />, count: toPublish.length, to: cycle(toPublish) },
        {
          id: 'answered', label: <Plural value={reclaims('answered')} one="answer on idle hours is to be looked at" other="answers on idle hours are to be looked at" />,
          count: reviews ? reclaims('answered') : 0, to: '/compute/reclaims?state=answered',
        },
        {
          id: 'recommended', label: <Plural value={reclaims('recommended')} one="decision on idle hours is due" other="decisions on idle hours are due" />,
          count: decides ? reclaims('recommended') : 0, to: '/compute/reclaims?state=recommended',
        },
        { id: 'bills', label: <Plural value={bills} one="supplier’s bill is to be checked or settled" other="suppliers’ bills are to be checked or settled" />, count: bills, to: `/compute/bills?state=${BILLS.join(',')}` },
        { id: 'corrections', label: <Plural value={corrections} one="correction waits for your decision" other="corrections wait for your decision" />, count: corrections, to: '/compute/charges?tab=corrections' },
        {
          id: 'unknown', label: <Plural value={unknown} one="account in the records of jobs is unknown" other="accounts in the records of jobs are unknown" />, count: unknown,
          to: '/compute/usage?tab=unknown', tone: 'warn',
        },
      ]}
    />
  );
}

/** A line for each GPU class that runs short in the months ahead, with the GPUs that are missing at first. */
function shortages(outlook: ComputeOperationsQuery['capacityOutlook']): Need[] {
  return outlook.flatMap(({ gpuClass, shortFrom, months }) => {
    const first = months.find(({ month }) => month === shortFrom);
    return first ? [{ id: `short-${gpuClass}`, label: <Short gpuClass={gpuClass} month={first.month} />, count: first.shortGpus, to: '/compute/pools', tone: 'warn' as const }] : [];
  });
}

function Short({ gpuClass, month }: { gpuClass: string; month: string }) {
  const format = useFormat();
  return <Trans>{className(gpuClass)} GPUs are missing from {monthName(format, month)} on</Trans>;
}
