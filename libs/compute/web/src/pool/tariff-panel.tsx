import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, EmptyState, graphql, lazyPart, Notice, Panel, Skeleton, Time, useCan, useFormat,
} from '@wutong/core-web';
import { BadgeJapaneseYen } from 'lucide-react';
import { useState } from 'react';
import { toHours } from '../gpu-hours';
import type { Price } from './contract-panel';
import { PoolTariffsDocument, type PoolTariffsQuery } from './tariff-panel.graphql';

graphql`
  query PoolTariffs($poolId: ID!) {
    computeTariffs(poolId: $poolId) { id validFrom fenPerGpuHour setByName setAt }
    unpricedUsage(poolId: $poolId) { withoutCostMh withoutChargeMh }
  }
`;

export type Tariff = PoolTariffsQuery['computeTariffs'][number];

const TariffDialog = lazyPart(() => import('./tariff-dialog').then((all) => all.TariffDialog));

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
          <th scope="col" className="w-40 pl-6 font-medium max-sm:hidden"><Trans>Set by</Trans></th>
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
              <td className="py-1.5 pl-6 max-sm:hidden">{tariff.setByName}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
