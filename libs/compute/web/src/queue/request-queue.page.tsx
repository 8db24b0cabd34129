import { Trans, useLingui } from '@lingui/react/macro';
import {
  ButtonLink, EmptyState, graphql, ListPage, Time, useCan, useFormat, useList, useListSearch, type Column,
  type ListView, useName, keepOrder,
} from '@wutong/core-web';
import { Cpu } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { className } from '../gpu-hours';
import { DueMark } from '../request/due-mark';
import { ENDED, RUNNING, useRequestWords } from '../request/request-words';
import { StateTag } from '../request/state-tag';
import { MyReviews } from '../review/my-reviews';
import { queueSpec } from './queue-spec';
import { RequestPeek } from './request-peek';
import { ComputeRequestQueueDocument, type ComputeRequestQueueQuery } from './request-queue.page.graphql';

graphql`
  query ComputeRequestQueue(
    $first: Int!, $after: String, $states: [String!], $gpuClasses: [String!], $search: String, $mine: Boolean!
  ) {
    computeRequestQueue(
      first: $first, after: $after, states: $states, gpuClasses: $gpuClasses, search: $search, mine: $mine
    ) {
      nodes {
        id number state organisationNameZh organisationNameEn gpuClass gpus startsAt endsAt amountMh purposeKind claimedByName
        approvalBy poolCode submittedAt dueAt
      }
      pageInfo { hasNextPage endCursor }
    }
    computeRequestCounts { state count }
    gpuClasses { code }
  }
`;

type Row = ComputeRequestQueueQuery['computeRequestQueue']['nodes'][number];

/** States with a tab of their own, in the order of the work. */
const WORK = ['submitted', 'technical_review', 'info_requested', 'approval', 'waitlisted', 'allocated'];
const IN_USE = [...RUNNING];
const ASKED = ['change_pending', 'renewal_pending'];
const REFUSED = ['denied', 'appealed'];

