import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import {
  Button, DataTable, EmptyState, FailureWords, graphql, Help, HrefLink, PageHeader, Panel, Select, Skeleton, Tabs, Tag, toWords, useFormat,
  useName, useTab, type Column, type TabItem,
} from '@wutong/core-web';
import { CalendarRange, ChevronLeft, ChevronRight } from 'lucide-react';
import { addDays, className, dayOf } from '../gpu-hours';
import { scaleOf, windowOf, type Scale } from './calendar-scale';
import { ComputeCalendarDocument } from './calendar.page.graphql';
import { companyOf, LaneChart, LaneLegend, type Lane, type LaneEntry } from './lane-chart';
import { CalendarAxis } from './time-track';

graphql`
  query ComputeCalendar($window: WindowInput!) {
    computeCalendar(window: $window) {
      poolId nameZh nameEn gpuClass
      levels { at gpus free }
      entries { id kind requestId requestNumber organisationNameZh organisationNameEn reason gpus startsAt endsAt }
    }
  }
`;

const ZOOMS = [14, 28, 84] as const;
/** So many days before today are shown at first. */
const LEAD_DAYS = 3;

interface Shown {
  from?: string;
  days?: number;
  gpuClass?: string;
}

/** All pools over time: what is free from when on, who has the rest, and what is out for maintenance. */
export function Page() {
  const { t } = useLingui();
  const { scale, gpuClass, show } = useShown();
  const { data, previousData, error, refetch } = useQuery(ComputeCalendarDocument, {
    variables: { window: windowOf(scale) }, fetchPolicy: 'cache-and-network',
  });
  const all = (data ?? previousData)?.computeCalendar;
  const lanes = all?.filter((lane) => !gpuClass || lane.gpuClass === gpuClass) ?? [];
  const items: TabItem[] = [
    { id: 'lanes', label: t({ message: 'By pool', context: 'calendar' }), content: <Lanes lanes={lanes} scale={scale} /> },
    { id: 'list', label: t({ message: 'As a list', context: 'calendar' }), content: <EntryTable lanes={lanes} /> },
  ];
  const [tab, setTab] = useTab(items.map(({ id }) => id));
  if (error && !all) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader title={t`Calendar`} lead={t`What every pool has over time, what of it is free, and who has the rest.`} />
      <Controls scale={scale} gpuClass={gpuClass} classes={[...new Set(all?.map((lane) => lane.gpuClass))]} show={show} />
      {!all ? (
        <Skeleton className="h-96 rounded-card" />
      ) : all.length === 0 ? (
        <EmptyState icon={<CalendarRange />} title={<Trans>No pools yet</Trans>}>
          <Trans>A pool needs a GPU class and a supplier’s contract. Then give it capacity, and tenants can ask for its GPUs.</Trans>
        </EmptyState>
      ) : (
        <Tabs label={t`Ways to show the calendar`} items={items} selected={tab} onSelect={setTab} />
      )}
    </>
  );
}

/** What is shown is kept in the address, so that it can be sent to somebody. */
function useShown(): { scale: Scale; gpuClass: string; show: (change: Shown) => void } {
  const { from, days, gpuClass = '' } = useSearch({ strict: false } as never) as Shown;
  const navigate = useNavigate();
  const first = from && /^\d{4}-\d{2}-\d{2}$/.test(from) && !Number.isNaN(Date.parse(from)) ? from : addDays(dayOf(Date.now()), -LEAD_DAYS);
  return {
    scale: scaleOf(first, ZOOMS.find((zoom) => zoom === Number(days)) ?? 28),
    gpuClass,
    show: (change) =>
      void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never, replace: true, resetScroll: false }),
  };
}

function Controls(props: { scale: Scale; gpuClass: string; classes: readonly string[]; show: (change: Shown) => void }) {
  const { scale: { first, days }, gpuClass, classes, show } = props;
  const { t } = useLingui();
  const format = useFormat();
  const zoomNames = { 14: t`Two weeks`, 28: t`Four weeks`, 84: t`Twelve weeks` };
  return (
    <div className="mb-4 flex flex-wrap items-end gap-2">
      <Button aria-label={t`Earlier`} onPress={() => show({ from: addDays(first, -days / 2) })}><ChevronLeft className="size-4" /></Button>
      <Button onPress={() => show({ from: undefined })}><Trans>Today</Trans></Button>
      <Button aria-label={t`Later`} onPress={() => show({ from: addDays(first, days / 2) })}><ChevronRight className="size-4" /></Button>
      <p aria-live="polite" className="px-1 py-1.5 font-medium">{format.range(first, addDays(first, days - 1))}</p>
      <span className="ml-auto flex flex-wrap gap-2 [&>*]:w-40 max-sm:w-full max-sm:[&>*]:w-auto max-sm:[&>*]:flex-1 [&>div>:first-child]:sr-only">
        <Select
          label={t`GPU class`} value={gpuClass || 'all'} onChange={(value) => show({ gpuClass: value === 'all' ? undefined : value })}
          options={[{ value: 'all', label: t`All GPU classes` }, ...classes.map((value) => ({ value, label: className(value) }))]}
        />
        <Select
          label={t({ message: 'Zoom', context: 'calendar' })} value={String(days)} onChange={(value) => show({ days: Number(value) })}
          options={ZOOMS.map((value) => ({ value: String(value), label: zoomNames[value] }))}
        />
      </span>
    </div>
  );
}

