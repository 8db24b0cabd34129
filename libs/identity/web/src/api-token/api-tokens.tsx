import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import {
  Button, ConfirmDialog, EmptyState, graphql, Notice, Panel, Skeleton, Tag, Time, toWords, useCommand,
} from '@wutong/core-web';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { MyApiTokensDocument, RevokeApiTokenDocument, type MyApiTokensQuery } from './api-tokens.graphql';
import { CreateApiToken } from './create-api-token';

graphql`
  query MyApiTokens {
    myApiTokens {
      id
      name
      prefix
      permissions
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
    }
  }

  mutation RevokeApiToken($id: ID!) {
    revokeApiToken(id: $id) {
      id
      revokedAt
    }
  }
`;

type Token = MyApiTokensQuery['myApiTokens'][number];

/** Keys with which one's own programs act in the portal. */
export function ApiTokens() {
  const { t } = useLingui();
  const { data, error } = useQuery(MyApiTokensDocument);
  const revoke = useCommand(RevokeApiTokenDocument);
  const [isMaking, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<Token | null>(null);
  return (
    <Panel
      isFlush
      title={<Trans>API tokens</Trans>}
      actions={
        <Button size="sm" onPress={() => setMaking(true)}>
          <Trans>New token</Trans>
        </Button>
      }
    >
      {error && <Notice tone="bad">{toWords(error).message}</Notice>}
      {!data && !error && <Skeleton className="m-4 h-12" />}
      {data?.myApiTokens.length === 0 && (
        <EmptyState icon={<KeyRound />} title={<Trans>No tokens yet</Trans>}>
          <Trans>
            With a token, a program of yours can report usage or read balances, within what you may do yourself.
          </Trans>
        </EmptyState>
      )}
      <ul>
        {data?.myApiTokens.map((token) => (
          <li key={token.id} className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {token.name}
                <State token={token} />
              </p>
              <p className="text-caption text-muted">
                <code className="font-mono">{token.prefix}…</code> ·{' '}
                <Trans>
                  good until <Time value={token.expiresAt} as="date" />
                </Trans>{' '}
                ·{' '}
                {token.lastUsedAt ? (
                  <Trans>
                    last used <Time value={token.lastUsedAt} as="relative" />
                  </Trans>
                ) : (
                  <Trans>never used</Trans>
                )}
              </p>
              <p className="text-caption wrap-anywhere text-muted">{token.permissions.join(' · ')}</p>
            </div>
            {!token.revokedAt && (
              <Button
                size="sm"
                variant="danger-quiet"
                aria-label={t`Revoke ${token.name}`}
                onPress={() => setLeaving(token)}
              >
                <Trans>Revoke</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isMaking && <CreateApiToken close={() => setMaking(false)} />}
      <ConfirmDialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={async () => {
          if (leaving) await revoke.send({ id: leaving.id });
        }}
        isDanger
        title={<Trans>Revoke {leaving?.name}?</Trans>}
        confirmLabel={<Trans>Revoke</Trans>}
      >
        <p>
          <Trans>Programs that use it stop working at once.</Trans>
        </p>
      </ConfirmDialog>
    </Panel>
  );
}

function State({ token }: { token: Token }) {
  if (token.revokedAt) {
    return (
      <Tag tone="bad">
        <Trans>Revoked</Trans>
      </Tag>
    );
  }
  if (new Date(token.expiresAt) <= new Date()) {
    return (
      <Tag tone="warn">
        <Trans>Expired</Trans>
      </Tag>
    );
  }
  return (
    <Tag tone="ok">
      <Trans>Good</Trans>
    </Tag>
  );
}
