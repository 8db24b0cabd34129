import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '@wutong/core-web';
import { sayWindow } from '../gpu-hours';
import type { Outcome } from './planning-cycle.query';

/** The GPUs that a request has over time, as a list of pools and windows. */
export function PlannedGpus({ spans }: { spans: Outcome['gpusOverTime'] }) {
  const { t } = useLingui();
  const format = useFormat();
  if (spans.length === 0) return null;
  return (
    <table className="w-full max-w-2xl border-collapse text-table">
      <caption className="pb-1 text-left text-caption text-muted">{t`GPUs over time`}</caption>
      <tbody>
        {spans.map(({ pool, gpus, startsAt, endsAt }) => (
          <tr key={`${pool.id} ${startsAt}`} className="border-t border-line">
            <th scope="row" className="py-1 pr-4 text-left font-medium">{pool.code}</th>
            <td className="tabular py-1 pr-4 text-right whitespace-nowrap"><Trans>{format.number(gpus)} GPUs</Trans></td>
            <td className="py-1">{sayWindow(format, { startsAt, endsAt })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
