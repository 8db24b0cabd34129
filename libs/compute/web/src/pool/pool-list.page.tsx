import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, EmptyState, FailureWords, Figure, Figures, graphql, lazyPart, PageHeader, Panel, Skeleton, Tag, toWords, useCan,
  useFormat,
  type Column, useName,
} from '@wutong/core-web';
import { Server } from 'lucide-react';
import { useState } from 'react';
import { LazyUsageChart } from '../dashboard/lazy-usage-chart';
import { className } from '../gpu-hours';
import { ContractPanel } from './contract-panel';
import { GpuClassPanel } from './gpu-class-panel';
import { ComputePoolsDocument, type ComputePoolsQuery } from './pool-list.page.graphql';
import { UtilisationMap } from './utilisation-map';

graphql`
  query ComputePools {
    computePools {
      id code nameZh nameEn supplierNameZh supplierNameEn gpuClass region cluster isOpen version gpus headroom inMaintenance
      reserved free usedWeekMh utilisation fenPerGpuHour
    }
  }
`;

export type PoolRow = ComputePoolsQuery['computePools'][number];

const OutlookPanel = lazyPart(() => import('./outlook-panel').then((all) => all.OutlookPanel), <Skeleton className="h-96 rounded-card" />);
const NewPoolDialog = lazyPart(() => import('./new-pool-dialog').then((all) => all.NewPoolDialog));

/** Every pool with what it has and what of it is taken, how it was used, and the contracts and prices behind it. */
export function Page() {
  const { t } = useLingui();
  const canManage = useCan('compute-pool.manage');
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useQuery(ComputePoolsDocument, { fetchPolicy: 'cache-and-network' });
  const pools = data?.computePools ?? [];
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader
        title={t`Pools`}
        lead={t`GPUs of all suppliers: what there is, what is given out, what is really used, and what it costs.`}
        actions={canManage && <Button variant="primary" onPress={() => setNew(true)}><Trans>New pool</Trans></Button>}
      />
      <div className="flex flex-col gap-4">
        {pools.length > 0 && <Totals pools={pools} />}
        <Panel title={t`Pools now`} isFlush>
          <PoolTable pools={pools} isLoading={!data} />
        </Panel>
        {pools.length > 0 && (
          <>
            <OutlookPanel />
            <UtilisationMap pools={pools} />
            <LazyUsageChart splits={['pool', 'gpuClass', 'tenant']} />
          </>
        )}
        <ContractPanel />
        <GpuClassPanel />
      </div>
      {isNew && <NewPoolDialog onClose={() => setNew(false)} />}
    </>
  );
}

function Totals({ pools }: { pools: readonly PoolRow[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const sum = (value: (pool: PoolRow) => number) => pools.reduce((total, pool) => total + value(pool), 0);
  const gpus = sum((pool) => pool.gpus);
  const measured = pools.filter(({ utilisation }) => utilisation !== null && utilisation !== undefined);
  const weight = measured.reduce((total, pool) => total + pool.gpus, 0);
  const utilisation = weight === 0 ? null : measured.reduce((total, pool) => total + (pool.utilisation ?? 0) * pool.gpus, 0) / weight;
  return (
    <Figures>
      <Figure label={t`GPUs`} value={format.number(gpus)} note={t`${pools.length} pools`} />
      <Figure
        label={t`Reserved now`} value={format.number(sum((pool) => pool.reserved))}
        note={gpus > 0 ? format.percent(sum((pool) => pool.reserved) / gpus) : ''}
      />
      <Figure
        label={t`Free now`} value={format.number(sum((pool) => Math.max(0, pool.free)))}
        note={t`${format.number(sum((pool) => pool.headroom))} kept back, ${format.number(sum((pool) => pool.inMaintenance))} in maintenance`}
      />
      <Figure
        label={t`Used in the last 7 days`} value={utilisation === null ? '–' : format.percent(utilisation, 1)}
        note={t`of what the pools have`}
      />
    </Figures>
  );
}

function PoolTable({ pools, isLoading }: { pools: readonly PoolRow[]; isLoading: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const supplier = (row: PoolRow) => nameOf({ nameZh: row.supplierNameZh, nameEn: row.supplierNameEn });
  const columns: Column<PoolRow>[] = [
    { id: 'name', header: t`Pool`, cell: (row) => nameOf(row) },
    { id: 'class', header: t`GPU class`, width: '6rem', cell: (row) => className(row.gpuClass) },
    { id: 'supplier', header: t`Supplier`, width: '13rem', from: 'lg', cell: supplier },
    { id: 'region', header: t`Region`, width: '7rem', from: 'xl', cell: (row) => row.region },
    {
      id: 'gpus', header: t({ message: 'Total', context: 'GPUs of a pool' }), width: '5rem', align: 'end', from: 'sm',
      cell: (row) => format.number(row.gpus), below: (row) => <Trans>{format.number(row.reserved)} of {format.number(row.gpus)} reserved</Trans>,
    },
    {
      id: 'reserved', header: t`Reserved`, width: '6rem', align: 'end', from: 'md',
      cell: (row) => format.number(row.reserved),
    },
    {
      id: 'free', header: t`Free`, width: '5rem', align: 'end',
      cell: (row) => <span className={row.free <= 0 ? 'text-bad' : ''}>{format.number(row.free)}</span>,
    },
    {
      id: 'utilisation', header: t`Used, 7 days`, width: '7.5rem', align: 'end', from: 'md',
      cell: (row) => (row.utilisation === null || row.utilisation === undefined ? '–' : format.percent(row.utilisation, 1)),
    },
    {
      id: 'price', header: t`Price per GPU-hour`, width: '10.5rem', align: 'end', from: 'lg',
      cell: (row) => (row.fenPerGpuHour ? format.money(row.fenPerGpuHour) : '–'),
    },
    {
      id: 'state', header: t`State`, width: '8rem', from: 'xl',
      cell: (row) =>
        !row.isOpen ? <Tag>{t({ message: 'Closed', context: 'pool' })}</Tag>
        : row.inMaintenance > 0 ? <Tag tone="warn"><Trans>Maintenance</Trans></Tag>
        : <Tag tone="ok">{t({ message: 'Open', context: 'pool' })}</Tag>,
    },
  ];
  return (
    <DataTable
      label={t`Pools now`}
      columns={columns}
      rows={pools}
      rowId={(row) => row.id}
      rowName={(row) => nameOf(row)}
      rowHref={(row) => `/compute/pools/${row.id}`}
      isLoading={isLoading}
      isCompact
      empty={
        <EmptyState icon={<Server />} title={<Trans>No pools yet</Trans>}>
          <Trans>A pool needs a GPU class and a supplier’s contract. Then give it capacity, and tenants can ask for its GPUs.</Trans>
        </EmptyState>
      }
    />
  );
}
