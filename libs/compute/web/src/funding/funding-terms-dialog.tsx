import { useLingui } from '@lingui/react/macro';
import { graphql, NumberField, toast, useAttempt, useCommand, useName } from '@wutong/core-web';
import { useState } from 'react';
import { toFen } from '../charge/charge-words';
import { SaveDialog } from '../pool/save-dialog';
import type { Source } from './funding-table';
import { ChangeFundingCapsDocument } from './funding-terms-dialog.graphql';

graphql`
  mutation ChangeFundingCaps($input: ChangeFundingCapsInput!) { changeFundingCaps(input: $input) { id } }
`;

/** How much of a charge, and of a month, funding pays from the next closing on. */
export function FundingTermsDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useLingui();
  const nameOf = useName();
  const [share, setShare] = useState<number | null>(source.sharePercent);
  const [yuan, setYuan] = useState<number | null>(source.monthCapFen ? Number(source.monthCapFen) / 100 : null);
  const change = useCommand(ChangeFundingCapsDocument, { refetch: ['Funding', 'FundingSources', 'ChargePreview'] });
  const attempt = useAttempt(async () => {
    if (share === null) return;
    await change.send({ input: { id: source.id, version: source.version, sharePercent: share, monthCapFen: yuan === null ? null : toFen(yuan) } });
    toast.done(t`The new terms hold from the next closing on`);
  }, onClose);
  return (
    <SaveDialog title={t`Terms of ${source.programme}`} onClose={onClose} isWhole={share !== null} attempt={attempt}>
      <p className="text-muted">{nameOf(source.organisation)}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField label={t`At most of a charge`} isRequired value={share} onChange={setShare} minValue={1} maxValue={100} unit="%" />
        <NumberField
          label={t`At most a month`} value={yuan} onChange={setYuan} minValue={0.01} unit="¥" formatOptions={{ maximumFractionDigits: 2 }}
          help={t`Empty: no limit by month.`}
        />
      </div>
    </SaveDialog>
  );
}
