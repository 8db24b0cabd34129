import { useLingui } from '@lingui/react/macro';
import { PageHeader } from '@wutong/core-web';
import { FindingList } from './finding-list';
import { MonthFigures, useMonth } from './month-figures';
import { TimeLimits } from './time-limits';
import { WeekMap } from './week-map';

/** What a company made of its GPUs, what that cost, and what to do about it. */
export function OwnEfficiency() {
  const { t } = useLingui();
  const month = useMonth();
  return (
    <>
      <PageHeader
        title={t({ message: 'Efficiency', context: 'navigation' })}
        lead={t`What your GPUs did while you held them, and where hours and money can be saved.`}
      />
      <div className="flex flex-col gap-4">
        <MonthFigures month={month} />
        <section aria-label={t`What can be saved`} className="flex flex-col gap-3">
          <h2 className="text-lead font-semibold">{t`What can be saved`}</h2>
          <FindingList />
        </section>
        <TimeLimits />
        <WeekMap />
      </div>
    </>
  );
}
