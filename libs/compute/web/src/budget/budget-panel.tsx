import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button, ConfirmDialog, EmptyState, graphql, Help, lazyPart, Menu, Panel, Skeleton, Tag, Time, useCan, useCommand, useFormat, type Tone,
} from '@wutong/core-web';
import { BellRing, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { className, sayMh } from '../gpu-hours';
import { ComputeBudgetsDocument, EndComputeBudgetDocument, type ComputeBudgetsQuery } from './budget-panel.graphql';

graphql`
  query ComputeBudgets {
    computeBudgets {
      budget { id version unit gpuClass grantId amount thresholds warnsAhead }
      grantNumber used usedPercent expectedPercent lowPercent highPercent reachedAt
    }
  }
  mutation EndComputeBudget($input: ComputeBudgetMoveInput!) { endComputeBudget(input: $input) { id } }
`;

export type BudgetStatus = ComputeBudgetsQuery['computeBudgets'][number];

const BudgetDialog = lazyPart(() => import('./budget-dialog').then((all) => all.BudgetDialog));

/** The company's budgets for this month: what is used of each, and where it goes. */
export function BudgetPanel() {
  const { t } = useLingui();
  const canSet = useCan('compute-budget.set');
  const [open, setOpen] = useState<BudgetStatus | 'new' | null>(null);
  const [ending, setEnding] = useState<BudgetStatus | null>(null);
  const { data } = useQuery(ComputeBudgetsDocument, { fetchPolicy: 'cache-and-network' });
  const end = useCommand(EndComputeBudgetDocument, { refetch: ['ComputeBudgets'] });
  const budgets = data?.computeBudgets;
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Budgets this month</Trans>
          <Help label={t`What a budget does`}>
            <Trans>
              A budget warns and stops nothing. Founders are told once a month at each threshold, and when the pace of the last 14
              days will exceed it; what several budgets have to say comes in one notice.
            </Trans>
          </Help>
        </span>
      }
      actions={canSet && budgets && budgets.length > 0 && <Button size="sm" onPress={() => setOpen('new')}><Trans>Set a budget</Trans></Button>}
      isFlush
    >
      {!budgets ? <Skeleton className="m-4 h-20" /> : budgets.length === 0 ? (
        <EmptyState
          icon={<BellRing />} title={<Trans>No budget yet</Trans>}
          action={canSet && <Button onPress={() => setOpen('new')}><Trans>Set a budget</Trans></Button>}
        >
          <Trans>Say how much you mean to use in a month, in GPU-hours or yuan. You are told before it runs over, not after.</Trans>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {budgets.map((status) => (
            <BudgetLine key={status.budget.id} status={status} {...(canSet ? { change: () => setOpen(status), end: () => setEnding(status) } : {})} />
          ))}
        </ul>
      )}
      {open && <BudgetDialog {...(open === 'new' ? {} : { status: open })} onClose={() => setOpen(null)} />}
      {ending && (
        <ConfirmDialog
          title={t`Remove this budget?`} isOpen isDanger onClose={() => setEnding(null)} confirmLabel={t`Remove`}
          onConfirm={async () => void (await end.send({ input: { id: ending.budget.id, version: ending.budget.version } }))}
        >
          <p><Trans>Nobody is told of it any more. Hours and jobs are not touched.</Trans></p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}

function toneOf({ usedPercent, expectedPercent }: BudgetStatus): Tone {
  if (usedPercent >= 100) return 'bad';
  return expectedPercent > 100 || usedPercent >= 80 ? 'warn' : 'ok';
}

const FILL: Partial<Record<Tone, string>> = { bad: 'bg-bad', warn: 'bg-warn', ok: 'bg-primary' };

function BudgetLine({ status, change, end }: { status: BudgetStatus; change?: () => void; end?: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const { budget, grantNumber, used, usedPercent, expectedPercent, lowPercent, highPercent, reachedAt } = status;
  const say = (amount: string) => (budget.unit === 'fen' ? format.money(amount) : sayMh(format, budget.gpuClass ?? '', amount));
  const name = [
    budget.unit === 'fen' ? t`Charges` : className(budget.gpuClass ?? ''),
    budget.unit === 'fen' && budget.gpuClass ? className(budget.gpuClass) : null,
    grantNumber ?? t`Whole company`,
  ].filter(Boolean).join(' · ');
  const tone = toneOf(status);
  const part = (percent: number) => `${Math.min(100, Math.max(0, percent))}%`;
  const percent = (value: number) => `${format.number(value, value < 10 ? 1 : 0)}%`;
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium">{name}</span>
          {tone !== 'ok' && <Tag tone={tone}>{usedPercent > 100 ? <Trans>Exceeded</Trans> : usedPercent === 100 ? <Trans>Used up</Trans> : expectedPercent > 100 ? <Trans>Will be exceeded</Trans> : <Trans>Nearly used</Trans>}</Tag>}
        </p>
        <span className="flex items-center gap-3 max-sm:w-full max-sm:justify-between">
          <span className="tabular">{budget.unit === 'fen' ? say(used) : format.gpuHours(used, 1)} / {say(budget.amount)}</span>
          {change && end && (
            <Menu
              label={t`More for ${name}`}
              trigger={<Button size="sm" variant="quiet" aria-label={t`More for ${name}`}><MoreHorizontal aria-hidden className="size-4" /></Button>}
              groups={[{
                id: 'budget',
                items: [
                  { id: 'change', label: t({ message: 'Change', context: 'budget' }), onAction: change },
                  { id: 'end', label: t`Remove`, onAction: end, isDanger: true },
                ],
              }]}
            />
          )}
        </span>
      </div>
      <div
        role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(Math.min(100, usedPercent))}
        aria-valuetext={t`${percent(usedPercent)} used`} className="relative h-2.5 overflow-hidden rounded-full bg-sunken"
      >
        <span aria-hidden className="absolute inset-y-0 bg-primary/30" style={{ left: part(lowPercent), width: `calc(${part(highPercent)} - ${part(lowPercent)})` }} />
        <span aria-hidden className={`absolute inset-y-0 left-0 ${FILL[tone] ?? 'bg-primary'}`} style={{ width: part(usedPercent) }} />
        {budget.thresholds.filter((threshold) => threshold < 100).map((threshold) => (
          <span key={threshold} aria-hidden className="absolute inset-y-0 w-px bg-line-strong" style={{ left: part(threshold) }} />
        ))}
      </div>
      <p className="text-caption text-muted">
        <Trans>{percent(usedPercent)} used; at the end of the month about {percent(expectedPercent)} ({percent(lowPercent)} to {percent(highPercent)} in 4 of 5 cases).</Trans>{' '}
        {reachedAt && <Trans>Reached about <Time value={reachedAt} as="date" />.</Trans>}{' '}
        <Trans>Told at {budget.thresholds.map((threshold) => `${threshold}%`).join(' · ')}</Trans>
      </p>
    </li>
  );
}
