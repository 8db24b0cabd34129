import { Trans, useLingui } from '@lingui/react/macro';
import { Button, DataTable, EmptyState, graphql, PageHeader, Panel, Tag, useCan, useFormat, useList, useViewer, type Column } from '@wutong/core-web';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { OpenCycleDialog } from './open-cycle-dialog';
import { usePlanningWords } from './planning-words';
import { PlanningCyclesDocument, type PlanningCyclesQuery } from './planning-list.page.graphql';

graphql`
  query PlanningCycles($first: Int!, $after: String) {
    planningCycles(first: $first, after: $after) {
      nodes { id code state firstMonth lastMonth openedByName openedAt appliedAt publishedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

type Row = PlanningCyclesQuery['planningCycles']['nodes'][number];

/** Planning cycles, the latest first; companies find the published reports here. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const words = usePlanningWords();
  const canPlan = useCan('planning-cycle.plan');
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const [isOpening, setOpening] = useState(false);
  const list = useList(PlanningCyclesDocument, { first: 50 }, (data) => data.planningCycles);
  const months = (row: Row) => (row.firstMonth === row.lastMonth ? format.month(row.firstMonth) : `${format.month(row.firstMonth)} – ${format.month(row.lastMonth)}`);
  const columns: Column<Row>[] = [
    { id: 'code', header: t({ message: 'Cycle', context: 'planning' }), cell: (row) => row.code },
    {
      id: 'months', header: t({ message: 'Months', context: 'planning' }), width: '15rem', from: 'sm',
      cell: months, below: months,
    },
    { id: 'state', header: t`State`, width: '8rem', cell: (row) => <Tag tone={words.state(row.state).tone}>{words.state(row.state).label}</Tag> },
    { id: 'opened', header: t({ message: 'Opened', context: 'planning' }), width: '11rem', from: 'md', cell: (row) => format.date(row.openedAt) },
    { id: 'by', header: t({ message: 'Opened by', context: 'planning' }), width: '9rem', from: 'lg', cell: (row) => row.openedByName },
    { id: 'applied', header: t({ message: 'Applied', context: 'planning' }), width: '11rem', from: 'md', cell: (row) => (row.appliedAt ? format.date(row.appliedAt) : '–') },
  ];
  return (
    <>
      <PageHeader
        title={t({ message: 'Planning', context: 'navigation' })}
        lead={isStaff ? t`GPU-hours of all pools, shared fairly among all who ask, then placed at the least price.` : t`How the centre shared its GPU-hours, cycle by cycle.`}
        actions={canPlan && <Button variant="primary" onPress={() => setOpening(true)}><Trans>Open a cycle</Trans></Button>}
      />
      <Panel isFlush>
        <DataTable
          label={t`Planning cycles`} columns={columns} rows={list.rows} rowId={(row) => row.id} rowName={(row) => row.code}
          rowHref={(row) => (isStaff ? `/compute/planning/${row.id}` : `/compute/planning/${row.id}/report`)} isCompact
          isLoading={list.isLoading} isLoadingMore={list.isLoadingMore} hasMore={list.hasMore} loadMore={list.loadMore} error={list.error} refetch={list.refetch}
          empty={
            <EmptyState icon={<Scale />} title={<Trans>No cycles yet</Trans>}>
              {isStaff
                ? <Trans>A cycle shares the GPUs of some months among all requests that wait, instead of giving them to who came first.</Trans>
                : <Trans>When the centre has shared the GPU-hours of some months, its fairness report is published here.</Trans>}
            </EmptyState>
          }
        />
      </Panel>
      {isOpening && <OpenCycleDialog onClose={() => setOpening(false)} />}
    </>
  );
}
