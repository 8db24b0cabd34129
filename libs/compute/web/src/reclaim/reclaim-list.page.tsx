import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, EmptyState, graphql, ListPage, Tag, Time, useCan, useFormat, useList, useListSearch, useName, type Column, type ListView,
} from '@wutong/core-web';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { DueMark } from '../request/due-mark';
import { ReclaimRuleDialog, ReclaimRules } from './reclaim-rules';
import { ComputeReclaimsDocument, type ComputeReclaimsQuery } from './reclaim-list.page.graphql';
import { reclaimSpec } from './reclaim-spec';
import { RECLAIM_STATES, useReclaimWords } from './reclaim-words';

graphql`
  query ComputeReclaims($first: Int!, $after: String, $states: [String!]) {
    computeReclaims(first: $first, after: $after, states: $states) {
      nodes {
        id state gpuClass noticedAt replyDueAt grantedMh usedMh idleMh takenMh
        organisation { id nameZh nameEn }
        request { id number }
      }
      pageInfo { hasNextPage endCursor }
    }
    computeReclaimCounts { state count }
  }
`;

type Row = ComputeReclaimsQuery['computeReclaims']['nodes'][number];

const OPEN = ['noticed', 'answered', 'recommended'];

/** Notices on idle hours, and the rule by which they are given. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useReclaimWords();
  const canSet = useCan('compute-reclaim-rule.set');
  const [isSetting, setSetting] = useState(false);
  const { search } = useListSearch(reclaimSpec);
  const list = useList(ComputeReclaimsDocument, { first: 50, states: search.state ?? null }, (data) => data.computeReclaims);
  const hours = (id: string, header: string, mh: (row: Row) => string, from?: 'md' | 'lg'): Column<Row> => ({
    id, header, width: '6rem', align: 'end', ...(from ? { from } : {}), cell: (row) => format.gpuHours(mh(row), 0), csv: (row) => Number(mh(row)) / 1000,
  });
  const columns: Column<Row>[] = [
    { id: 'organisation', header: t`Company`, cell: (row) => nameOf(row.organisation), csv: (row) => nameOf(row.organisation) },
    {
      id: 'number', header: t`Grant`, width: '8.5rem', from: 'md', cell: (row) => <span className="tabular">{row.request.number}</span>,
      below: (row) => row.request.number,
      csv: (row) => row.request.number,
    },
    {
      id: 'state', header: t`State`, width: '9rem', csv: (row) => words.state(row.state).label,
      cell: (row) => <Tag tone={words.state(row.state).tone}>{words.state(row.state).label}</Tag>,
    },
    { id: 'class', header: t`GPU class`, width: '6rem', from: 'lg', isOptional: true, cell: (row) => className(row.gpuClass), csv: (row) => className(row.gpuClass) },
    hours('granted', t`Granted`, (row) => row.grantedMh, 'lg'),
    hours('used', t({ message: 'Used', context: 'balance' }), (row) => row.usedMh, 'md'),
    hours('idle', t`Idle`, (row) => row.idleMh),
    hours('taken', t`Went back`, (row) => row.takenMh, 'md'),
    { id: 'noticedAt', header: t`Notice given`, width: '11rem', from: 'lg', cell: (row) => <Time value={row.noticedAt} as="relative" />, csv: (row) => row.noticedAt },
    {
      id: 'due', header: t`Answer due by`, width: '11rem', from: 'xl', csv: (row) => row.replyDueAt,
      cell: (row) => (row.state === 'noticed' ? <DueMark dueAt={row.replyDueAt} as="date" /> : '–'),
    },
  ];
  const counts = new Map(list.data?.computeReclaimCounts.map(({ state, count }) => [state, count]));
  const total = (states: readonly string[]) => states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const views: ListView[] = [
    { id: 'all', label: t`All`, search: {}, count: total(RECLAIM_STATES) },
    ...[...OPEN, 'returned'].map((state) => ({ id: state, label: words.state(state).label, search: { state: [state] }, count: total([state]) })),
  ];
  return (
    <>
      <ListPage
        id="compute-reclaims"
        title={t`Idle hours`}
        lead={t`Hours that grants hold and do not use. Each case begins with a notice; without an answer the hours go back by themselves.`}
        actions={canSet && <Button onPress={() => setSetting(true)}><Trans>Set a rule</Trans></Button>}
        spec={reclaimSpec}
        list={list}
        columns={columns}
        isCompact
        views={views}
        facets={[
          {
            id: 'state', label: t`State`,
            options: RECLAIM_STATES.map((state) => ({ value: state, label: words.state(state).label, count: counts.get(state) ?? 0 })),
          },
        ]}
        rowId={(row) => row.id}
        rowName={(row) => `${row.request.number} ${nameOf(row.organisation)}`}
        rowHref={(row) => `/compute/reclaims/${row.id}`}
        empty={
          <EmptyState icon={<Undo2 />} title={<Trans>No hours lie idle</Trans>}>
            <Trans>Every morning the running grants are looked at by the rule. Time lost to maintenance, failed nodes or suspension does not count.</Trans>
          </EmptyState>
        }
      >
        <ReclaimRules />
      </ListPage>
      {isSetting && <ReclaimRuleDialog onClose={() => setSetting(false)} />}
    </>
  );
}
