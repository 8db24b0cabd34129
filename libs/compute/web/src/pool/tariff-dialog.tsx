import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { addDays, dayOf } from '../gpu-hours';
import { PriceFields } from './price-fields';
import { SaveDialog } from './save-dialog';
import { SetComputeTariffDocument } from './tariff-dialog.graphql';
import type { Tariff } from './tariff-panel';

graphql`
  mutation SetComputeTariff($input: SetComputeTariffInput!) { setComputeTariff(input: $input) { id } }
`;

/** Sets what tenants are charged in a pool from a day on. */
export function TariffDialog({ poolId, last, onClose }: { poolId: string; last: Tariff | undefined; onClose: () => void }) {
  const { t } = useLingui();
  const [yuan, setYuan] = useState<number | null>(last ? Number(last.fenPerGpuHour) / 100 : null);
  const [from, setFrom] = useState<string | null>(addDays(dayOf(Date.now()), 1));
  const set = useCommand(SetComputeTariffDocument, { refetch: ['PoolTariffs'] });
  const isWhole = yuan !== null && from !== null;
  const attempt = useAttempt(async () => {
    if (!isWhole) return;
    await set.send({
      input: { poolId, fenPerGpuHour: String(Math.round(yuan * 100)), validFrom: new Date(`${from}T00:00:00+08:00`).toISOString() },
    });
    toast.done(t`The charge is set`);
  }, onClose);
  return (
    <SaveDialog title={t`Set what tenants are charged`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <PriceFields yuan={yuan} onYuan={setYuan} from={from} onFrom={setFrom} />
      <p className="text-muted">
        <Trans>What was used before stays charged as it was. A charge set again for the same day takes the place of the one before it.</Trans>
      </p>
    </SaveDialog>
  );
}
