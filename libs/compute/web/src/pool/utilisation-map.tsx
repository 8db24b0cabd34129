import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Help, HrefLink, Panel, Skeleton, useFormat, useName } from '@wutong/core-web';
import { UsageSeriesDocument } from '../dashboard/usage-chart.graphql';
import { addDays, dayOf, toHours } from '../gpu-hours';
import type { PoolRow } from './pool-list.page';
import { ShareLegend } from './share-legend';

const DAYS = 30;

/** How much of each pool was used on each of the last 30 days, as a heat map that carries its numbers as a table. */
export function UtilisationMap({ pools }: { pools: readonly PoolRow[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const today = dayOf(Date.now());
  const days = Array.from({ length: DAYS }, (_, index) => addDays(today, index - DAYS));
  const { data } = useQuery(UsageSeriesDocument, {
    variables: { grain: 'day', by: 'pool', from: `${days[0] ?? today}T00:00:00+08:00`, to: `${today}T00:00:00+08:00` },
  });
  if (!data) return <Skeleton className="h-48 rounded-card" />;
  const used = new Map(data.usageSeries.map((point) => [`${point.key} ${dayOf(Date.parse(point.at))}`, toHours(point.gpuMh)]));
  const share = (pool: PoolRow, day: string) => (pool.gpus === 0 ? 0 : (used.get(`${pool.id} ${day}`) ?? 0) / (pool.gpus * 24));
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Utilisation by day</Trans>
          <Help label={t`The rule behind the utilisation`}>
            <Trans>Metered GPU-hours of the day against all GPUs that the pool has now, day and night. 30 whole days, of Shanghai.</Trans>
          </Help>
        </span>
      }
      actions={<ShareLegend />}
    >
      <div aria-hidden className="flex flex-col gap-1">
        {pools.map((pool) => (
          <div key={pool.id} className="flex items-center gap-3">
            <span className="w-24 shrink-0 truncate text-caption sm:w-44"><HrefLink href={`/compute/pools/${pool.id}`} tabIndex={-1}>{nameOf(pool)}</HrefLink></span>
            <span className="flex min-w-0 flex-1 gap-px sm:gap-0.5">
              {days.map((day) => (
                <span key={day} title={`${format.date(day)}: ${format.percent(share(pool, day))}`} className="relative h-5 min-w-0 flex-1 overflow-hidden rounded-xs bg-line/60">
                  <span className="absolute inset-0 bg-primary" style={{ opacity: Math.min(1, share(pool, day)) }} />
                </span>
              ))}
            </span>
          </div>
        ))}
        <div className="flex gap-3 text-caption text-muted">
          <span className="w-24 shrink-0 sm:w-44" />
          <span className="flex flex-1 justify-between"><span>{format.day(days[0] ?? today)}</span><span>{format.day(days.at(-1) ?? today)}</span></span>
        </div>
      </div>
      <div className="sr-only">
        <table>
          <caption>{t`Utilisation by day`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Pool`}</th>
              {days.map((day) => <th key={day} scope="col">{format.day(day)}</th>)}
            </tr>
          </thead>
          <tbody>
            {pools.map((pool) => (
              <tr key={pool.id}>
                <th scope="row">{nameOf(pool)}</th>
                {days.map((day) => <td key={day}>{format.percent(share(pool, day))}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
