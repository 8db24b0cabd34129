import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import { Button, FailureWords, Figure, Figures, graphql, PageHeader, Panel, Skeleton, Tag, toWords, useFormat, useName } from '@wutong/core-web';
import { PlanningReportDocument } from './planning-report.page.graphql';
import { OutcomeTable } from './outcome-table';

graphql`
  query PlanningReport($id: ID!) {
    planningCycle(id: $id) {
      id code firstMonth lastMonth
      outcomes {
        requestId organisationId nameZh nameEn number gpuClass askedMh grantedMh firstComeMh levelMh costFen marginalFen reasonKind reasonText
        planned { month mh fen pool { id code } }
        gpusOverTime { gpus startsAt endsAt pool { id code } }
      }
    }
    planningReport(cycleId: $id) {
      publishedByName publishedAt inputsHash planHash
      figures { askedMh grantedMh capacityMh costFen jainOfShares jainOfDemandMet belowSlice envy }
      firstCome { askedMh grantedMh capacityMh costFen jainOfShares jainOfDemandMet belowSlice envy }
      tenants { alias nameZh nameEn isOwn weight askedMh grantedMh entitlementMh borrowedMh lentMh firstComeMh isIncentiveKept }
    }
  }
`;

/** The fairness report of a cycle as published: the same figures for everybody, companies as numbers. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(PlanningReportDocument, { variables: { id } });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 rounded-card" />;
  const { planningCycle: cycle, planningReport: report } = data;
  const hasWeights = report.tenants.some(({ weight }) => typeof weight === 'number');
  const { figures, firstCome } = report;
  const hours = (mh: number) => format.number(Math.round(mh / 1000));
  // Only a company reads its own lines here; staff have the cycle's page for them.
  const own = report.tenants.some(({ isOwn }) => isOwn) ? cycle.outcomes : [];
  const months = cycle.firstMonth === cycle.lastMonth ? format.month(cycle.firstMonth) : `${format.month(cycle.firstMonth)} – ${format.month(cycle.lastMonth)}`;
  return (
    <>
      <PageHeader
        title={t`Fairness report ${cycle.code}`}
        crumbs={[{ label: t({ message: 'Planning', context: 'navigation' }), href: '/compute/planning' }, { label: cycle.code }]}
        lead={t`How the free GPU-hours of ${months} were shared among all companies that asked. Published by ${report.publishedByName}, ${format.date(report.publishedAt)}.`}
        actions={<Button onPress={() => window.print()}><Trans>Print</Trans></Button>}
      />
      <div className="flex flex-col gap-4">
        <Figures>
          <Figure label={t({ message: 'Granted', context: 'plan' })} value={hours(figures.grantedMh)} unit={t`normalised hours`} note={t`asked ${hours(figures.askedMh)}, free ${hours(figures.capacityMh)}`} />
          <Figure label={t`Below their slice`} value={format.number(figures.belowSlice)} unit={<Plural value={figures.belowSlice} one="company" other="companies" />} note={t`first come: ${format.number(firstCome.belowSlice)}`} />
          <Figure label={t`Jain index`} value={format.number(figures.jainOfShares, 3)} note={t`first come: ${format.number(firstCome.jainOfShares, 3)}`} />
          <Figure label={t`Envious pairs`} value={format.number(figures.envy)} note={t`first come: ${format.number(firstCome.envy)}`} />
        </Figures>
        {own.length > 0 && <OutcomeTable outcomes={own} />}
        <Panel title={t`All companies`} isFlush>
          <div className="overflow-x-auto">
            <table className="w-full border-collapse text-table">
              <thead>
                <tr className="h-9 border-b border-line text-caption text-muted">
                  <th scope="col" className="px-4 text-left font-medium"><Trans>Company</Trans></th>
                  {hasWeights && <th scope="col" className="px-3 text-right font-medium max-sm:hidden"><Trans>Weight</Trans></th>}
                  <th scope="col" className="px-3 text-right font-medium"><Trans context="plan">Asked</Trans></th>
                  <th scope="col" className="px-3 text-right font-medium"><Trans context="plan">Slice</Trans></th>
                  <th scope="col" className="px-3 text-right font-medium"><Trans context="plan">Granted</Trans></th>
                  <th scope="col" className="px-3 text-right font-medium max-sm:hidden"><Trans>Borrowed</Trans></th>
                  <th scope="col" className="px-4 text-right font-medium"><Trans>First come would give</Trans></th>
                </tr>
              </thead>
              <tbody>
                {report.tenants.map((one) => (
                  <tr key={one.alias} className={`h-9 border-b border-line last:border-b-0 ${one.isOwn ? 'bg-primary-soft' : ''}`}>
                    <th scope="row" className="px-4 py-1 text-left font-normal">
                      {one.nameEn !== null && one.nameZh !== null && one.nameEn !== undefined && one.nameZh !== undefined
                        ? nameOf({ nameZh: one.nameZh, nameEn: one.nameEn })
                        : t`Company ${one.alias}`}{' '}
                      {one.isOwn && <Tag tone="primary"><Trans>You</Trans></Tag>} {!one.isIncentiveKept && <Tag tone="bad"><Trans>below</Trans></Tag>}
                    </th>
                    {hasWeights && <td className="tabular px-3 text-right max-sm:hidden">{typeof one.weight === 'number' ? format.number(one.weight / 1000, 2) : '–'}</td>}
                    <td className="tabular px-3 text-right">{hours(one.askedMh)}</td>
                    <td className="tabular px-3 text-right">{hours(one.entitlementMh)}</td>
                    <td className="tabular px-3 text-right font-medium">{hours(one.grantedMh)}</td>
                    <td className="tabular px-3 text-right max-sm:hidden">{hours(one.borrowedMh)}</td>
                    <td className="tabular px-4 text-right text-muted">{hours(one.firstComeMh)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
        <Panel title={t`How to read this`}>
          <p className="max-w-3xl text-muted">
            <Trans>
              Hours are GPU-hours times what an hour of the class is worth beside the reference class. A slice is what a company could do
              alone with its part, by weight, of every pool that it may use; what one leaves of its slice, others may borrow. A pair is
              envious when one lacks hours and has less, by weight, than another who can use nothing that it cannot. Jain’s index is 1 when all get the same by weight, and nears 0 when one of many gets all.
            </Trans>
          </p>
          <p className="pt-2 font-mono text-caption break-all text-muted"><Trans>inputs</Trans> {report.inputsHash}<br /><Trans context="planning">plan</Trans> {report.planHash}</p>
        </Panel>
      </div>
    </>
  );
}
