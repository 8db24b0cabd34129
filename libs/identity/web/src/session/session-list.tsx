import { Trans, useLingui } from '@lingui/react/macro';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useRouter } from '@tanstack/react-router';
import {
  Button, ConfirmDialog, graphql, Notice, Panel, Skeleton, Tag, Time, toWords, useCommand,
} from '@wutong/core-web';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { browserOf } from './browser-of';
import { EndSessionDocument, MySessionsDocument, SignOutEverywhereDocument } from './session-list.graphql';

graphql`
  query MySessions {
    mySessions {
      id
      source
      userAgent
      createdAt
      lastSeenAt
      current
    }
  }

  mutation EndSession($id: ID!) {
    endSession(id: $id)
  }

  mutation SignOutEverywhere {
    signOutEverywhere
  }
`;

/** Where one is signed in; each can be ended, or all at once. */
export function SessionList() {
  const { t } = useLingui();
  const client = useApolloClient();
  const router = useRouter();
  const { data, error } = useQuery(MySessionsDocument, { fetchPolicy: 'cache-and-network' });
  const end = useCommand(EndSessionDocument, { refetch: ['MySessions'] });
  const everywhere = useCommand(SignOutEverywhereDocument);
  const [isAsking, setAsking] = useState(false);
  const leave = async () => {
    await everywhere.send({});
    await client.clearStore();
    router.history.push('/sign-in');
  };
  return (
    <Panel
      isFlush
      title={<Trans>Where you are signed in</Trans>}
      actions={
        <Button size="sm" variant="danger-quiet" onPress={() => setAsking(true)}>
          <Trans>Sign out everywhere</Trans>
        </Button>
      }
    >
      {error && <Notice tone="bad">{toWords(error).message}</Notice>}
      {!data && <Skeleton className="m-4 h-12" />}
      <ul>
        {data?.mySessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {browserOf(session.userAgent) ?? <Trans>Unknown browser</Trans>}
                {session.current && (
                  <Tag tone="ok">
                    <Trans>This browser</Trans>
                  </Tag>
                )}
              </p>
              <p className="text-caption text-muted">
                <Trans>
                  Last used <Time value={session.lastSeenAt} as="relative" /> from {session.source}
                </Trans>{' '}
                ·{' '}
                <Trans>
                  Signed in <Time value={session.createdAt} as="date" />
                </Trans>
              </p>
            </div>
            {!session.current && (
              <Button
                size="sm"
                isPending={end.isBusy}
                aria-label={t`Sign out ${browserOf(session.userAgent) ?? session.source}`}
                onPress={() => void end.run({ id: session.id })}
              >
                <Trans>Sign out</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={leave}
        isDanger
        title={<Trans>Sign out everywhere?</Trans>}
        confirmLabel={<Trans>Sign out everywhere</Trans>}
      >
        <p>
          <Trans>Every browser is signed out, this one too. API tokens go on working.</Trans>
        </p>
      </ConfirmDialog>
    </Panel>
  );
}
