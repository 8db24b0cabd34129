import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  Button, CasePage, CaseTimeline, CaseWaiting, EmptyState, Figure, Figures, HrefLink, Notice, Panel, Switch, Tag, Time, toast, useCan, useCommand, useFormat,
  useName, type TabItem,
} from '@wutong/core-web';
import { CircleCheck, Download } from 'lucide-react';
import { useState } from 'react';
import { monthName } from '../charge/charge-words';
import { fenOf, useBillWords } from './bill-words';
import { ComparisonTable } from './comparison-table';
import { EvidenceDrawer } from './evidence-drawer';
import { MatchDialog } from './match-dialog';
import { RecomputeReconciliationDocument, ReconciliationPageDocument } from './reconciliation.query.graphql';
import type { ComparisonLine, ReconciliationCase } from './reconciliation.query';
import { ReconciliationMoves } from './reconciliation-moves';

/** A supplier's month: what was metered, billed and charged, and what became of the differences. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(ReconciliationPageDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  if (!data) return <CaseWaiting error={error} refetch={refetch} />;
  return <View reconciliation={data.reconciliation} />;
}

function View({ reconciliation }: { reconciliation: ReconciliationCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useBillWords();
  const isStaff = reconciliation.chargedUfen != null;
  const { month, state, supplier, bills, timeline } = reconciliation;
  const period = monthName(format, month.slice(0, 7));
  const title = isStaff ? t`${nameOf(supplier)}, ${period}` : t`Bills of ${period}`;
  const tabs: TabItem[] = [
    { id: 'lines', label: t`Comparison`, content: <Comparison reconciliation={reconciliation} /> },
    { id: 'bills', label: t`Bills`, count: bills.length, content: <Bills bills={bills} /> },
    {
      id: 'timeline', label: t`Timeline`, count: timeline.length,
      content: <CaseTimeline events={timeline} words={words.event} />,
    },
  ];
  return (
    <CasePage
      title={title} crumbs={[{ label: isStaff ? t`Suppliers’ bills` : t`Our bills`, href: '/compute/bills' }, { label: period }]}
      status={<Tag tone={words.state(state).tone}>{words.state(state).label}</Tag>}
      actions={
        <>
          {reconciliation.disputedAt && reconciliation.differences > 0 && <DisputeFiles id={reconciliation.id} />}
          <ReconciliationMoves reconciliation={reconciliation} />
        </>
      }
      notice={<><WhatNow reconciliation={reconciliation} isStaff={isStaff} /><Sides reconciliation={reconciliation} /></>}
      tabs={tabs}
    />
  );
}

/** The letter of dispute, and it with the disputed lines, in the language of the page. */
function DisputeFiles({ id }: { id: string }) {
  const { locale } = useFormat();
  const look = 'inline-flex h-8 items-center gap-1.5 rounded-control border border-line bg-surface px-3 font-medium hover:bg-hover';
  const address = (file: string) => `/v1/reconciliations/${id}/${file}?language=${locale}`;
  return (
    <>
      <HrefLink href={address('letter.pdf')} className={look} download><Download aria-hidden className="size-4" /><Trans>Letter (PDF)</Trans></HrefLink>
      <HrefLink href={address('dispute.zip')} className={look} download><Download aria-hidden className="size-4" /><Trans>Dispute file</Trans></HrefLink>
    </>
  );
}

/** What is asked of whom, in a sentence; with the reason that was given. */
function WhatNow({ reconciliation: { state, differences, unmatched, timeline, answerDueAt }, isStaff }: { reconciliation: ReconciliationCase; isStaff: boolean }) {
  const format = useFormat();
  const due = format.date(answerDueAt ?? 0);
  const said = (event: string) => timeline.findLast((one) => one.event === event)?.reason;
  switch (state) {
    case 'open':
      if (!isStaff) return <Notice tone="info"><Trans>The centre compares your bill with what was metered. You hear of the outcome here.</Trans></Notice>;
      if (unmatched > 0) {
        return (
          <Notice tone="warn" title={<Plural value={unmatched} one="# thing on the bill is not known" other="# things on the bill are not known" />}>
            <Trans>Say once which pool each is; the bill is compared anew at once.</Trans>
          </Notice>
        );
      }
      return differences === 0
        ? <Notice tone="ok"><Trans>Bill and meter agree within the tolerance. Confirm to close the month.</Trans></Notice>
        : <Notice tone="warn"><Trans>Look at the differences, then dispute them; the supplier gets the lines with our evidence.</Trans></Notice>;
    case 'disputed':
      return isStaff
        ? <Notice tone="info"><Trans>The supplier has been told and answers here by {due}.</Trans></Notice>
        : (
          <Notice tone="warn" title={<Trans>The centre disputes this month</Trans>}>
            <p>{said('dispute')}</p>
            <p><Trans>Please answer by {due}.</Trans></p>
          </Notice>
        );
    case 'rejected':
      return <Notice tone="warn" title={<Trans>The supplier does not agree</Trans>}>{said('reject')}</Notice>;
    case 'correction_due':
      return isStaff
        ? <Notice tone="info"><Trans>The supplier agrees: a corrected bill or a credit note is to come.</Trans></Notice>
        : <Notice tone="warn"><Trans>Send the corrected bill under the same number and say that it corrects; or a credit note as a bill of its own.</Trans></Notice>;
    default:
      return null;
  }
}

