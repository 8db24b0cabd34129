import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { FailureWords, graphql, Help, Panel, Skeleton, StackedBars, Tag, toWords, useFormat } from '@wutong/core-web';
import { useState } from 'react';
import { monthName } from '../charge/charge-words';
import { ChartChoice } from '../dashboard/chart-choice';
import { className } from '../gpu-hours';
import { CapacityOutlookDocument, type CapacityOutlookQuery } from './outlook-panel.graphql';

graphql`
  query CapacityOutlook {
    capacityOutlook {
      gpuClass shortFrom
      months { month capacity promised waiting expected expectedLow expectedHigh shortGpus }
    }
  }
`;

type Outlook = CapacityOutlookQuery['capacityOutlook'][number];

/** Whether GPUs will do for the next six months: the classes that run short first, and one class as a chart. */
export function OutlookPanel() {
  const { t } = useLingui();
  const [chosen, choose] = useState<string>();
  const { data, error, refetch } = useQuery(CapacityOutlookDocument, { fetchPolicy: 'cache-and-network' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 rounded-card" />;
  const all = data.capacityOutlook.filter(({ months }) => months.some(({ capacity, promised, waiting }) => capacity + promised + waiting > 0))
    .sort((a, b) => (a.shortFrom ?? '9').localeCompare(b.shortFrom ?? '9'));
  const shown = all.find(({ gpuClass }) => gpuClass === chosen) ?? all[0];
  if (!shown) return null;
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Demand and capacity ahead</Trans>
          <Help label={t`The rule behind the forecast`}>
            <Trans>
              GPUs, averaged over each month. Capacity is what contracts give, less what is kept back and maintenance. Waiting are requests,
              changes and renewals that are undecided or on the waiting list. Expected is what goes beyond both when the trend of the GPU-hours
              granted in the last six months goes on, 15% weaker each month; the stroke is the range for 4 of 5 months.
            </Trans>
          </Help>
        </span>
      }
      actions={
        all.length > 1 && (
          <ChartChoice
            label={t`GPU class`} value={shown.gpuClass} onChange={choose}
            options={all.map(({ gpuClass }) => ({ value: gpuClass, label: className(gpuClass) }))}
          />
        )
      }
    >
      <ul className="mb-4 flex flex-col gap-1.5">
        {all.map((outlook) => <li key={outlook.gpuClass}><Verdict outlook={outlook} /></li>)}
      </ul>
      <OutlookChart outlook={shown} />
    </Panel>
  );
}

function Verdict({ outlook: { gpuClass, months, shortFrom } }: { outlook: Outlook }) {
  const format = useFormat();
  const name = className(gpuClass);
  const last = months.at(-1);
  const first = months.find(({ month }) => month === shortFrom);
  if (!first) {
    return (
      <span className="flex flex-wrap items-baseline gap-x-2">
        <Tag tone="ok"><Trans>Enough</Trans></Tag>
        {last && <Trans>{name}: enough GPUs until {monthName(format, last.month)}</Trans>}
      </span>
    );
  }
  const { shortGpus } = first;
  const from = monthName(format, first.month);
  const most = Math.max(...months.map((month) => month.shortGpus));
  const isCertain = first.promised + first.waiting > first.capacity + 0.5;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Tag tone={isCertain ? 'bad' : 'warn'}><Trans context="GPUs">Short</Trans></Tag>
      <span className="font-medium"><Trans>{name} short by {format.number(shortGpus)} GPUs from {from}</Trans></span>
      <span className="text-muted">
        {most > shortGpus && <><Trans>up to {format.number(most)} later</Trans> · </>}
        {isCertain ? <Trans>with what is promised and waits alone</Trans> : <Trans>if demand goes on as it has</Trans>}
      </span>
    </span>
  );
}

function OutlookChart({ outlook: { gpuClass, months } }: { outlook: Outlook }) {
  const { t } = useLingui();
  const format = useFormat();
  const name = className(gpuClass);
  const known = (month: Outlook['months'][number]) => month.promised + month.waiting;
  return (
    <StackedBars
      label={t`${name}: demand and capacity by month, in GPUs`}
      x={months.map(({ month }) => monthName(format, month))}
      series={[
        { id: 'promised', label: t({ message: 'Promised', context: 'GPUs' }), values: months.map(({ promised }) => promised) },
        { id: 'waiting', label: t({ message: 'Waiting', context: 'GPUs' }), values: months.map(({ waiting }) => waiting) },
        { id: 'expected', label: t({ message: 'Expected', context: 'GPUs' }), values: months.map(({ expected }) => expected) },
      ]}
      limit={{ label: t({ message: 'Capacity', context: 'GPUs' }), values: months.map(({ capacity }) => capacity) }}
      range={{
        lowLabel: t`Demand at least`, highLabel: t`Demand at most`,
        values: months.map((month) => ({ low: known(month) + month.expectedLow, high: known(month) + month.expectedHigh })),
      }}
      height={240}
      formatValue={(value) => format.number(Math.round(value))}
    />
  );
}
