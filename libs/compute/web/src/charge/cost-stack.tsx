import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import {
  DataTable, EmptyState, FailureWords, graphql, Help, Panel, Skeleton, StackedBars, toWords, useFormat, useName, type Column,
} from '@wutong/core-web';
import { ChartColumn } from 'lucide-react';
import { useMemo } from 'react';
import { ChartChoice } from '../dashboard/chart-choice';
import { className } from '../gpu-hours';
import { monthBefore, monthName } from './charge-words';
import { CostDetail } from './cost-detail';
import { monthsUntil, partsOf, sayMfen, type CostPart } from './cost-parts';
import { CostStackDocument } from './cost-stack.graphql';

graphql`
  query CostStack($by: CostBy!, $of: CostOf!) {
    costSeries(by: $by, of: $of) { month key nameZh nameEn amountMfen }
  }
`;

const BY = ['pool', 'gpuClass', 'supplier', 'tenant'] as const;
export type By = (typeof BY)[number];
export type Of = 'charge' | 'cost';

/** What is looked at; in the address, so that it can be sent to somebody and “back” leads out. */
interface Shown {
  by?: By | undefined;
  of?: Of | undefined;
  month?: string | undefined;
  part?: string | undefined;
}

/** What use came to by month, stacked; each part opens into what stands behind it. For the centre of all tenants. */
export function CostStack({ isStaff }: { isStaff: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { by, of, month, part, show, hrefOf } = useShown(isStaff);
  const { data, previousData, error, refetch } = useQuery(CostStackDocument, { variables: { by, of } });
  const points = (data ?? (part ? undefined : previousData))?.costSeries;
  const months = useMemo(() => monthsUntil(monthBefore(0)), []);
  const other = t({ message: 'Other', context: 'chart' });
  const parts = points ? partsOf(points, months, (point) => (by === 'gpuClass' ? className(point.key) : nameOf(point)), other) : [];
  const names: Record<By, string> = { pool: t`By pool`, gpuClass: t`By GPU class`, supplier: t`By supplier`, tenant: t`By company` };
  const heads: Record<By, string> = { pool: t`Pool`, gpuClass: t`GPU class`, supplier: t`Supplier`, tenant: t`Company` };
  const opened = parts.find(({ id }) => id === part);
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          {of === 'cost' ? <Trans>What use cost the centre</Trans> : <Trans>What use came to</Trans>}
          <Help label={t`How this is computed`}>
            <Trans>Every hour of use at its price, in the month in which it was used; before vouchers, subsidies, refunds and caps, which stand on the statements.</Trans>
          </Help>
        </span>
      }
      actions={
        <span className="flex flex-wrap gap-2">
          {isStaff && (
            <ChartChoice
              isWide label={t({ message: 'Amount', context: 'money' })} value={of} onChange={(value) => show({ of: value })}
              options={[{ value: 'charge', label: t`Charged to companies` }, { value: 'cost', label: t`Paid to suppliers` }]}
            />
          )}
          <ChartChoice
            label={t`Split`} value={by} onChange={(value) => show({ by: value, part: undefined })}
            options={(isStaff ? BY : BY.slice(0, 2)).map((value) => ({ value, label: names[value] }))}
          />
        </span>
      }
    >
      {error && !points ? (
        <FailureWords words={toWords(error)} retry={() => void refetch()} />
      ) : !points ? (
        <Skeleton className="h-96" />
      ) : parts.length === 0 ? (
        <EmptyState icon={<ChartColumn />} title={<Trans>Nothing was used in these months</Trans>}>
          <Trans>Jobs appear here when the supplier’s accounting records come in, usually within a day.</Trans>
        </EmptyState>
      ) : opened ? (
        <CostDetail by={by} of={of} month={month} part={opened} others={parts} isStaff={isStaff} backHref={hrefOf({ month, part: undefined })} />
      ) : (
        <div className="flex flex-col gap-4">
          <StackedBars
            label={t`Costs by month, in yuan`} x={months.map((one) => monthName(format, one))} height={220} formatValue={(yuan) => format.money(Math.round(yuan * 100), { compact: true })}
            series={parts.map(({ id, label, mfen }) => ({ id, label, values: mfen.map((amount) => Number(amount) / 100_000) }))}
            onSelect={(id, index) => show({ month: months[index], part: id }, false)}
          />
          <MonthTable parts={parts} months={months} month={month} head={heads[by]} onMonth={(value) => show({ month: value })} hrefOf={(id) => hrefOf({ month, part: id })} />
        </div>
      )}
    </Panel>
  );
}

function useShown(isStaff: boolean) {
  const found = useSearch({ strict: false } as never) as Shown & { tab?: string };
  const navigate = useNavigate();
  const by = BY.find((one) => one === found.by && (isStaff || one === 'pool' || one === 'gpuClass')) ?? 'pool';
  const of: Of = isStaff && found.of === 'cost' ? 'cost' : 'charge';
  const month = monthsUntil(monthBefore(0)).find((one) => one === found.month) ?? monthBefore(0);
  return {
    by, of, month, part: found.part,
    /** A change of the view replaces the address; opening a part adds to it, so that the browser’s own “back” closes it. */
    show: (change: Shown, replace = true) =>
      void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never, replace, resetScroll: false }),
    hrefOf: (change: Shown): string => {
      const shown = Object.entries({ ...found, ...change }).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
      return `${isStaff ? '/compute/charges' : '/compute/costs'}?${new URLSearchParams(shown).toString()}`;
    },
  };
}

interface MonthTableProps {
  parts: readonly CostPart[];
  months: readonly string[];
  month: string;
  /** What the parts are. */
  head: string;
  onMonth: (month: string) => void;
  hrefOf: (part: string) => string;
}

/** The parts of one month as figures; each leads to what stands behind it. */
function MonthTable({ parts, months, month, head, onMonth, hrefOf }: MonthTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const at = months.indexOf(month);
  const amountOf = ({ mfen }: CostPart): bigint => mfen[at] ?? 0n;
  const rows = parts.filter((part) => amountOf(part) !== 0n);
  const whole = rows.reduce((sum, part) => sum + amountOf(part), 0n);
  const columns: Column<CostPart>[] = [
    { id: 'part', header: head, cell: (part) => part.label },
    { id: 'share', header: t({ message: 'Share', context: 'costs' }), width: '6rem', align: 'end', from: 'sm', cell: (part) => format.percent(Number(amountOf(part)) / Number(whole)) },
    { id: 'amount', header: t({ message: 'Amount', context: 'money' }), width: '9rem', align: 'end', cell: (part) => sayMfen(format, amountOf(part)) },
  ];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ChartChoice label={t`Month`} value={month} onChange={onMonth} options={months.toReversed().map((value) => ({ value, label: monthName(format, value) }))} />
        <span className="tabular font-semibold"><Trans>{sayMfen(format, whole)} in all</Trans></span>
      </div>
      <DataTable
        label={t`Costs of the month`} columns={columns} rows={rows} rowId={({ id }) => id} rowName={(part) => part.label} rowHref={({ id }) => hrefOf(id)} isCompact
        empty={<EmptyState title={<Trans>Nothing was used in this month</Trans>} />}
      />
    </div>
  );
}
