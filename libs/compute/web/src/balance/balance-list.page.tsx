import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, EmptyState, graphql, PageHeader, Panel, SearchField, Select, Tag, Time, toWords, useCan, useFormat,
  type Column, useName,
} from '@wutong/core-web';
import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { AllComputeBalancesDocument, type AllComputeBalancesQuery } from './balance-list.page.graphql';
import { GiveHoursDialog } from './give-hours-dialog';

graphql`
  query AllComputeBalances {
    computeBalances {
      organisationId organisationNameZh organisationNameEn gpuClass givenMh heldMh usedMh overuseMh leftMh runsOutAt
    }
  }
`;

type Row = AllComputeBalancesQuery['computeBalances'][number];

const SOON_MS = 30 * 86_400_000;
const FAR_MS = 2 * 365 * 86_400_000;

/** What each tenant has of each GPU class; here hours are given. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const canGive = useCan('compute-entitlement.give');
  const [isGiving, setGiving] = useState(false);
  const [text, setText] = useState('');
  const [gpuClass, setGpuClass] = useState('all');
  const { data, error, refetch } = useQuery(AllComputeBalancesDocument);
  const name = (row: Row) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
  const all = data?.computeBalances ?? [];
  const sought = text.trim().toLowerCase();
  const rows = all
    .filter((row) => gpuClass === 'all' || row.gpuClass === gpuClass)
    .filter((row) => `${row.organisationNameZh} ${row.organisationNameEn}`.toLowerCase().includes(sought))
    .toSorted((one, two) => name(one).localeCompare(name(two), format.locale) || one.gpuClass.localeCompare(two.gpuClass));
  const classes = [...new Set(all.map((row) => row.gpuClass))].toSorted();
  const hours = (amount: (row: Row) => string) => ({
    align: 'end' as const, width: '7rem', cell: (row: Row) => format.gpuHours(amount(row), 0), csv: (row: Row) => Number(amount(row)) / 1000,
  });
  const isOver = (row: Row) => BigInt(row.overuseMh) > 0n;
  const isSoon = (row: Row): row is Row & { runsOutAt: string } => Boolean(row.runsOutAt) && Date.parse(row.runsOutAt ?? '') - Date.now() < SOON_MS;
  const overused = (row: Row) => <Trans>{format.gpuHours(row.overuseMh)} overused</Trans>;
  const columns: Column<Row>[] = [
    { id: 'organisation', header: t`Company`, cell: name },
    { id: 'class', header: t`GPU class`, width: '6rem', cell: (row) => className(row.gpuClass) },
    { id: 'given', header: t({ message: 'Granted', context: 'balance' }), from: 'md', ...hours((row) => row.givenMh) },
    { id: 'held', header: t({ message: 'Held', context: 'balance' }), from: 'md', ...hours((row) => row.heldMh) },
    { id: 'used', header: t({ message: 'Used', context: 'balance' }), from: 'sm', ...hours((row) => row.usedMh) },
    { id: 'left', header: t({ message: 'Left', context: 'balance' }), ...hours((row) => row.leftMh) },
    {
      id: 'runsOut', header: t`Runs out`, width: '12rem', from: 'lg',
      cell: (row) =>
        isOver(row) ? (
          <Tag tone="bad">{overused(row)}</Tag>
        ) : isSoon(row) ? (
          <Tag tone="warn"><Time value={row.runsOutAt} as="date" /></Tag>
        ) : row.runsOutAt && Date.parse(row.runsOutAt) - Date.now() > FAR_MS ? (
          <span className="text-muted"><Trans>Beyond two years</Trans></span>
        ) : row.runsOutAt ? (
          <Time value={row.runsOutAt} as="date" />
        ) : '–',
      below: (row) =>
        isOver(row) ? <span className="text-bad">{overused(row)}</span>
        : isSoon(row) ? <span className="text-warn"><Trans>runs out on <Time value={row.runsOutAt} as="date" /></Trans></span>
        : null,
    },
  ];
  return (
    <>
      <PageHeader
        title={t`Balances`}
        lead={t`GPU-hours that each company was given, holds, has used and has left. A row opens the statement behind it.`}
        actions={canGive && <Button variant="primary" onPress={() => setGiving(true)}><Trans>Give GPU-hours</Trans></Button>}
      />
      <Panel
        isFlush
        title={t`GPU-hours by company`}
        actions={
          <span className="flex flex-wrap gap-2">
            <span className="w-48"><SearchField label={t`Company`} value={text} onChange={setText} placeholder={t`Company`} /></span>
            <span className="w-36 [&>div>:first-child]:sr-only">
              <Select
                label={t`GPU class`} value={gpuClass} onChange={setGpuClass}
                options={[{ value: 'all', label: t`All classes` }, ...classes.map((code) => ({ value: code, label: className(code) }))]}
              />
            </span>
          </span>
        }
      >
        <DataTable
          label={t`Balances`}
          columns={columns}
          rows={rows}
          rowId={(row) => `${row.organisationId}/${row.gpuClass}`}
          rowName={(row) => `${name(row)} ${className(row.gpuClass)}`}
          rowHref={(row) => `/compute/balances/${row.organisationId}/${row.gpuClass}`}
          isLoading={!data && !error}
          {...(error ? { error: toWords(error), refetch: () => void refetch() } : {})}
          isCompact
          empty={
            <EmptyState icon={<Wallet />} title={<Trans>No GPU-hours to show</Trans>}>
              <Trans>A company has a balance as soon as a programme lead or an approver gives it GPU-hours of a class.</Trans>
            </EmptyState>
          }
        />
      </Panel>
      {isGiving && <GiveHoursDialog onClose={() => setGiving(false)} />}
    </>
  );
}
