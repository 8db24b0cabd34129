import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Bell as BellIcon } from 'lucide-react';
import { Suspense, lazy } from 'react';
import { graphql } from '../graphql/graphql-tag';
import { Button } from '../ui/button';
import { Skeleton } from '../ui/display';
import { PopoverButton } from '../ui/overlay';
import { UnreadDocument } from './bell.graphql';

graphql`
  query Unread {
    unreadNotifications
  }
`;

const Inbox = lazy(() => import('./inbox'));

/** How often the number on the bell is asked for. */
const EVERY_MS = 20_000;

/** What the viewer was told and has not read; the list is fetched when it is opened. */
export function Bell() {
  const { t } = useLingui();
  const { data } = useQuery(UnreadDocument, { pollInterval: EVERY_MS, skipPollAttempt: () => document.hidden });
  const unread = data?.unreadNotifications ?? 0;
  return (
    <PopoverButton
      label={t`Notifications`}
      placement="bottom end"
      className="w-[min(24rem,calc(100vw-1rem))]"
      trigger={
        <Button
          variant="quiet"
          iconOnly
          aria-label={unread > 0 ? t`Notifications, ${unread} unread` : t`Notifications`}
          className="relative"
        >
          <BellIcon aria-hidden />
          {unread > 0 && (
            <span
              aria-hidden
              data-count={unread > 99 ? '99+' : unread}
              className="absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-bad px-1 text-[10px] font-semibold text-on-bad before:content-[attr(data-count)]"
            />
          )}
        </Button>
      }
    >
      {(close) => (
        <>
          <h2 className="border-b border-line px-4 py-2.5 font-semibold">
            <Trans>Notifications</Trans>
          </h2>
          <Suspense fallback={<Skeleton className="m-4 h-24" />}>
            <Inbox close={close} />
          </Suspense>
        </>
      )}
    </PopoverButton>
  );
}
