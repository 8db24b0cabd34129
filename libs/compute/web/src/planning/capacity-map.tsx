import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, HrefLink, Panel, useFormat, useName } from '@wutong/core-web';
import { Server } from 'lucide-react';
import { className } from '../gpu-hours';
import type { Cycle, Proposal } from './planning-cycle.query';

/** How full the plan makes each pool in each month, and at which price: a table whose cells are the heat map. */
export function CapacityMap({ cells, pools }: { cells: Proposal['cells']; pools: Cycle['pools'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const months = [...new Set(cells.map(({ month }) => month))].sort();
  const rows = pools.filter(({ id }) => cells.some(({ poolId }) => poolId === id));
  const hours = (mh: number) => format.number(Math.round(mh / 1000));
  return (
    <Panel
      title={t`Free GPU-hours and what the plan gives of them`} isFlush
      actions={<span className="text-caption text-muted"><Trans>given / free, in GPU-hours</Trans></span>}
    >
      {rows.length === 0 ? (
        <EmptyState icon={<Server />} title={<Trans>No pool has free GPUs</Trans>}>
          <Trans>Everything is reserved, in maintenance or kept back in these months.</Trans>
        </EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse text-table">
            <thead>
              <tr className="h-9 border-b border-line text-caption text-muted">
                <th scope="col" className="px-4 text-left font-medium"><Trans>Pool</Trans></th>
                {months.map((month) => <th key={month} scope="col" className="px-3 text-right font-medium">{format.month(month)}</th>)}
              </tr>
            </thead>
            <tbody>
              {rows.map((pool) => (
                <tr key={pool.id} className="border-b border-line last:border-b-0">
                  <th scope="row" className="px-4 py-2 text-left font-normal">
                    <HrefLink href={`/compute/pools/${pool.id}`} className="font-medium hover:text-primary">{nameOf(pool)}</HrefLink><span className="block text-caption text-muted">{pool.code} · {className(pool.gpuClass)}</span>
                  </th>
                  {months.map((month) => {
                    const cell = cells.find((one) => one.poolId === pool.id && one.month === month);
                    if (!cell) return <td key={month} className="px-3 text-right text-muted">–</td>;
                    const share = cell.capacityMh === 0 ? 0 : cell.grantedMh / cell.capacityMh;
                    return (
                      <td key={month} className="relative isolate px-3 py-2 text-right">
                        <span aria-hidden className="absolute inset-0.5 -z-10 rounded-sm bg-primary" style={{ opacity: share === 0 ? 0 : 0.06 + share * 0.3 }} />
                        <span className="tabular block font-medium">{format.percent(share)}</span>
                        <span className="tabular block text-caption text-muted">{hours(cell.grantedMh)} / {hours(cell.capacityMh)}</span>
                        <span className="tabular block text-caption text-muted"><Trans>{format.money(cell.fenPerGpuHour)} an hour</Trans></span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
