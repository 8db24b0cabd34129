import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, graphql, HrefLink, Panel, Skeleton, Tag, useFormat } from '@wutong/core-web';
import { CircleCheck } from 'lucide-react';
import type { UntiedTelemetryQuery } from './untied-list.graphql';

graphql`
  query UntiedTelemetry { untiedTelemetry { cluster kind account holders heldMh firstAt lastAt example } }
`;

/** GPU time that was measured but belongs to nobody who is known. */
export function UntiedList({ rows }: { rows: UntiedTelemetryQuery['untiedTelemetry'] | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  if (!rows) return <Skeleton className="h-48 rounded-card" />;
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<CircleCheck />} title={<Trans>Everything measured has an owner</Trans>}>
          <Trans>GPU time whose job is in no accounting record, or whose namespace is nobody’s account, is shown here for seven days.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title={t`Whose is this?`} isFlush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={`${row.cluster}/${row.kind}/${row.account}`} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <code className="font-mono font-medium">{row.cluster}{row.account && ` / ${row.account}`}</code>
                {row.kind === 'pod'
                  ? <Tag tone="warn"><Trans>Unknown namespace</Trans></Tag>
                  : <Tag tone="warn"><Trans>No accounting record</Trans></Tag>}
              </p>
              <p className="text-caption text-muted">
                <Trans>{format.gpuHours(row.heldMh)} GPU-hours</Trans>{' · '}
                {row.kind === 'pod' ? <Plural value={row.holders} one="# pod" other="# pods" /> : <Plural value={row.holders} one="# job" other="# jobs" />}
                {' · '}<code className="font-mono">{row.example}</code>{' · '}{format.range(row.firstAt, row.lastAt)}
              </p>
            </div>
            <HrefLink href="/compute/usage?tab=unknown">{row.kind === 'pod' ? <Trans>Say whose it is</Trans> : <Trans>Bring in accounting records</Trans>}</HrefLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
