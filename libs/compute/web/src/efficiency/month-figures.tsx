import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { FailureWords, Figure, Figures, graphql, Help, Skeleton, toWords, useFormat } from '@wutong/core-web';
import { dayOf, toHours } from '../gpu-hours';
import { GpuEfficiencyDocument, type GpuEfficiencyQuery } from './month-figures.graphql';

graphql`
  query GpuEfficiency($from: DateTime!, $to: DateTime!) {
    gpuEfficiency(from: $from, to: $to) {
      organisationId organisationNameZh organisationNameEn poolId poolNameZh poolNameEn gpuClass heldMh readMh busyMh idleMh idleFen
    }
    wastePolicy { version rules { idlePercent } }
  }
`;

export type EfficiencyRow = GpuEfficiencyQuery['gpuEfficiency'][number];

/** Held, used and idle GPU time of this month, of Shanghai. */
export function useMonth() {
  const today = dayOf(Date.now());
  return useQuery(GpuEfficiencyDocument, {
    variables: { from: `${today.slice(0, 7)}-01T00:00:00+08:00`, to: `${today}T00:00:00+08:00` },
  });
}

export function utilisationOf({ readMh, busyMh }: Pick<EfficiencyRow, 'readMh' | 'busyMh'>): number | null {
  return BigInt(readMh) > 0n ? Number(busyMh) / Number(readMh) : null;
}

/** What was held this month, how well it was used, and what lay idle, in hours and money. */
export function MonthFigures({ month: { data, error, refetch } }: { month: ReturnType<typeof useMonth> }) {
  const { t } = useLingui();
  const format = useFormat();
  if (!data) return error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Skeleton className="h-24 rounded-card" />;
  const rows = data.gpuEfficiency;
  const sum = (of: (row: EfficiencyRow) => string): bigint => rows.reduce((total, row) => total + BigInt(of(row)), 0n);
  const [held, read, busy, idle] = [sum((row) => row.heldMh), sum((row) => row.readMh), sum((row) => row.busyMh), sum((row) => row.idleMh)];
  const used = utilisationOf({ readMh: String(read), busyMh: String(busy) });
  const { idlePercent } = data.wastePolicy.rules;
  const hours = (mh: bigint) => format.number(toHours(mh), 0);
  return (
    <Figures>
      <Figure label={t`Held this month`} value={hours(held)} unit={t({ message: 'GPU-hours', context: 'unit' })} />
      <Figure
        label={t`Utilisation`}
        value={used === null ? '–' : format.percent(used)}
        help={<Help label={t`How utilisation is measured`}><Trans>The mean of every five minutes of every GPU, as the supplier’s DCGM tells it. Time that was not read does not count.</Trans></Help>}
      />
      <Figure
        label={t`Idle this month`}
        value={hours(idle)}
        unit={t({ message: 'GPU-hours', context: 'unit' })}
        help={<Help label={t`What counts as idle`}><Trans>Five minutes in which a GPU was held and its mean utilisation was below {idlePercent}%.</Trans></Help>}
        note={read > 0n ? t`${format.percent(Number(idle) / Number(read))} of what was measured` : undefined}
      />
      <Figure label={t`What the idle hours cost`} value={format.money(sum((row) => row.idleFen))} note={t`at the price of each day`} />
    </Figures>
  );
}
