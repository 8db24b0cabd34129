import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, EmptyState, graphql, Panel, Skeleton, Tag, Time, toast, useCan, useCommand } from '@wutong/core-web';
import { RadioTower } from 'lucide-react';
import { useState } from 'react';
import { SourceDialog } from './source-dialog';
import { PullTelemetryDocument, TelemetrySourcesDocument, type TelemetrySourcesQuery } from './source-list.graphql';

graphql`
  query TelemetrySources {
    telemetrySources { cluster url tokenEnv matchers metersPods isEnabled highWaterAt triedAt succeededAt failures lastError version }
  }
  mutation PullTelemetry($cluster: String!) { pullTelemetry(cluster: $cluster) { cluster } }
`;

export type Source = TelemetrySourcesQuery['telemetrySources'][number];

/** The Prometheus of each cluster, how far it has been read, and what went wrong. */
export function SourceList() {
  const { t } = useLingui();
  const canManage = useCan('gpu-telemetry.manage');
  const [edited, edit] = useState<Source | 'new' | null>(null);
  const { data } = useQuery(TelemetrySourcesDocument);
  const pull = useCommand(PullTelemetryDocument, { refetch: ['TelemetrySources'] });
  if (!data) return <Skeleton className="h-48 rounded-card" />;
  const add = canManage && <Button variant="primary" onPress={() => edit('new')}><Trans>Add a source</Trans></Button>;
  return (
    <>
      <Panel title={t`Where GPUs are measured`} actions={data.telemetrySources.length > 0 && add} isFlush>
        {data.telemetrySources.length === 0 ? (
          <EmptyState icon={<RadioTower />} title={<Trans>No cluster is measured yet</Trans>} action={add}>
            <Trans>A supplier’s Prometheus that scrapes dcgm-exporter tells how busy each GPU is, and which job or pod holds it.</Trans>
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {data.telemetrySources.map((source) => (
              <li key={source.cluster} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
                <div className="min-w-0">
                  <p className="flex flex-wrap items-center gap-2">
                    <span className="font-medium">{source.cluster}</span>
                    <State source={source} />
                    {source.metersPods && <Tag><Trans>Meters pods</Trans></Tag>}
                  </p>
                  <p className="text-caption wrap-anywhere text-muted">
                    {source.url}{source.highWaterAt && <>{' · '}<Trans>read up to <Time value={source.highWaterAt} as="relative" /></Trans></>}
                  </p>
                  {source.lastError && <p className="text-caption text-bad">{source.lastError}</p>}
                </div>
                {canManage && (
                  <span className="flex gap-2">
                    <Button
                      size="sm" variant="quiet"
                      onPress={() => void pull.run({ cluster: source.cluster }).then((done) => done && toast.done(t`It is read in a moment`))}
                    >
                      <Trans>Read now</Trans>
                    </Button>
                    <Button size="sm" onPress={() => edit(source)}><Trans>Edit</Trans></Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {edited && <SourceDialog source={edited === 'new' ? null : edited} onClose={() => edit(null)} />}
    </>
  );
}

function State({ source: { isEnabled, failures, succeededAt } }: { source: Source }) {
  if (!isEnabled) return <Tag><Trans>Paused</Trans></Tag>;
  if (failures > 0) return <Tag tone="bad"><Trans>Failing since {failures} attempts</Trans></Tag>;
  return succeededAt ? <Tag tone="ok"><Trans>Measures</Trans></Tag> : <Tag tone="info"><Trans>Not read yet</Trans></Tag>;
}
