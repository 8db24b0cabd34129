import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DateField, EmptyState, graphql, Notice, NumberField, Panel, Skeleton, Time, toast, useAttempt, useCan, useCommand, useFormat,
} from '@wutong/core-web';
import { BadgeJapaneseYen } from 'lucide-react';
import { useState } from 'react';
import { addDays, dayOf, toHours } from '../gpu-hours';
import type { Price } from './contract-panel';
import { SaveDialog } from './save-dialog';
import { PoolTariffsDocument, SetComputeTariffDocument, type PoolTariffsQuery } from './tariff-panel.graphql';

graphql`
  query PoolTariffs($poolId: ID!) {
    computeTariffs(poolId: $poolId) { id validFrom fenPerGpuHour setByName setAt }
    unpricedUsage(poolId: $poolId) { withoutCostMh withoutChargeMh }
  }
  mutation SetComputeTariff($input: SetComputeTariffInput!) { setComputeTariff(input: $input) { id } }
`;

type Tariff = PoolTariffsQuery['computeTariffs'][number];

interface TariffPanelProps {
  poolId: string;
  /** What the centre pays for the pool's class, over time. */
  costs: readonly Price[];
}

/** What tenants are charged in a pool, over time, and whether some use has no price yet. */
export function TariffPanel({ poolId, costs }: TariffPanelProps) {
  const { t } = useLingui();
  const format = useFormat();
  const canSet = useCan('compute-tariff.set');
  const [isSetting, set] = useState(false);
  const { data } = useQuery(PoolTariffsDocument, { variables: { poolId }, fetchPolicy: 'cache-and-network' });
  const unpriced = toHours(data?.unpricedUsage.withoutCostMh ?? '0');
  return (
    <Panel
      title={t`What tenants are charged`}
      actions={canSet && <Button size="sm" onPress={() => set(true)}><Trans>Set a charge</Trans></Button>}
    >
      <div className="flex flex-col gap-3">
        {unpriced > 0 && (
          <Notice tone="warn" title={t`${format.number(unpriced)} GPU-hours without a supplier’s price`}>
            <Trans>They count as ¥0 until the contract’s first price is set, which prices them.</Trans>
          </Notice>
        )}
        {!data ? (
          <Skeleton className="h-16" />
        ) : data.computeTariffs.length === 0 ? (
          <EmptyState icon={<BadgeJapaneseYen />} title={<Trans>The supplier’s price is passed on</Trans>}>
            <Trans>Tenants pay what the centre pays, until another charge is set here.</Trans>
          </EmptyState>
        ) : (
          <TariffTable tariffs={data.computeTariffs} costs={costs} />
        )}
      </div>
      {isSetting && <TariffDialog poolId={poolId} last={data?.computeTariffs[0]} onClose={() => set(false)} />}
    </Panel>
  );
}

function TariffTable({ tariffs, costs }: { tariffs: readonly Tariff[]; costs: readonly Price[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const costAt = (at: string) =>
    costs.find(({ validFrom, validUntil }) => Date.parse(validFrom) <= Date.parse(at) && !(validUntil && Date.parse(validUntil) <= Date.parse(at)));
  return (
    <table className="w-full border-collapse text-table">
      <thead>
        <tr className="h-8 text-left text-caption text-muted">
          <th scope="col" className="pr-3 font-medium"><Trans>Valid from</Trans></th>
          <th scope="col" className="pr-3 text-right font-medium"><Trans>Charge per GPU-hour</Trans></th>
          <th scope="col" className="pr-3 text-right font-medium"><Trans>Supplier’s price then</Trans></th>
          <th scope="col" className="font-medium max-sm:hidden"><Trans>Set by</Trans></th>
        </tr>
      </thead>
      <tbody>
        {tariffs.map((tariff, i) => {
          const cost = costAt(tariff.validFrom);
          const isReplaced = tariffs[i - 1]?.validFrom === tariff.validFrom;
          return (
            <tr key={tariff.id} className="border-t border-line">
              <td className="py-1.5 pr-3"><Time value={tariff.validFrom} /></td>
              <td className="tabular py-1.5 pr-3 text-right">
                {isReplaced ? <s className="text-muted">{format.money(tariff.fenPerGpuHour)}</s> : format.money(tariff.fenPerGpuHour)}
                {isReplaced && <span className="sr-only">{t({ message: 'replaced', context: 'price' })}</span>}
              </td>
              <td className="tabular py-1.5 pr-3 text-right text-muted">{cost ? format.money(cost.fenPerGpuHour) : '–'}</td>
              <td className="py-1.5 max-sm:hidden">{tariff.setByName}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function TariffDialog({ poolId, last, onClose }: { poolId: string; last: Tariff | undefined; onClose: () => void }) {
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
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label={t`Yuan per GPU-hour`} isRequired value={yuan} onChange={setYuan} minValue={0}
          formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }} unit="¥"
        />
        <DateField label={t`Valid from`} isRequired value={from} onChange={setFrom} />
      </div>
      <p className="text-muted">
        <Trans>What was used before stays charged as it was. A charge set again for the same day takes the place of the one before it.</Trans>
      </p>
    </SaveDialog>
  );
}
