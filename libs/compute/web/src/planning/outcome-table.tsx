import { Trans, useLingui } from '@lingui/react/macro';
import { Facts, HrefLink, Panel, Tag, useFormat, useName } from '@wutong/core-web';
import { ChevronDown } from 'lucide-react';
import { className, sayMh } from '../gpu-hours';
import type { Outcome } from './planning-cycle.query';
import { PlannedGpus } from './planned-gpus';
import { usePlanningWords } from './planning-words';

/** What each request gets and why; open one for its months, pools and GPUs over time. */
export function OutcomeTable({ outcomes }: { outcomes: readonly Outcome[] }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Requests and reasons`} isFlush>
      <ul className="divide-y divide-line">
        {outcomes.map((outcome) => <OutcomeRow key={outcome.requestId} outcome={outcome} />)}
      </ul>
    </Panel>
  );
}

function OutcomeRow({ outcome }: { outcome: Outcome }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = usePlanningWords();
  const { gpuClass, number, askedMh, grantedMh, reasonKind, reasonText } = outcome;
  const look = words.reason(reasonKind);
  const share = BigInt(askedMh) === 0n ? 0 : Number((BigInt(grantedMh) * 1000n) / BigInt(askedMh)) / 1000;
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-sunken">
          <ChevronDown aria-hidden className="size-4 shrink-0 -rotate-90 text-muted transition-transform group-open:rotate-0" />
          <span className="font-medium">{number}</span>
          <span className="min-w-0 truncate">{nameOf(outcome)}</span>
          <Tag tone={look.tone}>{look.label}</Tag>
          <span className="tabular ml-auto whitespace-nowrap">
            <span className="font-medium">{sayMh(format, gpuClass, grantedMh)}</span>
            <span className="pl-2 text-muted">{format.percent(share)}</span>
          </span>
          {reasonKind !== 'demand' && <span className="w-full pl-7 text-caption text-muted">{reasonText}</span>}
        </summary>
        <div className="flex flex-col gap-3 border-t border-line bg-sunken px-4 py-3 pl-11">
          <Facts
            columns={3}
            items={[
              { label: t({ message: 'Asked', context: 'plan' }), value: sayMh(format, gpuClass, askedMh) },
              { label: t`First come would give`, value: sayMh(format, gpuClass, outcome.firstComeMh) },
              { label: t`Level reached`, value: outcome.levelMh ? t`${format.number(Math.round(Number(outcome.levelMh) / 1000))} normalised hours per weight 1` : null },
              { label: t`Cost`, value: format.money(outcome.costFen) },
              { label: t`One hour less would save`, value: format.money(outcome.marginalFen) },
              { label: t`Request`, value: <HrefLink href={`/compute/requests/${outcome.requestId}`}>{number}</HrefLink> },
            ]}
          />
          {outcome.planned.length > 0 && (
            <p className="text-caption">
              {outcome.planned.map(({ month, mh, pool }) => (
                <span key={`${month} ${pool.id}`} className="mr-3 inline-block">
                  {format.month(month)} · {pool.code}: <span className="tabular">{format.number(Math.round(mh / 1000))}</span> {className(gpuClass)} <Trans>GPU-hours</Trans>
                </span>
              ))}
            </p>
          )}
          <PlannedGpus spans={outcome.gpusOverTime} />
        </div>
      </details>
    </li>
  );
}