/** The centre's queue of compute requests that were handed in. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = useRequestWords();
  const canDecide = useCan('compute-request.decide');
  const canAsk = useCan('compute-request-form.publish');
  const canScore = useCan('compute-request.score');
  const [peeked, setPeeked] = useState<string | null>(null);
  const { search } = useListSearch(queueSpec);
  const list = useList(
    ComputeRequestQueueDocument,
    {
      first: 50, states: search.state ?? null, gpuClasses: search.class ?? null, search: search.q ?? null,
      mine: search.mine !== undefined,
    },
    (data) => data.computeRequestQueue,
  );
  const { rows } = list;
  useEffect(() => keepOrder('compute-requests', rows.map(({ id }) => id)), [rows]);

  const name = (row: Row) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
  const gpus = (row: Row) => `${format.number(row.gpus)} × ${className(row.gpuClass)}`;
  const lastMoment = (row: Row) => new Date(Date.parse(row.endsAt) - 1);
  const span = (row: Row) => format.range(row.startsAt, lastMoment(row));
  const days = (row: Row) => `${format.day(row.startsAt)} – ${format.day(lastMoment(row))}`;
  const columns: Column<Row>[] = [
    { id: 'organisation', header: t`Company`, cell: name, csv: name },
    {
      id: 'number', header: t`Number`, width: '8.5rem', from: 'md',
      cell: (row) => <span className="tabular">{row.number}</span>, csv: (row) => row.number,
    },
    {
      id: 'state', header: t`State`, width: '9rem', cell: (row) => <StateTag state={row.state} />,
      csv: (row) => words.state(row.state).label,
    },
    { id: 'gpus', header: t`GPUs`, width: '7.5rem', align: 'end', from: 'sm', cell: gpus, below: gpus, csv: (row) => row.gpus },
    {
      id: 'hours', header: t`GPU-hours`, width: '6.5rem', align: 'end', from: 'md',
      cell: (row) => format.gpuHours(row.amountMh), csv: (row) => Number(row.amountMh) / 1000,
    },
    {
      id: 'window', header: t`Window`, width: '13rem', from: 'xl',
      cell: days, below: days, csv: span,
    },
    {
      id: 'purpose', header: t`Purpose`, width: '7.5rem', from: 'lg', isOptional: true, cell: (row) => words.purpose(row.purposeKind),
      csv: (row) => words.purpose(row.purposeKind),
    },
    {
      id: 'operator', header: t`Operator`, width: '8rem', from: 'lg', isOptional: true,
      cell: (row) => row.claimedByName ?? '–', csv: (row) => row.claimedByName,
    },
    {
      id: 'pool', header: t`Pool`, width: '8rem', from: 'lg', isOptional: true, cell: (row) => row.poolCode ?? '–',
      csv: (row) => row.poolCode,
    },
    {
      id: 'submittedAt', header: t({ message: 'Handed in', context: 'date' }), width: '8rem', from: 'lg',
      cell: (row) => <Time value={row.submittedAt} as="relative" />, csv: (row) => row.submittedAt,
    },
    {
      id: 'due', header: t`Due`, width: '13rem', from: 'xl',
      cell: (row) => (row.dueAt ? <DueMark dueAt={row.dueAt} as="date" /> : '–'), csv: (row) => row.dueAt,
    },
  ];

  const counts = new Map(list.data?.computeRequestCounts.map(({ state, count }) => [state, count]));
  const total = (states: readonly string[]) => states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const work: ListView[] = WORK.map((state) => ({ id: state, label: words.state(state).label, search: { state: [state] }, count: total([state]) }));
  const views: ListView[] = [
    { id: 'all', label: t`All`, search: {}, count: total([...counts.keys()]) },
    ...(canDecide ? [] : [{ id: 'mine', label: t({ message: 'Mine', context: 'compute queue' }), search: { mine: ['me'] } }]),
    ...work,
    { id: 'asked', label: t`Changes and renewals`, search: { state: ASKED }, count: total(ASKED) },
    { id: 'in-use', label: words.state('active').label, search: { state: IN_USE }, count: total(IN_USE) },
    { id: 'refused', label: t`Denied and appealed`, search: { state: REFUSED }, count: total(REFUSED) },
    {
      id: 'ended', label: t({ message: 'Ended', context: 'compute queue' }), search: { state: [...ENDED] },
      count: total(ENDED),
    },
  ];
  // Enter looks at a row without leaving the list; a click on its name opens it.
  const peek = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]');
    if (event.key !== 'Enter' || !row || row !== event.target) return;
    event.preventDefault();
    event.stopPropagation();
    setPeeked(row.dataset.row ?? null);
  };

  return (
    <div onKeyDownCapture={peek}>
      <ListPage
        id="compute-requests"
        title={t({ message: 'Compute requests', context: 'navigation' })}
        lead={t`GPU-hours that tenants asked for. Enter peeks at a row, a click on its name opens it.`}
        actions={canAsk && <ButtonLink to="/compute/request-form"><Trans>Request form</Trans></ButtonLink>}
        spec={queueSpec}
        list={list}
        columns={columns}
        isCompact
        views={views}
        facets={[
          {
            id: 'state', label: t`State`,
            options: [...WORK, ...IN_USE, ...REFUSED, ...ENDED].map((state) => ({
              value: state, label: words.state(state).label, count: counts.get(state) ?? 0,
            })),
          },
          {
            id: 'class', label: t`GPU class`,
            options: (list.data?.gpuClasses ?? []).map(({ code }) => ({ value: code, label: className(code) })),
          },
          { id: 'mine', label: t`Operator`, options: [{ value: 'me', label: t`Me` }] },
        ]}
        searchLabel={t`Search numbers and names`}
        rowId={(row) => row.id}
        rowName={(row) => `${row.number} ${name(row)}`}
        rowHref={(row) => `/compute/requests/${row.id}`}
        empty={
          <EmptyState
            icon={<Cpu />}
            title={<Trans>No compute requests yet</Trans>}
            action={<ButtonLink to="/compute/pools"><Trans>Look at the pools</Trans></ButtonLink>}
          >
            <Trans>Tenants ask for GPU-hours from their dashboard. What they hand in arrives here, and every operator is told.</Trans>
          </EmptyState>
        }
      >
        {canScore && <MyReviews />}
      </ListPage>
      {peeked && (
        <RequestPeek
          id={peeked}
          order={rows.map(({ id }) => id)}
          onMove={setPeeked}
          onClose={() => {
            setPeeked(null);
            requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(peeked)}"]`)?.focus());
          }}
        />
      )}
    </div>
  );
}
