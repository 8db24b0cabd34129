import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DataTable, EmptyState, PageHeader, Panel, Tabs, useCan, useFormat, useName, useTab, type Column, type TabItem,
} from '@wutong/core-web';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { FindingList } from './finding-list';
import { MonthFigures, useMonth, utilisationOf, type EfficiencyRow } from './month-figures';
import { PolicyDialog } from './policy-dialog';
import { SourceList } from './source-list';
import { TimeLimits } from './time-limits';
import { UntiedList } from './untied-list';
import { UntiedTelemetryDocument } from './untied-list.graphql';
import { WeekMap } from './week-map';

/** What everybody made of the GPUs they held; where they are measured; and what belongs to nobody. */
export function CentreEfficiency() {
  const { t } = useLingui();
  const canSet = useCan('waste-policy.set');
  const [isSetting, setSetting] = useState(false);
  const month = useMonth();
  const untied = useQuery(UntiedTelemetryDocument);
  const items: TabItem[] = [
    {
      id: 'companies', label: t`By company`,
      content: (
        <div className="flex flex-col gap-4">
          <MonthFigures month={month} />
          <Companies rows={month.data?.gpuEfficiency} />
          <TimeLimits showsCompany />
          <WeekMap />
        </div>
      ),
    },
    { id: 'findings', label: t`Findings`, content: <FindingList showsCompany /> },
    { id: 'sources', label: t`Sources`, content: <SourceList /> },
    { id: 'untied', label: t`Not assigned`, count: untied.data?.untiedTelemetry.length, content: <UntiedList rows={untied.data?.untiedTelemetry} /> },
  ];
  const [tab, setTab] = useTab(items.map(({ id }) => id));
  return (
    <>
      <PageHeader
        title={t({ message: 'Efficiency', context: 'navigation' })}
        lead={t`What was made of the GPUs that companies held, measured by the suppliers’ Prometheus servers.`}
        actions={canSet && <Button onPress={() => setSetting(true)}><Trans>What counts as waste</Trans></Button>}
      />
      <Tabs label={t`Parts of efficiency`} items={items} selected={tab} onSelect={setTab} />
      {isSetting && <PolicyDialog onClose={() => setSetting(false)} />}
    </>
  );
}

function Companies({ rows }: { rows: readonly EfficiencyRow[] | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const hours = (of: (row: EfficiencyRow) => string) => ({
    align: 'end' as const, width: '7.5rem', cell: (row: EfficiencyRow) => format.gpuHours(of(row), 0), csv: (row: EfficiencyRow) => Number(of(row)) / 1000,
  });
  const company = (row: EfficiencyRow) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
  const columns: Column<EfficiencyRow>[] = [
    { id: 'company', header: t`Company`, cell: company },
    { id: 'pool', header: t`Pool`, width: '14rem', from: 'md', cell: (row) => nameOf({ nameZh: row.poolNameZh, nameEn: row.poolNameEn }) },
    { id: 'class', header: t`GPU class`, width: '6rem', from: 'lg', cell: (row) => className(row.gpuClass) },
    { id: 'held', header: t({ message: 'Held', context: 'efficiency' }), from: 'sm', ...hours((row) => row.heldMh) },
    {
      id: 'utilisation', header: t`Utilisation`, width: '6.5rem', align: 'end',
      cell: (row) => { const used = utilisationOf(row); return used === null ? '–' : format.percent(used); },
    },
    { id: 'idle', header: t({ message: 'Idle', context: 'efficiency' }), from: 'sm', ...hours((row) => row.idleMh) },
    { id: 'cost', header: t`Cost of idle hours`, width: '9rem', align: 'end', cell: (row) => format.money(row.idleFen) },
  ];
  return (
    <Panel title={t`This month by company and pool (GPU-hours)`} isFlush>
      <DataTable
        label={t`This month by company and pool (GPU-hours)`}
        columns={columns}
        rows={rows ?? []}
        rowId={(row) => `${row.organisationId}/${row.poolId}`}
        rowName={company}
        isLoading={!rows}
        isCompact
        empty={
          <EmptyState icon={<Gauge />} title={<Trans>Nothing was measured this month</Trans>}>
            <Trans>Add the Prometheus of a cluster under Sources: its GPUs are then read every quarter of an hour.</Trans>
          </EmptyState>
        }
      />
    </Panel>
  );
}
