import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  Button, ConfirmDialog, EmptyState, Facts, FailureWords, lazyPart, PageHeader, Panel, Skeleton, Tag, Time, toWords, useCan,
  useCommand, useFormat, useName,
} from '@wutong/core-web';
import { CalendarClock, Wrench } from 'lucide-react';
import { useState } from 'react';
import { LazyUsageChart } from '../dashboard/lazy-usage-chart';
import { addDays, className, dayOf, sayWindow } from '../gpu-hours';
import { PriceHistory } from './contract-panel';
import { scaleOf, windowOf } from './calendar-scale';
import { LaneChart } from './lane-chart';
import { CalendarAxis } from './time-track';
import { CALENDAR_DAYS, type Pool } from './pool-page.query';
import { TariffPanel } from './tariff-panel';
import { CancelPoolMaintenanceDocument, ComputePoolPageDocument, EndPoolReservationDocument } from './pool-page.query.graphql';

const CapacityDialog = lazyPart(() => import('./pool-dialogs').then((all) => all.CapacityDialog));
const MaintenanceDialog = lazyPart(() => import('./pool-dialogs').then((all) => all.MaintenanceDialog));
const ReserveDialog = lazyPart(() => import('./pool-dialogs').then((all) => all.ReserveDialog));
const SettingsDialog = lazyPart(() => import('./pool-dialogs').then((all) => all.SettingsDialog));

