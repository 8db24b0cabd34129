import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  ButtonLink, EmptyState, graphql, ListPage, Time, toast, toWords, useCan, useFormat, useList, useListSearch, type BulkAction,
  type Column, type ListView,
} from '@wutong/core-web';
import { Inbox } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useName } from '../use-name';
import { ApplicationPeek } from './application-peek';
import { TenancyApplicationQueueDocument, type TenancyApplicationQueueQuery } from './application-queue.page.graphql';
import { DueMark } from './due-mark';
import { useMove } from './moves/use-move';
import { keepOrder } from './queue-order';
import { queueSpec } from './queue-spec';
import { StateTag } from './state-tag';
import { ENDED, useStateWords } from './state-words';

graphql`
  query TenancyApplicationQueue($first: Int!, $after: String, $states: [String!], $search: String, $mine: Boolean!) {
    tenancyApplicationQueue(first: $first, after: $after, states: $states, search: $search, mine: $mine) {
      nodes {
        id
        number
        state
        version
        organisationNameZh
        organisationNameEn
        desks
        claimedByName
        submittedAt
        dueAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    tenancyApplicationCounts {
      state
      count
    }
  }
`;

type Row = TenancyApplicationQueueQuery['tenancyApplicationQueue']['nodes'][number];

/** States with a tab of their own, in the order of the work. */
const WORK = [
  'submitted', 'screening', 'info_requested', 'due_diligence', 'panel', 'waitlisted', 'offered', 'appealed',
] as const;

/** The centre's queue of applications that were handed in. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const navigate = useNavigate();
  const move = useMove();
  const canScreen = useCan('tenancy-application.screen');
  const stateWords = useStateWords();
  const [peeked, setPeeked] = useState<string | null>(null);
  const { search } = useListSearch(queueSpec);
  const list = useList(
    TenancyApplicationQueueDocument,
    { first: 50, states: search.state ?? null, search: search.q ?? null, mine: search.mine !== undefined },
    (data) => data.tenancyApplicationQueue,
  );
  const { rows } = list;
  useEffect(() => keepOrder(rows.map(({ id }) => id)), [rows]);

  const name = (row: Row) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
  const columns: Column<Row>[] = [
    { id: 'organisation', header: t`Company`, cell: name, csv: name },
    { id: 'number', header: t`Number`, width: '8rem', from: 'sm', cell: (row) => <span className="tabular">{row.number}</span>, csv: (row) => row.number },
    { id: 'state', header: t`State`, width: '9rem', cell: (row) => <StateTag state={row.state} />, csv: (row) => stateWords(row.state).label },
    { id: 'desks', header: t`Desks`, width: '5rem', align: 'end', from: 'lg', cell: (row) => (row.desks === null ? '–' : format.number(row.desks)), csv: (row) => row.desks },
    { id: 'screener', header: t`Screener`, width: '8rem', from: 'md', cell: (row) => row.claimedByName ?? '–', csv: (row) => row.claimedByName },
    {
      id: 'submittedAt', header: t({ message: 'Handed in', context: 'date' }), sort: 'submittedAt', width: '8rem', from: 'md',
      cell: (row) => <Time value={row.submittedAt} as="relative" />, csv: (row) => row.submittedAt,
    },
    { id: 'due', header: t`Due`, width: '11rem', from: 'lg', cell: (row) => (row.dueAt ? <DueMark dueAt={row.dueAt} as="date" /> : '–'), csv: (row) => row.dueAt },
  ];

  const counts = new Map(list.data?.tenancyApplicationCounts.map(({ state, count }) => [state, count]));
  const total = (states: readonly string[]) => states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const ended = ENDED.filter((state) => state !== 'discarded');
  const refused = ['ineligible', 'declined'];
  const views: ListView[] = [
    { id: 'all', label: t`All`, search: {}, count: total([...counts.keys()]) },
    { id: 'mine', label: t({ message: 'Mine', context: 'application queue' }), search: { mine: ['me'] } },
    ...WORK.map((state) => ({ id: state, label: stateWords(state).label, search: { state: [state] }, count: total([state]) })),
    { id: 'refused', label: t`Refused`, search: { state: refused }, count: total(refused) },
    { id: 'ended', label: t`Ended`, search: { state: ended }, count: total(ended) },
  ];
  const open = (id: string) => void navigate({ to: '/tenancy/applications/$id', params: { id } });
  const claimAll: BulkAction = {
    id: 'claim',
    label: t`Claim`,
    run: async (ids) => {
      const outcomes = [];
      for (const id of ids) {
        const row = rows.find((one) => one.id === id);
        try {
          await move('claim', { id, version: row?.version ?? 0 });
          outcomes.push({ id });
        } catch (error) {
          outcomes.push({ id, failure: toWords(error).message });
        }
      }
      return outcomes;
    },
  };
  const claim = async (row: Row) => {
    try {
      await move('claim', { id: row.id, version: row.version });
      toast.done(t`It is yours to screen`);
    } catch (error) {
      toast.failed(toWords(error).message);
    }
  };
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
        id="tenancy-applications"
        title={t`Applications`}
        lead={t`Applications for tenancy that were handed in. Enter peeks at a row, a click on its name opens it.`}
        spec={queueSpec}
        list={list}
        columns={columns}
        isCompact
        views={views}
        facets={[
          {
            id: 'state', label: t`State`,
            options: [...WORK, ...refused, ...ended].map((state) => ({
              value: state, label: stateWords(state).label, count: counts.get(state) ?? 0,
            })),
          },
          { id: 'mine', label: t`Screener`, options: [{ value: 'me', label: t`Me` }] },
        ]}
        searchLabel={t`Search numbers and names`}
        rowId={(row) => row.id}
        rowName={(row) => `${row.number} ${name(row)}`}
        rowHref={(row) => `/tenancy/applications/${row.id}`}
        rowActions={(row) => [
          {
            id: 'row',
            items: [
              { id: 'peek', label: t`Peek`, hint: 'Enter', onAction: () => setPeeked(row.id) },
              { id: 'open', label: t`Open`, onAction: () => open(row.id) },
              ...(canScreen && row.state === 'submitted'
                ? [{ id: 'claim', label: t`Claim`, onAction: () => void claim(row) }]
                : []),
            ],
          },
        ]}
        {...(canScreen ? { bulkActions: [claimAll] } : {})}
        empty={
          <EmptyState
            icon={<Inbox />}
            title={<Trans>No applications yet</Trans>}
            action={
              <ButtonLink to="/">
                <Trans>Go to the start page</Trans>
              </ButtonLink>
            }
          >
            <Trans>
              Companies apply while a round is open. What they hand in arrives here, and every screener is told of it.
            </Trans>
          </EmptyState>
        }
      />
      {peeked && (
        <ApplicationPeek
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
