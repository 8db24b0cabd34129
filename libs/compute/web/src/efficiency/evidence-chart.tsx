import { useLingui } from '@lingui/react/macro';
import { LineChart, useFormat } from '@wutong/core-web';
import type { Finding } from './findings.query';
import { wholeHours } from './whole-hours';

/** How busy the GPUs of a finding were in each hour; where nothing was read the line breaks. */
export function EvidenceChart({ evidence }: Pick<Finding, 'evidence'>) {
  const { t } = useLingui();
  const format = useFormat();
  const points = wholeHours(evidence.at, evidence.percent);
  return (
    <LineChart
      label={t`Utilisation of these GPUs by the hour`}
      height={132}
      x={points.map(({ at }) => `${format.day(at * 1000)} ${format.time(at * 1000)}`)}
      series={[{ id: 'percent', label: t`Utilisation of these GPUs`, values: points.map(({ percent }) => percent) }]}
      formatValue={(value) => `${Math.round(value)}%`}
      most={100}
    />
  );
}
