import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, NumberField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import { ReconciliationToleranceDocument, SetReconciliationToleranceDocument, type ReconciliationToleranceQuery } from './tolerance-dialog.graphql';

graphql`
  query ReconciliationTolerance { reconciliationTolerance { absoluteFen basisPoints } }
  mutation SetReconciliationTolerance($input: SetReconciliationToleranceInput!) { setReconciliationTolerance(input: $input) }
`;

interface ToleranceDialogProps {
  onClose: () => void;
}

/** Sets from which difference on a line of a bill is looked at. */
export function ToleranceDialog({ onClose }: ToleranceDialogProps) {
  const { data } = useQuery(ReconciliationToleranceDocument, { fetchPolicy: 'network-only' });
  return data ? <Form before={data.reconciliationTolerance} onClose={onClose} /> : null;
}

function Form({ before, onClose }: ToleranceDialogProps & { before: ReconciliationToleranceQuery['reconciliationTolerance'] }) {
  const { t } = useLingui();
  const [yuan, setYuan] = useState<number | null>(Number(before.absoluteFen) / 100);
  const [percent, setPercent] = useState<number | null>(before.basisPoints / 100);
  const set = useCommand(SetReconciliationToleranceDocument);
  const attempt = useAttempt(async () => {
    if (yuan === null || percent === null) return;
    await set.send({ input: { absoluteFen: String(Math.round(yuan * 100)), basisPoints: Math.round(percent * 100) } });
    toast.done(t`The tolerance holds from now on`);
  }, onClose);
  return (
    <SaveDialog title={t`Tolerance of bills`} onClose={onClose} isWhole={yuan !== null && percent !== null} attempt={attempt}>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Amount of a line`} isRequired value={yuan} onChange={setYuan} minValue={0} maxValue={10_000_000} unit="¥"
          formatOptions={{ maximumFractionDigits: 2 }}
        />
        <NumberField
          label={t`Share of what was metered`} isRequired value={percent} onChange={setPercent} minValue={0} maxValue={100} unit="%"
          formatOptions={{ maximumFractionDigits: 2 }}
        />
      </div>
      <p className="text-muted">
        <Trans>A difference up to the larger of the two is not looked at. It holds for months that are compared from now on, or compared again.</Trans>
      </p>
    </SaveDialog>
  );
}
