import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Figure, Figures, Help, useFormat } from '@wutong/core-web';
import type { Proposal } from './planning-cycle.query';

/** The plan in four figures, each beside what first come, first served would have made of the same world. */
export function PlanFigures({ proposal }: { proposal: Proposal }) {
  const { t } = useLingui();
  const format = useFormat();
  const { figures, firstCome, inputsHash, planHash } = proposal;
  const hours = (mh: number) => format.number(Math.round(mh / 1000));
  const share = (part: number, whole: number) => (whole === 0 ? '–' : format.percent(part / whole));
  const firstLine = (value: string) => t`first come: ${value}`;
  return (
    <div className="flex flex-col gap-2">
      <Figures>
        <Figure
          label={t({ message: 'Granted', context: 'plan' })} value={hours(figures.grantedMh)} unit={t`normalised hours`}
          help={<Help label={t`The rule behind the hours`}><Trans>GPU-hours times what an hour of the class is worth beside the reference class. Asked: {hours(figures.askedMh)}; free: {hours(figures.capacityMh)}.</Trans></Help>}
          note={`${t`${share(figures.grantedMh, figures.askedMh)} of what was asked`} · ${firstLine(hours(firstCome.grantedMh))}`}
        />
        <Figure
          label={t`Cost at list price`} value={format.money(figures.costFen)}
          help={<Help label={t`The rule behind the cost`}><Trans>The suppliers’ dated prices of the hours given. No placement of the same hours is cheaper.</Trans></Help>}
          note={firstLine(format.money(firstCome.costFen))}
        />
        <Figure
          label={t`Below their slice`} value={format.number(figures.belowSlice)} unit={<Plural value={figures.belowSlice} one="company" other="companies" />}
          help={<Help label={t`The rule behind the slice`}><Trans>A slice is what a company could do alone with its part, by weight, of every pool that it may use. A fair plan leaves nobody below it.</Trans></Help>}
          note={firstLine(format.number(firstCome.belowSlice))}
        />
        <Figure
          label={t`Jain index`} value={format.number(figures.jainOfShares, 3)}
          help={<Help label={t`The rule behind the index`}><Trans>(Σx)² ÷ (n·Σx²) of granted hours by weight: 1 when all have alike, 1 ÷ n when one has all.</Trans></Help>}
          note={firstLine(format.number(firstCome.jainOfShares, 3))}
        />
      </Figures>
      <p className="flex flex-wrap gap-x-4 font-mono text-caption text-muted">
        <span title={inputsHash ?? ''}><Trans>inputs</Trans> {inputsHash?.slice(0, 16)}</span>
        <span title={planHash ?? ''}><Trans context="planning">plan</Trans> {planHash?.slice(0, 16)}</span>
      </p>
    </div>
  );
}