/** One pool: what it has over time, who has reserved it, its maintenance, use and prices. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const { id } = useParams({ strict: false }) as { id: string };
  const canManage = useCan('compute-pool.manage');
  const [dialog, open] = useState<'capacity' | 'maintenance' | 'reserve' | 'settings' | null>(null);
  const scale = scaleOf(addDays(dayOf(Date.now()), -3), CALENDAR_DAYS);
  const window = windowOf(scale);
  const { data, error, refetch } = useQuery(ComputePoolPageDocument, { variables: { id, window }, fetchPolicy: 'cache-and-network' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 rounded-card" />;
  const pool = data.computePool;
  const lane = data.computeCalendar[0];
  const now = data.computePools.find((one) => one.id === id);
  const contract = data.supplierContracts.find((one) => one.id === pool.contractId);
  const prices = contract?.prices.filter((price) => price.gpuClass === pool.gpuClass) ?? [];
  const close = () => open(null);
  return (
    <>
      <PageHeader
        title={nameOf(pool)}
        crumbs={[{ label: t`Pools`, href: '/compute/pools' }, { label: pool.code }]}
        status={pool.isOpen ? <Tag tone="ok">{t({ message: 'Open', context: 'pool' })}</Tag> : <Tag>{t({ message: 'Closed', context: 'pool' })}</Tag>}
        actions={
          canManage && (
            <>
              <Button onPress={() => open('settings')}><Trans>Settings</Trans></Button>
              <Button onPress={() => open('reserve')}><Trans>Reserve GPUs</Trans></Button>
              <Button onPress={() => open('maintenance')}><Trans>Announce maintenance</Trans></Button>
              <Button variant={pool.capacity.length === 0 ? 'primary' : 'secondary'} onPress={() => open('capacity')}>
                <Trans>Set capacity</Trans>
              </Button>
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <Panel>
          <Facts
            columns={3}
            items={[
              { label: t`GPUs now`, value: now ? `${format.number(now.gpus)} × ${className(pool.gpuClass)}` : null },
              { label: t`Reserved now`, value: now && format.number(now.reserved) },
              { label: t`Free now`, value: now && format.number(now.free) },
              { label: t`Kept back`, value: format.number(pool.headroom) },
              {
                label: t`Used, 7 days`,
                value: now?.utilisation === null || now?.utilisation === undefined ? null : format.percent(now.utilisation, 1),
              },
              { label: t`Price per GPU-hour`, value: now?.fenPerGpuHour ? format.money(now.fenPerGpuHour) : null },
              { label: t`Supplier`, value: now && nameOf({ nameZh: now.supplierNameZh, nameEn: now.supplierNameEn }) },
              { label: t`Region`, value: pool.region },
              { label: t`Cluster`, value: <code className="font-mono">{pool.cluster}</code> },
            ]}
          />
        </Panel>
        {lane && (
          <Panel title={t`Calendar of four weeks`}>
            <CalendarAxis scale={scale} />
            <LaneChart lane={lane} scale={scale} />
          </Panel>
        )}
        <LazyUsageChart poolId={id} splits={['tenant']} />
        <div className="grid gap-4 xl:grid-cols-2">
          <Capacity pool={pool} />
          <Maintenance pool={pool} canManage={canManage} />
          {pool.reservationsByHand.length > 0 && <ReservedByHand pool={pool} canManage={canManage} />}
        </div>
        <TariffPanel poolId={id} costs={prices} />
        {prices.length > 0 && <Panel title={t`Price history (${contract?.number ?? ''})`}><PriceHistory prices={prices} /></Panel>}
      </div>
      {dialog === 'capacity' && <CapacityDialog pool={pool} onClose={close} />}
      {dialog === 'maintenance' && <MaintenanceDialog pool={pool} onClose={close} />}
      {dialog === 'reserve' && <ReserveDialog pool={pool} onClose={close} />}
      {dialog === 'settings' && <SettingsDialog pool={pool} onClose={close} />}
    </>
  );
}

function Capacity({ pool }: { pool: Pool }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <Panel title={t`Capacity over time`} isFlush>
      {pool.capacity.length === 0 ? (
        <EmptyState icon={<CalendarClock />} title={<Trans>No capacity yet</Trans>}>
          <Trans>Say how many GPUs the pool has from when to when; before that nothing can be given out.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {pool.capacity.map((one) => (
            <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2.5">
              <span className="tabular font-medium"><Trans>{format.number(one.gpus)} GPUs</Trans></span>
              <span>{format.range(one.startsAt, new Date(Date.parse(one.endsAt) - 1))}</span>
              <span className="w-full text-caption text-muted">{one.setByName} · <Time value={one.setAt} as="date" /></span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Maintenance({ pool, canManage }: { pool: Pool; canManage: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const [cancelled, cancel] = useState<Pool['maintenance'][number] | null>(null);
  const drop = useCommand(CancelPoolMaintenanceDocument, { refetch: ['ComputePoolPage'] });
  return (
    <Panel title={t`Maintenance`} isFlush>
      {pool.maintenance.length === 0 ? (
        <EmptyState icon={<Wrench />} title={<Trans>No maintenance announced</Trans>}>
          <Trans>Announced GPUs are not given out for that time.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {pool.maintenance.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
              <span className="min-w-0">
                <span className="block font-medium"><Trans>{format.number(one.gpus)} GPUs</Trans> · {one.reason}</span>
                <span className="block text-caption text-muted">{sayWindow(format, one)}</span>
              </span>
              {one.cancelledAt ? (
                <Tag>{t({ message: 'Cancelled', context: 'maintenance' })}</Tag>
              ) : Date.parse(one.endsAt) < Date.now() ? (
                <Tag>{t({ message: 'Over', context: 'maintenance' })}</Tag>
              ) : canManage ? (
                <Button size="sm" onPress={() => cancel(one)}><Trans>Call off</Trans></Button>
              ) : (
                <Tag tone="warn">{t({ message: 'Announced', context: 'maintenance' })}</Tag>
              )}
            </li>
          ))}
        </ul>
      )}
      {cancelled && (
        <ConfirmDialog
          title={t`Call off the maintenance?`} isOpen onClose={() => cancel(null)} confirmLabel={t`Call off`}
          onConfirm={async () => void (await drop.send({ id: cancelled.id }))}
        >
          <p><Trans>Its GPUs can be given out again at once.</Trans></p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}

/** What operators reserve, and reserved, for something that is no request. */
function ReservedByHand({ pool, canManage }: { pool: Pool; canManage: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const [ended, end] = useState<Pool['reservationsByHand'][number] | null>(null);
  const giveBack = useCommand(EndPoolReservationDocument, { refetch: ['ComputePoolPage', 'ComputeCalendar'] });
  return (
    <Panel title={t`Reserved by operators`} isFlush>
      <ul className="divide-y divide-line">
        {pool.reservationsByHand.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="min-w-0">
              <span className="block font-medium wrap-anywhere"><Trans>{format.number(one.gpus)} GPUs</Trans> · {one.reason}</span>
              <span className="block text-caption text-muted">
                {sayWindow(format, one)} · {one.reservedByName}
              </span>
            </span>
            {one.endsAt === one.startsAt ? (
              <Tag>{t({ message: 'Given back', context: 'reserved GPUs' })}</Tag>
            ) : Date.parse(one.endsAt) <= Date.now() ? (
              <Tag>{t({ message: 'Over', context: 'reserved GPUs' })}</Tag>
            ) : canManage ? (
              <Button size="sm" onPress={() => end(one)}><Trans>Give back</Trans></Button>
            ) : null}
          </li>
        ))}
      </ul>
      {ended && (
        <ConfirmDialog
          title={t`Give the GPUs back?`} isOpen onClose={() => end(null)} confirmLabel={t`Give back`}
          onConfirm={async () => void (await giveBack.send({ id: ended.id }))}
        >
          <p><Trans>They can be given out at once; who waits for GPUs is served first.</Trans></p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
