import { Trans } from '@lingui/react/macro';
import { HrefLink, Panel, Tag, Time } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { sayChange, useClusterWords } from './cluster-words';

interface Operation {
  id: string;
  grantId?: string | null | undefined;
  account: string;
  kind: string;
  subject?: string | null | undefined;
  before?: unknown;
  after?: unknown;
  isDone: boolean;
  error?: string | null | undefined;
  madeByName: string;
  madeAt: string;
}

/** What was done on a cluster, by whom and when, and what it did not take. */
export function Operations({ title, operations }: { title: ReactNode; operations: readonly Operation[] }) {
  const words = useClusterWords();
  return (
    <Panel title={title} isFlush>
      <ul className="divide-y divide-line">
        {operations.map((one) => (
          <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="min-w-0">
              <span className="font-medium">{words.operation(one.kind)}</span>{' '}
              {one.grantId
                ? <HrefLink href={`/compute/requests/${one.grantId}`} className="font-mono">{one.account}</HrefLink>
                : <code className="font-mono">{one.account}</code>}{' '}
              <span className="text-muted wrap-anywhere">{one.kind === 'applyObject' ? one.subject : sayChange(one)}</span>
              {one.error && <span className="block text-caption text-bad">{one.error}</span>}
            </span>
            <span className="flex items-baseline gap-3 text-caption text-muted">
              {!one.isDone && <Tag tone="bad"><Trans>Not taken</Trans></Tag>}
              {one.madeByName === 'system' ? <Trans>by itself</Trans> : one.madeByName} · <Time value={one.madeAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
