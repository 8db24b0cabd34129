import { Trans, useLingui } from '@lingui/react/macro';
import { Panel, Tag, useFormat, useName } from '@wutong/core-web';
import { toHours } from '../gpu-hours';
import type { Proposal, Share } from './planning-cycle.query';

/** The yardsticks of fairness, of the plan and of first come; and who borrowed what others left. */
export function FairnessPanel({ proposal, shares }: { proposal: Proposal; shares: readonly Share[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const hours = (mh: string) => format.number(Math.round(toHours(mh)));
  const { figures, firstCome } = proposal;
  const rows: [string, string, string][] = [
    [t`Companies below their slice`, format.number(figures.belowSlice), format.number(firstCome.belowSlice)],
    [t`Envious pairs`, format.number(figures.envy), format.number(firstCome.envy)],
    [t`Jain index of granted ÷ weight`, format.number(figures.jainOfShares, 3), format.number(firstCome.jainOfShares, 3)],
    [t`Jain index of granted ÷ asked`, format.number(figures.jainOfDemandMet, 3), format.number(firstCome.jainOfDemandMet, 3)],
    [t`Granted, normalised hours`, format.number(Math.round(figures.grantedMh / 1000)), format.number(Math.round(firstCome.grantedMh / 1000))],
    [t`Cost at list price`, format.money(figures.costFen), format.money(firstCome.costFen)],
  ];
  const moved = shares.filter(({ borrowedMh, lentMh }) => BigInt(borrowedMh) > 0n || BigInt(lentMh) > 0n)
    .sort((a, b) => toHours(b.borrowedMh) - toHours(a.borrowedMh));
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Panel title={t`This plan beside first come, first served`} isFlush>
        <table className="w-full border-collapse text-table">
          <thead>
            <tr className="h-9 border-b border-line text-caption text-muted">
              <th scope="col" className="px-4 text-left font-medium"><Trans>Yardstick</Trans></th>
              <th scope="col" className="px-3 text-right font-medium"><Trans>This plan</Trans></th>
              <th scope="col" className="px-4 text-right font-medium"><Trans>First come</Trans></th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, ours, theirs]) => (
              <tr key={label} className="h-9 border-b border-line last:border-b-0">
                <th scope="row" className="px-4 text-left font-normal">{label}</th>
                <td className="tabular px-3 text-right font-medium">{ours}</td>
                <td className="tabular px-4 text-right text-muted">{theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t`Who borrowed what others left`} isFlush>
        <table className="w-full border-collapse text-table">
          <thead>
            <tr className="h-9 border-b border-line text-caption text-muted">
              <th scope="col" className="px-4 text-left font-medium"><Trans>Company</Trans></th>
              <th scope="col" className="px-3 text-right font-medium"><Trans>Borrowed</Trans></th>
              <th scope="col" className="px-3 text-right font-medium"><Trans>Left to others</Trans></th>
              <th scope="col" className="px-4 text-right font-medium"><Trans context="plan">Slice</Trans></th>
            </tr>
          </thead>
          <tbody>
            {moved.map((share) => (
              <tr key={share.organisationId} className="h-9 border-b border-line last:border-b-0">
                <th scope="row" className="px-4 text-left font-normal">
                  {nameOf(share)} {!share.isIncentiveKept && <Tag tone="bad"><Trans>below</Trans></Tag>}
                </th>
                <td className="tabular px-3 text-right">{hours(share.borrowedMh)}</td>
                <td className="tabular px-3 text-right">{hours(share.lentMh)}</td>
                <td className="tabular px-4 text-right text-muted">{hours(share.entitlementMh)}</td>
              </tr>
            ))}
            {moved.length === 0 && <tr><td colSpan={4} className="px-4 py-3 text-muted"><Trans>Everybody has exactly the own slice.</Trans></td></tr>}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}
