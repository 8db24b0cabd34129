import { Trans } from '@lingui/react/macro';
import { BellOff } from 'lucide-react';
import { FailureWords } from '../app/failure';
import { Time } from '../format/use-format';
import { graphql } from '../graphql/graphql-tag';
import { useCommand } from '../graphql/use-command';
import { useList } from '../graphql/use-list';
import { Button, HrefLink } from '../ui/button';
import { cx } from '../ui/cx';
import { EmptyState, Skeleton } from '../ui/display';
import { MarkReadDocument, NotificationsDocument } from './inbox.graphql';

graphql`
  query Notifications($first: Int!, $after: String) {
    notifications(first: $first, after: $after) {
      nodes {
        id
        title
        body
        link
        readAt
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

graphql`
  mutation MarkRead($ids: [ID!]) {
    markNotificationsRead(ids: $ids)
  }
`;

/** What the viewer was told, newest first; opening one marks it read. */
export default function Inbox({ close }: { close: () => void }) {
  const list = useList(NotificationsDocument, { first: 20 }, (data) => data.notifications);
  const mark = useCommand(MarkReadDocument, { refetch: ['Unread', 'Notifications'] });
  if (list.error && list.rows.length === 0) return <FailureWords words={list.error} retry={list.refetch} />;
  if (list.isLoading) return <Skeleton className="m-4 h-24" />;
  if (list.rows.length === 0) {
    return (
      <EmptyState icon={<BellOff />} title={<Trans>Nothing to tell yet</Trans>}>
        <Trans>Decisions, requests and deadlines that concern you arrive here.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="flex flex-col">
        {list.rows.map((one) => (
          <li key={one.id} className="border-b border-line last:border-0">
            <HrefLink
              href={one.link ?? '#'}
              onClick={() => {
                if (!one.readAt) void mark.run({ ids: [one.id] });
                close();
              }}
              className="flex gap-2.5 px-4 py-2.5 hover:bg-sunken"
            >
              <span aria-hidden className={cx('mt-2 size-1.5 shrink-0 rounded-full', one.readAt ? 'bg-transparent' : 'bg-primary')} />
              <span className="min-w-0 flex-1">
                <span className={cx('block wrap-anywhere', !one.readAt && 'font-medium')}>
                  {!one.readAt && (
                    <span className="sr-only">
                      <Trans>Unread:</Trans>{' '}
                    </span>
                  )}
                  {one.title}
                </span>
                <span className="line-clamp-2 text-caption text-muted">{one.body}</span>
                <span className="text-caption text-muted">
                  <Time value={one.createdAt} as="relative" />
                </span>
              </span>
            </HrefLink>
          </li>
        ))}
      </ul>
      <div className="flex justify-between gap-2 border-t border-line px-2 py-1.5">
        <Button size="sm" variant="quiet" isPending={mark.isBusy} onPress={() => void mark.run({ ids: null })}>
          <Trans>Mark all as read</Trans>
        </Button>
        {list.hasMore && (
          <Button size="sm" variant="quiet" isPending={list.isLoadingMore} onPress={list.loadMore}>
            <Trans>Load more</Trans>
          </Button>
        )}
      </div>
    </>
  );
}
