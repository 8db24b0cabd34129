import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  EmptyState, Figure, Figures, graphql, Help, HrefLink, lazyPart, PageHeader, Panel, Skeleton, StackedBars, Time, useFormat,
} from '@wutong/core-web';
import { ChartColumn } from 'lucide-react';
import { FundingTable } from '../funding/funding-table';
import { className } from '../gpu-hours';
import { CostsDocument, type CostsQuery } from './costs.page.graphql';
import { monthBefore, monthName } from './charge-words';
import { HowCharged } from './how-charged';
import { StatementList } from './statement-list';

const CostStack = lazyPart(() => import('./cost-stack').then((all) => all.CostStack), <Skeleton className="h-96 rounded-card" />);

graphql`
  query Costs {
    chargeSeries { month gpuClass chargedFen fundedFen }
    chargeForecast { soFarFen expectedFen lowFen highFen }
    payableEntries(first: 12) { nodes { id at memo posted postedAfter causeType causeId } }
    fundingLeftFen
  }
`;

/** What computing power costs the company, what pays it, and what is owed. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const { data } = useQuery(CostsDocument);
  const owed = data && -BigInt(data.payableEntries.nodes[0]?.postedAfter ?? '0');
  const charged = data?.chargeSeries.reduce((sum, { chargedFen }) => sum + BigInt(chargedFen), 0n);
  const money = (fen: bigint | undefined) => (fen === undefined ? <Skeleton className="h-7 w-32" /> : format.money(String(fen)));
  return (
    <>
      <PageHeader title={t`Costs`} lead={t`What computing power has cost, what vouchers and subsidies paid of it, and what is due.`} />
      <div className="flex flex-col gap-4">
        <Figures>
          <Figure label={t`Expected for this month`} value={money(data && BigInt(data.chargeForecast.expectedFen))} help={<HowForecast />} note={data && <Forecast {...data.chargeForecast} />} />
          <Figure label={t`Owed by all statements`} value={money(owed)} help={<HowCharged />} />
          <Figure label={t`Left of funding`} value={money(data && BigInt(data.fundingLeftFen))} />
          <Figure label={t`Charged in 12 months`} value={money(charged)} />
        </Figures>
        <CostChart points={data?.chargeSeries} />
        <CostStack isStaff={false} />
        <StatementList />
        <FundingTable />
        {data && <Entries entries={data.payableEntries.nodes} />}
      </div>
    </>
  );
}

function Forecast({ soFarFen, lowFen, highFen }: CostsQuery['chargeForecast']) {
  const format = useFormat();
  return <Trans>{format.money(soFarFen)} so far; most likely {format.money(lowFen)} to {format.money(highFen)}</Trans>;
}

function HowForecast() {
  const { t } = useLingui();
  return (
    <Help label={t`How this is computed`}>
      <Trans>
        What was used so far at the price of each hour, and the days that are left at the pace of the last 14 whole days. The real sum lies in
        the band four times in five. Vouchers, subsidies and caps come off when the month is closed.
      </Trans>
    </Help>
  );
}

/** What each closed month came to, by GPU class, and in its last part what funding paid of it. */
function CostChart({ points }: { points: CostsQuery['chargeSeries'] | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  if (!points) return <Skeleton className="h-64 rounded-card" />;
  const months = Array.from({ length: 12 }, (_, nth) => monthBefore(12 - nth));
  const classes = [...new Set(points.map(({ gpuClass }) => gpuClass ?? ''))];
  const value = (month: string, gpuClass: string, of: 'chargedFen' | 'fundedFen') =>
    points.filter((point) => point.month === month && (point.gpuClass ?? '') === gpuClass).reduce((sum, point) => sum + Number(point[of]) / 100, 0);
  const due = classes.map((code) => ({
    id: code, label: code ? t`${className(code)}, due` : t({ message: 'Other', context: 'chart' }),
    values: months.map((month) => Math.max(0, value(month, code, 'chargedFen') - value(month, code, 'fundedFen'))),
  }));
  const funded = {
    id: 'funded', label: t`Paid by funding`,
    values: months.map((month) => Math.max(0, classes.reduce((sum, code) => sum + value(month, code, 'fundedFen'), 0))),
  };
  return (
    <Panel title={t`Costs by month`}>
      {points.length === 0 ? (
        <EmptyState icon={<ChartColumn />} title={<Trans>Nothing was charged yet</Trans>}>
          <Trans>The first bar stands here when the centre has closed the first month in which your jobs ran.</Trans>
        </EmptyState>
      ) : (
        <StackedBars
          label={t`Costs by month, in yuan`} x={months.map((month) => monthName(format, month))} series={[...due, funded]} height={220}
          formatValue={(yuan) => format.money(Math.round(yuan * 100), { compact: true })}
        />
      )}
    </Panel>
  );
}

function Entries({ entries }: { entries: CostsQuery['payableEntries']['nodes'] }) {
  const { t } = useLingui();
  const format = useFormat();
  if (entries.length === 0) return null;
  return (
    <Panel title={t`Why do we owe this?`} isFlush>
      <ul className="divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.id} className="flex items-baseline justify-between gap-4 px-4 py-2.5">
            <span className="min-w-0">
              {entry.causeType === 'charge_statement'
                ? <HrefLink href={`/compute/statements/${entry.causeId}`}>{entry.memo ?? entry.causeType}</HrefLink>
                : (entry.memo ?? entry.causeType)}
              <span className="block text-caption text-muted"><Time value={entry.at} /></span>
            </span>
            <span className="tabular shrink-0 text-right">
              {format.money(String(-BigInt(entry.posted)))}
              <span className="block text-caption text-muted"><Trans>{format.money(String(-BigInt(entry.postedAfter)))} owed then</Trans></span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