function Lanes({ lanes, scale }: { lanes: readonly Lane[]; scale: Scale }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Free GPUs, and who has the others</Trans>
          <Help label={t`How to read the calendar`}>
            <Trans>
              The figure on a pool’s strip is how many GPUs are free from when on; what is filled is given out, in maintenance or
              kept back. Bars are tenants’ requests, dashed ones GPUs on loan until somebody is given them, grey ones what operators have reserved, yellow ones maintenance; the red line is now.
            </Trans>
          </Help>
        </span>
      }
    >
      <LaneLegend />
      <div className="hidden md:block md:pl-52"><CalendarAxis scale={scale} /></div>
      <div className="flex flex-col divide-y divide-line">
        {lanes.map((lane) => {
          const least = Math.min(...lane.levels.map(({ free }) => free));
          return (
            <section key={lane.poolId} aria-label={nameOf(lane)} className="flex flex-col py-2 md:flex-row">
              <div className="flex shrink-0 flex-wrap items-baseline gap-x-2 py-1 md:w-52 md:flex-col md:pr-4">
                <h2 className="min-w-0 max-w-full truncate text-body font-medium"><HrefLink href={`/compute/pools/${lane.poolId}`}>{nameOf(lane)}</HrefLink></h2>
                <span className="text-caption text-muted">{className(lane.gpuClass)}</span>
                <span className={`text-caption ${least < 0 ? 'text-bad' : 'text-muted'}`}>
                  {least < 0 ? <Trans>{format.number(-least)} GPUs too many given out</Trans> : <Trans>{format.number(least)} GPUs free throughout</Trans>}
                </span>
              </div>
              <div className="min-w-0 flex-1">
                <div className="md:hidden"><CalendarAxis scale={scale} /></div>
                <LaneChart lane={lane} scale={scale} />
              </div>
            </section>
          );
        })}
      </div>
    </Panel>
  );
}

type Row = LaneEntry & { lane: Lane };

/** Why no tenant has the GPUs of an entry. */
function EntryTag({ kind }: { kind: LaneEntry['kind'] }) {
  return kind === 'maintenance' ? <Tag tone="warn"><Trans>Maintenance</Trans></Tag> : <Tag><Trans context="calendar">Reserved</Trans></Tag>;
}

function EntryTable({ lanes }: { lanes: readonly Lane[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const rows: Row[] = lanes
    .flatMap((lane) => lane.entries.map((entry) => ({ ...entry, lane })))
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id));
  const whoOf = (row: Row) => (row.requestId ? companyOf(row, nameOf) : (row.reason ?? ''));
  const columns: Column<Row>[] = [
    {
      id: 'who', header: t({ message: 'Who or why', context: 'calendar' }),
      cell: (row) => {
        if (row.requestId && row.kind !== 'loan') return companyOf(row, nameOf);
        return (
          <span className="flex flex-wrap items-center gap-x-2">
            {row.requestId ? <><span className="whitespace-normal">{companyOf(row, nameOf)}</span> <Tag><Trans>On loan</Trans></Tag></> : <><EntryTag kind={row.kind} /> <span className="whitespace-normal">{row.reason}</span></>}
          </span>
        );
      },
    },
    { id: 'request', header: t`Request`, width: '9rem', from: 'lg', cell: (row) => row.requestNumber ?? '' },
    { id: 'pool', header: t`Pool`, width: '14rem', from: 'md', cell: (row) => nameOf(row.lane) },
    { id: 'class', header: t`GPU class`, width: '6rem', from: 'lg', cell: (row) => className(row.lane.gpuClass) },
    { id: 'gpus', header: t`GPUs`, width: '5.5rem', align: 'end', cell: (row) => format.number(row.gpus) },
    { id: 'from', header: t({ message: 'From', context: 'calendar' }), width: '11rem', from: 'sm', cell: (row) => format.date(row.startsAt) },
    {
      id: 'until', header: t({ message: 'Until', context: 'calendar' }), width: 'clamp(7.5rem, 12vw, 11rem)',
      cell: (row) => {
        const last = new Date(Date.parse(row.endsAt) - 1);
        return <><span className="sm:hidden">{format.day(last)}</span><span className="max-sm:hidden">{format.date(last)}</span></>;
      },
    },
  ];
  return (
    <Panel isFlush>
      <DataTable
        label={t`Calendar`} columns={columns} rows={rows} rowId={(row) => row.id} rowName={whoOf} isCompact
        rowHref={(row) => (row.requestId ? `/compute/requests/${row.requestId}` : `/compute/pools/${row.lane.poolId}`)}
        empty={<EmptyState icon={<CalendarRange />} title={<Trans>Nothing is reserved in this time.</Trans>} />}
      />
    </Panel>
  );
}
