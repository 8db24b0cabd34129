import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, Select, Switch, TextField, toast, toWords, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import type { Cluster } from './cluster.page.query';
import { SaveClusterConnectionDocument } from './connect-dialog.graphql';
import { useClusterWords } from './cluster-words';

graphql`
  mutation SaveClusterConnection($input: SaveClusterConnectionInput!) { saveClusterConnection(input: $input) { cluster } }
`;

const KINDS = ['slurm_rest', 'slurm_cli', 'kueue'] as const;
type Kind = (typeof KINDS)[number];
type TextName = 'url' | 'userName' | 'secret' | 'slurmConf' | 'ca' | 'cohort';
const FIELDS: Record<Kind, readonly TextName[]> = {
  slurm_rest: ['url', 'userName', 'secret', 'slurmConf', 'ca'], slurm_cli: ['slurmConf'], kueue: ['url', 'secret', 'ca', 'cohort'],
};
const NEEDED: ReadonlySet<TextName> = new Set(['url', 'userName', 'secret']);

/** Says how a cluster is reached. Secrets are only named: their values stay on the host. */
export function ConnectDialog({ cluster: { cluster, connection }, onClose }: { cluster: Cluster; onClose: () => void }) {
  const { t } = useLingui();
  const words = useClusterWords();
  const [kind, setKind] = useState<Kind>(connection?.kind ?? 'slurm_rest');
  const [texts, setTexts] = useState<Record<TextName, string>>({
    url: connection?.url ?? '', userName: connection?.userName ?? '', secret: connection?.secret ?? '', slurmConf: connection?.slurmConf ?? '',
    ca: connection?.ca ?? '', cohort: connection?.cohort ?? '',
  });
  const [signsTokens, setSigns] = useState(connection?.signsTokens ?? false);
  const [enforces, setEnforces] = useState(connection?.enforces ?? false);
  const [takesAll, setTakesAll] = useState(connection?.takesAll ?? false);
  const [wrong, setWrong] = useState<{ field?: string; message: string } | null>(null);
  const save = useCommand(SaveClusterConnectionDocument, { refetch: ['ComputeClusterPage', 'ComputeClusters'] });
  const fields = FIELDS[kind];
  const labels: Record<TextName, [string, string]> = {
    url: [t`Address`, kind === 'kueue' ? t`Of the Kubernetes API server.` : t`Of slurmrestd, such as https://slurm.example:6820.`],
    userName: [t`User name`, t`As whom slurmrestd is asked; an operator of Slurm.`],
    secret: [t`Secret’s name`, t`The token or key itself stays on the host: as variable WUTONG_SECRET_… or a file in WUTONG_SECRETS_DIR.`],
    slurmConf: [t`slurm.conf’s name`, kind === 'slurm_cli' ? t`Where the host keeps the path; empty for Slurm’s own place.` : t`For sacctmgr on this host; Slurm 22.05 needs it to change limits.`],
    ca: [t`Certificate’s name`, t`Of the authority behind the server’s certificate; empty for those of the system.`],
    cohort: [t`Cohort`, t`Whose unused GPUs may be borrowed; empty for none.`],
  };
  const isWhole = fields.every((name) => !NEEDED.has(name) || texts[name].trim() !== '');
  const attempt = useAttempt(async () => {
    setWrong(null);
    const given = Object.fromEntries(fields.map((name) => [name, texts[name].trim() || null]));
    try {
      await save.send({ input: { cluster, version: connection?.version ?? null, kind, ...given, signsTokens, enforces, takesAll } });
    } catch (error) {
      const told = toWords(error);
      if (told.field) setWrong(told);
      throw error;
    }
    toast.done(t`Saved; test the connection next`);
  }, onClose);
  return (
    <SaveDialog title={connection ? t`Change connection` : t`Connect ${cluster}`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <Select
        label={t`By what`} isRequired value={kind} onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'slurm_rest')}
        options={KINDS.map((value) => ({ value, label: words.kind(value) }))}
      />
      {fields.map((name) => (
        <TextField
          key={name} label={labels[name][0]} help={labels[name][1]} isRequired={NEEDED.has(name)} value={texts[name]} maxLength={400}
          onChange={(value) => setTexts((before) => ({ ...before, [name]: value }))} error={wrong?.field === name ? wrong.message : undefined}
        />
      ))}
      {kind === 'slurm_rest' && (
        <Switch isSelected={signsTokens} onChange={setSigns}><Trans>The secret is Slurm’s JWT key: sign a short-lived token for each call</Trans></Switch>
      )}
      <Switch isSelected={enforces} onChange={setEnforces}><Trans>Write limits: hold jobs to what was granted</Trans></Switch>
      {kind !== 'kueue' && (
        <Switch isSelected={takesAll} onChange={setTakesAll}><Trans>Take every job, also those of accounts that nobody knows</Trans></Switch>
      )}
    </SaveDialog>
  );
}
