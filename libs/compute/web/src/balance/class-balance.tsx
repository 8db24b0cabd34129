import { Trans, useLingui } from '@lingui/react/macro';
import { gpuUnit } from '@wutong/core-shared';
import { BalanceBar, Notice, Time, useFormat } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { className, sayMh } from '../gpu-hours';

export interface Balance {
  organisationId: string;
  gpuClass: string;
  givenMh: string;
  heldMh: string;
  usedMh: string;
  overuseMh: string;
  leftMh: string;
  burnPerDayMh: string;
  runsOutAt?: string | null;
}

interface ClassBalanceProps {
  balance: Balance;
  /** What one asks of the bar: a link to the entries. */
  why?: ReactNode;
}

/** What a tenant has of one GPU class as one bar, when it will be used up, and what was used beyond any grant. */
export function ClassBalance({ balance, why }: ClassBalanceProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { gpuClass, givenMh, heldMh, usedMh, overuseMh } = balance;
  const covered = BigInt(usedMh) - BigInt(overuseMh);
  const name = className(gpuClass);
  return (
    <div className="flex flex-col gap-3">
      <BalanceBar
        title={t`${name} GPU-hours`}
        unit={gpuUnit(gpuClass)}
        granted={givenMh}
        held={heldMh}
        used={covered}
        runsOut={<RunsOut balance={balance} />}
        {...(why ? { why } : {})}
      />
      {BigInt(overuseMh) > 0n && (
        <Notice tone="warn">
          <Trans>{sayMh(format, gpuClass, overuseMh)} were used beyond what was granted; the centre settles this with you.</Trans>
        </Notice>
      )}
    </div>
  );
}

/** Further than this a date says nothing. */
const FAR_MS = 2 * 365 * 86_400_000;

function RunsOut({ balance: { gpuClass, givenMh, burnPerDayMh, runsOutAt, heldMh, leftMh } }: { balance: Balance }) {
  const format = useFormat();
  if (BigInt(givenMh) === 0n) return <Trans>The centre has given no hours of this class.</Trans>;
  if (BigInt(heldMh) + BigInt(leftMh) <= 0n) return <Trans>Everything is used up. Ask the centre for more.</Trans>;
  if (!runsOutAt) return <Trans>Nothing was used in the last 14 days, so there is no run-out date.</Trans>;
  const pace = sayMh(format, gpuClass, burnPerDayMh);
  if (new Date(runsOutAt).getTime() - Date.now() > FAR_MS) {
    return <Trans>At the pace of the last 14 days ({pace} a day) it lasts more than two years.</Trans>;
  }
  return (
    <Trans>
      Runs out about <strong className="font-semibold text-fg"><Time value={runsOutAt} as="date" /></strong>, at the pace of the
      last 14 days ({pace} a day).
    </Trans>
  );
}
