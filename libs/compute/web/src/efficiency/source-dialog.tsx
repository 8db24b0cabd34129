import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, Switch, TextField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import { SaveTelemetrySourceDocument } from './source-dialog.graphql';
import type { Source } from './source-list';

graphql`
  mutation SaveTelemetrySource($input: SaveTelemetrySourceInput!) { saveTelemetrySource(input: $input) { cluster } }
`;

/** Says where a cluster's GPUs are measured. */
export function SourceDialog({ source, onClose }: { source: Source | null; onClose: () => void }) {
  const { t } = useLingui();
  const [cluster, setCluster] = useState(source?.cluster ?? '');
  const [url, setUrl] = useState(source?.url ?? '');
  const [tokenEnv, setTokenEnv] = useState(source?.tokenEnv ?? '');
  const [matchers, setMatchers] = useState(source?.matchers ?? '');
  const [metersPods, setMetersPods] = useState(source?.metersPods ?? false);
  const [isEnabled, setEnabled] = useState(source?.isEnabled ?? true);
  const save = useCommand(SaveTelemetrySourceDocument, { refetch: ['TelemetrySources'] });
  const attempt = useAttempt(async () => {
    await save.send({
      input: {
        cluster: cluster.trim(), url: url.trim(), tokenEnv: tokenEnv.trim() || null, matchers: matchers.trim(), metersPods, isEnabled,
        version: source?.version ?? null,
      },
    });
    toast.done(t`Saved; it is read within a quarter of an hour`);
  }, onClose);
  return (
    <SaveDialog title={source ? t`Source of ${source.cluster}` : t`Add a source`} onClose={onClose} isWhole={cluster.trim() !== '' && url.trim() !== ''} attempt={attempt}>
      {!source && <TextField label={t`Cluster`} isRequired value={cluster} onChange={setCluster} help={t`As its pools have it.`} />}
      <TextField label={t`Address of Prometheus`} isRequired value={url} onChange={setUrl} help={t`http://host:9090, with dcgm-exporter among its targets.`} />
      <TextField
        label={t`Variable of the token`} value={tokenEnv} onChange={setTokenEnv}
        help={t`The name of the server’s environment variable that holds the bearer token, as WUTONG_PROMETHEUS_HW1. The token itself stays there.`}
      />
      <TextField label={t`Label matchers`} value={matchers} onChange={setMatchers} help={t`Where clusters share a Prometheus: cluster="hw1"`} />
      <Switch isSelected={metersPods} onChange={setMetersPods}><Trans>Meter pods: a Kubernetes cluster without Slurm</Trans></Switch>
      <Switch isSelected={isEnabled} onChange={setEnabled}><Trans>Read it</Trans></Switch>
    </SaveDialog>
  );
}
