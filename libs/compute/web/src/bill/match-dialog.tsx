import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Dialog, Select, toast, useAttempt, useCommand, useName } from '@wutong/core-web';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { MatchSupplierResourceDocument } from './reconciliation.query.graphql';
import type { ComparisonLine, ReconciliationCase } from './reconciliation.query';

interface MatchDialogProps {
  reconciliation: ReconciliationCase;
  line: ComparisonLine;
  onClose: () => void;
}

/** Says once which pool it is that the supplier's bills name. */
export function MatchDialog({ reconciliation: { id, pools }, line: { matchKind, matchKey }, onClose }: MatchDialogProps) {
  const { t } = useLingui();
  const nameOf = useName();
  const [poolId, setPool] = useState<string | null>(null);
  const match = useCommand(MatchSupplierResourceDocument, { refetch: ['ReconciliationPage'] });
  const attempt = useAttempt(async () => {
    if (!poolId || !matchKind || !matchKey) return;
    await match.send({ input: { reconciliationId: id, kind: matchKind, key: matchKey, poolId } });
    toast.done(t`Matched, and compared anew`);
  }, onClose);
  return (
    <Dialog
      title={t`Which pool is “${matchKey ?? ''}”?`} isOpen onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}><Trans>Cancel</Trans></Button>
          <Button variant="primary" isDisabled={!poolId} isPending={attempt.isBusy} onPress={() => void attempt.run()}><Trans context="reconciliation">Match</Trans></Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p><Trans>Every line that names it counts for this pool, in this bill and in those to come.</Trans></p>
        <Select
          label={t`Pool`} value={poolId} onChange={setPool}
          options={pools.map((pool) => ({ value: pool.id, label: `${pool.code} · ${nameOf(pool)}`, help: className(pool.gpuClass) }))}
        />
        {attempt.failure && <p role="alert" className="text-bad">{attempt.failure}</p>}
      </div>
    </Dialog>
  );
}
