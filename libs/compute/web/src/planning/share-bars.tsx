import { Trans, useLingui } from '@lingui/react/macro';
import { Help, Panel, useFormat, useName } from '@wutong/core-web';
import { toHours } from '../gpu-hours';
import type { Share } from './planning-cycle.query';

/** For each company: what it asked, its slice, what it gets, and what first come, first served would have given. */
export function ShareBars({ shares }: { shares: readonly Share[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const most = Math.max(1, ...shares.map(({ askedMh }) => toHours(askedMh)));
  const width = (mh: string) => `${((toHours(mh) / most) * 100).toFixed(2)}%`;
  const hours = (mh: string | bigint) => format.number(Math.round(toHours(mh)));
  const difference = ({ grantedMh, firstComeMh }: Share) => BigInt(grantedMh) - BigInt(firstComeMh);
  const signed = (mh: bigint) => `${mh > 0n ? '+' : ''}${hours(mh)}`;
  const sorted = [...shares].sort((a, b) => toHours(b.askedMh) - toHours(a.askedMh));
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Shares of the companies</Trans>
          <Help label={t`The rule behind the shares`}>
            <Trans>The smallest share by weight is made as large as the pools allow, then the next smallest, and so on; nobody gets more than asked. Hours are normalised.</Trans>
          </Help>
        </span>
      }
      actions={
        <span aria-hidden className="flex flex-wrap items-center gap-x-3 text-caption text-muted">
          <span className="flex items-center gap-1.5"><span className="h-2.5 w-4 rounded-xs bg-line" /><Trans context="plan">Asked</Trans></span>
          <span className="flex items-center gap-1.5"><span className="h-2.5 w-4 rounded-xs bg-primary" /><Trans context="plan">Granted</Trans></span>
          <span className="flex items-center gap-1.5"><span className="h-3.5 w-0.5 bg-fg" /><Trans context="plan">Slice</Trans></span>
        </span>
      }
      isFlush
    >
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-table">
          <thead>
            <tr className="h-9 border-b border-line text-caption text-muted">
              <th scope="col" className="px-4 text-left font-medium"><Trans>Company</Trans></th>
              <th scope="col" className="w-2/5 px-3 text-left font-medium max-md:hidden"><span className="sr-only"><Trans>Bars</Trans></span></th>
              <th scope="col" className="px-3 text-right font-medium max-lg:hidden"><Trans>Weight</Trans></th>
              <th scope="col" className="px-3 text-right font-medium max-sm:hidden"><Trans context="plan">Asked</Trans></th>
              <th scope="col" className="px-3 text-right font-medium max-lg:hidden"><Trans context="plan">Slice</Trans></th>
              <th scope="col" className="px-3 text-right font-medium"><Trans context="plan">Granted</Trans></th>
              <th scope="col" className="px-4 text-right font-medium"><Trans>Beside first come</Trans></th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((share) => (
              <tr key={share.organisationId} className="h-9 border-b border-line last:border-b-0">
                <th scope="row" className="px-4 text-left font-normal max-sm:py-1 sm:max-w-48 sm:truncate">{nameOf(share)}</th>
                <td className="px-3 max-md:hidden">
                  <span aria-hidden className="relative block h-3.5">
                    <span className="absolute inset-y-0 left-0 rounded-xs bg-line" style={{ width: width(share.askedMh) }} />
                    <span className="absolute inset-y-0 left-0 rounded-xs bg-primary" style={{ width: width(share.grantedMh) }} />
                    <span className="absolute -inset-y-0.5 w-0.5 bg-fg" style={{ left: width(share.entitlementMh) }} />
                  </span>
                </td>
                <td className="tabular px-3 text-right max-lg:hidden">{typeof share.weight === 'number' ? format.number(share.weight / 1000, 2) : '–'}</td>
                <td className="tabular px-3 text-right max-sm:hidden">{hours(share.askedMh)}</td>
                <td className="tabular px-3 text-right max-lg:hidden">{hours(share.entitlementMh)}</td>
                <td className="tabular px-3 text-right font-medium">{hours(share.grantedMh)}</td>
                <td className={`tabular px-4 text-right ${difference(share) > 0n ? 'text-ok' : difference(share) < 0n ? 'text-bad' : 'text-muted'}`}>
                  {signed(difference(share))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
