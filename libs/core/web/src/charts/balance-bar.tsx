import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '../format/use-format';
import { cx } from '../ui/cx';

export interface BalanceBarProps {
  /** The unit of all four, such as `gpu-mh:h800`. */
  unit: string;
  /** Whole numbers of the unit's smallest step. */
  granted: string | bigint;
  held: string | bigint;
  used: string | bigint;
  /** What one asks of the bar: a link or a button to the entries. */
  why?: ReactNode;
  /** When it will run out: "about 3 December (1–7 December)". */
  runsOut?: ReactNode;
  title?: ReactNode;
}

/** Granted, used, held and left as one bar, with every part in words; what went over the grant is drawn in red. */
export function BalanceBar({ unit, why, runsOut, title, ...amounts }: BalanceBarProps) {
  const { t } = useLingui();
  const format = useFormat();
  const granted = BigInt(amounts.granted);
  const held = BigInt(amounts.held);
  const used = BigInt(amounts.used);
  const left = granted - held - used;
  const whole = granted > held + used ? granted : held + used;
  const share = (part: bigint) => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100);
  const parts = [
    { id: 'used', label: t`Used`, amount: used, fill: left < 0n ? 'bg-bad' : 'bg-primary' },
    { id: 'held', label: t`Held`, amount: held, fill: 'bg-primary/45' },
    { id: 'left', label: t({ message: 'Left', context: 'balance' }), amount: left, fill: 'bg-line' },
  ];
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-caption text-muted">
          <Trans>Granted {format.quantity({ amount: granted, unit })}</Trans>
        </span>
      </div>
      <div aria-hidden className="flex h-2.5 overflow-hidden rounded-full bg-line">
        {parts.slice(0, 2).map((part) => (
          <span key={part.id} className={part.fill} style={{ width: `${share(part.amount)}%` }} />
        ))}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <dl className="flex flex-wrap gap-x-6 gap-y-1">
          {parts.map((part) => (
            <div key={part.id} className="flex items-center gap-1.5">
              <dt className="flex items-center gap-1.5 text-muted">
                <span aria-hidden className={cx('size-2 rounded-full', part.fill)} />
                {part.label}
              </dt>
              <dd className={cx('tabular', part.id === 'left' && 'font-semibold', part.amount < 0n && 'text-bad')}>
                {format.amount({ amount: part.amount, unit })}
              </dd>
            </div>
          ))}
        </dl>
        {why}
      </div>
      {runsOut && <p className="text-caption text-muted">{runsOut}</p>}
    </div>
  );
}
