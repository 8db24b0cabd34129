import { Trans, useLingui } from '@lingui/react/macro';
import { Button, EmptyState, HrefLink, Panel, ReasonDialog, Tag, useCan, useCommand, useFormat, useName } from '@wutong/core-web';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { sayMh } from '../gpu-hours';
import { useRequestWords } from '../request/request-words';
import { ReviewCount } from '../review/review-count';
import { LeaveOutOfPlanDocument, TakeIntoPlanDocument } from './planning-cycle.query.graphql';
import type { Candidate, Cycle } from './planning-cycle.query';
import { usePlanningWords } from './planning-words';

const AGAIN = { refetch: ['PlanningCyclePage'] };

/** Every request that waits in the cycle's months: in the plan, left out with a reason, or why it cannot be planned. */
export function CandidatesTab({ cycle }: { cycle: Cycle }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const words = usePlanningWords();
  const { priority: priorityWords } = useRequestWords();
  const canPlan = useCan('planning-cycle.plan');
  const leave = useCommand(LeaveOutOfPlanDocument, AGAIN);
  const take = useCommand(TakeIntoPlanDocument, AGAIN);
  const [asked, ask] = useState<Candidate | null>(null);
  return (
    <Panel title={t`Requests that wait for a decision or for GPUs`} isFlush>
      {cycle.candidates.length === 0 && (
        <EmptyState icon={<Inbox />} title={<Trans>No request waits in these months</Trans>}>
          <Trans>A request comes here once an operator has sized it and its window lies in the cycle.</Trans>
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {cycle.candidates.map((one) => (
          <li key={one.requestId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <HrefLink href={`/compute/requests/${one.requestId}`} className="font-medium">{one.number}</HrefLink>
            <span className="min-w-0 truncate">{nameOf(one)}</span>
            <Tag tone={words.status(one.status).tone}>{words.status(one.status).label}</Tag>
            {one.priority !== 'normal' && <Tag tone={one.priority === 'high' ? 'primary' : 'neutral'}>{priorityWords(one.priority)}</Tag>}
            {one.state === 'waitlisted' && <Tag tone="warn"><Trans>Waiting for GPUs</Trans></Tag>}
            {one.reviews > 0 && (
              <span className="tabular text-caption text-muted"><ReviewCount reviews={{ count: one.reviews, mean: one.meanScore }} /></span>
            )}
            {/* Also where another request of the company was reviewed. */}
            {one.scorePercent !== null && one.scorePercent !== 100 && (
              <span className="tabular text-caption text-muted"><Trans>weight × {format.percent(one.scorePercent / 100)}</Trans></span>
            )}
            <span className="tabular ml-auto text-right">
              {sayMh(format, one.gpuClass, one.amountMh)}
              <span className="block text-caption text-muted">{format.range(one.startsAt, new Date(Date.parse(one.endsAt) - 1))}</span>
            </span>
            {canPlan && one.status === 'planned' && <Button size="sm" onPress={() => ask(one)}><Trans>Leave out</Trans></Button>}
            {canPlan && one.status === 'leftOut' && (
              <Button size="sm" isPending={take.isBusy} onPress={() => void take.run({ input: { cycleId: cycle.id, requestId: one.requestId } })}>
                <Trans>Take in</Trans>
              </Button>
            )}
            {one.leftOutBecause && <span className="w-full text-caption text-muted">{one.leftOutBecause}</span>}
            {BigInt(one.cutByQuotaMh) > 0n && (
              <span className="w-full text-caption text-warn">
                <Trans>The quota does not cover {sayMh(format, one.gpuClass, one.cutByQuotaMh)} of it.</Trans>{' '}
                <HrefLink href={`/compute/balances/${one.organisationId}/${one.gpuClass}`} className="text-primary underline"><Trans>Look at the balance</Trans></HrefLink>
              </span>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <ReasonDialog
          title={t`Leave ${asked.number} out of this cycle?`} isOpen onClose={() => ask(null)} confirmLabel={t`Leave out`}
          onConfirm={async (reason: string) => void (await leave.send({ input: { cycleId: cycle.id, requestId: asked.requestId, reason } }))}
        />
      )}
    </Panel>
  );
}
