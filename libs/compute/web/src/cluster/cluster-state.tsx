import { useLingui } from '@lingui/react/macro';
import { Tag } from '@wutong/core-web';

interface Connected {
  lastPullAt?: string | null | undefined;
  pullError?: string | null | undefined;
  enforceError?: string | null | undefined;
  differences?: number | null | undefined;
  kind: string;
  checkedAt?: string | null | undefined;
  findings: readonly { level: string }[];
}

/** How a cluster is doing, from what really happened last; what was never tried is not called well. */
export function ClusterState({ connection }: { connection: Connected | null | undefined }) {
  const { t } = useLingui();
  if (!connection) return <Tag>{t`Not connected`}</Tag>;
  const { lastPullAt, pullError, enforceError, differences, kind, checkedAt, findings } = connection;
  if (pullError) return <Tag tone="bad">{t`Pull failed`}</Tag>;
  if (enforceError) return <Tag tone="bad">{t`Limits not written`}</Tag>;
  if (findings.some(({ level }) => level === 'bad')) return <Tag tone="bad">{t`Not in order`}</Tag>;
  if (differences) return <Tag tone="warn">{t`Differs`}</Tag>;
  if (kind === 'kueue' ? checkedAt : lastPullAt) return <Tag tone="ok">{t`In order`}</Tag>;
  return <Tag>{t`Not tried yet`}</Tag>;
}
