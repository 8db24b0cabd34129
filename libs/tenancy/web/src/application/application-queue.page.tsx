import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  ButtonLink, EmptyState, graphql, ListPage, toast, toWords, useCan, useList, useListSearch, type BulkAction,
  type BulkOutcome, keepOrder,
} from '@wutong/core-web';
import { Inbox } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { ApplicationPeek } from './application-peek';
import { TenancyApplicationQueueDocument } from './application-queue.page.graphql';
import { useMove } from './moves/use-move';
import { OpenRound } from './open-round';
import { type QueueRow, useCompanyName, useQueueColumns } from './queue-columns';
import { queueSpec } from './queue-spec';
import { useQueueViews } from './queue-views';

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

/** The centre's queue of applications that were handed in. */
export function Page() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const move = useMove();
  const canScreen = useCan('tenancy-application.screen');
  const canOpenRound = useCan('intake-round.open');
  const [peeked, setPeeked] = useState<string | null>(null);
  const { search } = useListSearch(queueSpec);
  const list = useList(
    TenancyApplicationQueueDocument,
    { first: 50, states: search.state ?? null, search: search.q ?? null, mine: search.mine !== undefined },
    (data) => data.tenancyApplicationQueue,
  );
  const { rows } = list;
  useEffect(() => keepOrder('tenancy-applications', rows.map(({ id }) => id)), [rows]);

  const name = useCompanyName();
  const columns = useQueueColumns();
  const { views, facets } = useQueueViews(list.data?.tenancyApplicationCounts ?? []);
  const open = (id: string) => void navigate({ to: '/tenancy/applications/$id', params: { id } });
  const claimAll: BulkAction = {
    id: 'claim',
    label: t`Claim`,
    run: async (ids) => {
      const outcomes: BulkOutcome[] = [];
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
  const claim = async (row: QueueRow) => {
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
        actions={canOpenRound && <OpenRound />}
        spec={queueSpec}
        list={list}
        columns={columns}
        isCompact
        views={views}
        facets={facets}
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
            const row = `[data-row="${CSS.escape(peeked)}"]`;
            requestAnimationFrame(() => document.querySelector<HTMLElement>(row)?.focus());
          }}
        />
      )}
    </div>
  );
}