/** The three sides of the month. */
function Sides({ reconciliation }: { reconciliation: ReconciliationCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const { meteredMh, meteredUfen, billedMh, billedUfen, chargedUfen, differenceUfen, differences, toleranceFen, toleranceBasisPoints } = reconciliation;
  const money = (ufen: string) => format.money(fenOf(ufen));
  const tolerance = t`differences count from ${format.money(toleranceFen)} or ${format.percent(toleranceBasisPoints / 10_000, 2)} on`;
  return (
    <Figures>
      <Figure label={t`Metered, at contract price`} value={money(meteredUfen)} note={t`${format.gpuHours(meteredMh)} GPU-hours`} />
      <Figure label={t`Billed, with tax`} value={money(billedUfen)} note={t`${format.gpuHours(billedMh)} GPU-hours`} />
      {chargedUfen != null && <Figure label={t`Charged to tenants`} value={money(chargedUfen)} note={margin(chargedUfen, billedUfen, t`above the bill`, t`below the bill`, format.money)} />}
      <Figure
        label={t`To settle`} value={money(differenceUfen)}
        note={differences === 0 ? tolerance : <><Plural value={differences} one="# line" other="# lines" />; {tolerance}</>}
      />
    </Figures>
  );
}

function margin(charged: string, billed: string, above: string, below: string, money: (fen: bigint) => string): string {
  const fen = fenOf(String(BigInt(charged) - BigInt(billed)));
  return fen < 0n ? `${money(-fen)} ${below}` : `${money(fen)} ${above}`;
}

function Comparison({ reconciliation }: { reconciliation: ReconciliationCase }) {
  const { t } = useLingui();
  const canDecide = useCan('reconciliation.decide');
  const [isAll, showAll] = useState(reconciliation.differences === 0);
  const [looked, look] = useState<ComparisonLine | null>(null);
  const [matched, match] = useState<ComparisonLine | null>(null);
  const recompute = useCommand(RecomputeReconciliationDocument, { refetch: ['ReconciliationPage'] });
  const isOpen = reconciliation.state === 'open';
  const lines = reconciliation.lines.filter(({ isWithin }) => isAll || !isWithin);
  const again = async () => {
    await recompute.run({ id: reconciliation.id });
    toast.done(t`Compared anew`);
  };
  return (
    <Panel
      title={isAll ? t`All lines` : t`Differences`} isFlush
      actions={
        <>
          <Switch isSelected={isAll} onChange={showAll}><Trans>Those that agree, too</Trans></Switch>
          {canDecide && isOpen && <Button size="sm" isPending={recompute.isBusy} onPress={() => void again()}><Trans>Compare anew</Trans></Button>}
        </>
      }
    >
      {lines.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title={<Trans>Everything agrees</Trans>}>
          <Trans>No line of the bill is further from the meter than the tolerance.</Trans>
        </EmptyState>
      ) : (
        <ComparisonTable reconciliation={reconciliation} lines={lines} onOpen={look} onMatch={canDecide && isOpen ? match : undefined} />
      )}
      <p className="border-t border-line px-4 py-2 text-caption text-muted"><Trans>As of <Time value={reconciliation.computedAt} /></Trans></p>
      {looked && (
        <EvidenceDrawer
          id={reconciliation.id} line={looked} onClose={() => look(null)}
          title={[reconciliation.pools.find(({ id }) => id === looked.poolId)?.code ?? looked.matchKey, looked.firstDay].filter(Boolean).join(' · ') || t`Behind this line`}
        />
      )}
      {matched && <MatchDialog reconciliation={reconciliation} line={matched} onClose={() => match(null)} />}
    </Panel>
  );
}

function Bills({ bills }: { bills: ReconciliationCase['bills'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const replaced = new Set(bills.map(({ replaces }) => replaces));
  return (
    <Panel title={t`Bills of the month`} isFlush>
      <ul className="divide-y divide-line">
        {bills.map((bill) => (
          <li key={bill.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-2">
                <span className="tabular font-medium">{bill.invoice}</span>
                {bill.revision > 1 && <Tag tone="info">{t`Correction ${bill.revision - 1}`}</Tag>}
                {replaced.has(bill.id) && <Tag>{t({ message: 'Replaced', context: 'bill' })}</Tag>}
              </span>
              <span className="block text-caption text-muted">
                <a className="underline" href={`/files/${bill.fileId}/${encodeURIComponent(bill.fileName)}?download`}>{bill.fileName}</a>
                {' · '}<Plural value={bill.lines} one="# line" other="# lines" /> · {bill.importedByName} · <Time value={bill.importedAt} />
              </span>
            </span>
            <span className="tabular font-medium">{format.money(fenOf(bill.totalUfen))}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
