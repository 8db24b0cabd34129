import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { graphql, lazyPart, PageHeader, Skeleton, Tabs, useTab, type TabItem } from '@wutong/core-web';
import { WaitingCorrectionsDocument } from './charges.page.graphql';
import { NextMonth } from './next-month';
import { StatementList } from './statement-list';

const waitingTab = <Skeleton className="h-96 rounded-card" />;
const CorrectionTab = lazyPart(() => import('../correction/correction-tab').then((all) => all.CorrectionTab), waitingTab);
const CostStack = lazyPart(() => import('./cost-stack').then((all) => all.CostStack), waitingTab);
const FundingTab = lazyPart(() => import('../funding/funding-tab').then((all) => all.FundingTab), waitingTab);
const CapTab = lazyPart(() => import('./cap-tab').then((all) => all.CapTab), waitingTab);

graphql`
  query WaitingCorrections { chargeCorrections(first: 100, isOpen: true) { nodes { id } } }
`;

/** Charges of all tenants: the month to close next, statements, what funds them, corrections and caps. */
export function Page() {
  const { t } = useLingui();
  const waiting = useQuery(WaitingCorrectionsDocument).data?.chargeCorrections.nodes.length;
  const items: TabItem[] = [
    { id: 'month', label: t`Next month to close`, content: <NextMonth /> },
    { id: 'statements', label: t({ message: 'Statements', context: 'charge' }), content: <StatementList withCompany /> },
    { id: 'stack', label: t`Cost analysis`, content: <CostStack isStaff /> },
    { id: 'corrections', label: t({ message: 'Corrections', context: 'charge' }), count: waiting || undefined, content: <CorrectionTab /> },
    { id: 'funding', label: t({ message: 'Funding', context: 'charge' }), content: <FundingTab /> },
    { id: 'caps', label: t`Monthly caps`, content: <CapTab /> },
  ];
  const [tab, setTab] = useTab(items.map(({ id }) => id));
  return (
    <>
      <PageHeader title={t`Charges`} lead={t`One person of finance proposes a month, another closes it. A closed month never changes.`} />
      <Tabs label={t`Parts of charging`} items={items} selected={tab} onSelect={setTab} />
    </>
  );
}
