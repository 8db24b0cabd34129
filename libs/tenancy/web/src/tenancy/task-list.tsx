import { Trans, useLingui } from '@lingui/react/macro';
import { Button, EmptyState, graphql, Panel, Progress, Tag, Time, useCan, useCommand, useViewer } from '@wutong/core-web';
import { CircleCheck, Circle, ListChecks } from 'lucide-react';
import { SettleTenancyTaskDocument } from './task-list.graphql';
import type { TenancyCase, TenancyTask } from './tenancy-case.query';

graphql`
  mutation SettleTenancyTask($input: SettleTenancyTaskInput!) {
    settleTenancyTask(input: $input) { id doneAt doneByName note }
  }
`;

/** What is to be done to move in or out; each side ticks its own. */
export function TaskList({ tenancy }: { tenancy: TenancyCase }) {
  const { t } = useLingui();
  const stages = [
    { id: 'OFFBOARDING', title: t`Moving out` },
    { id: 'ONBOARDING', title: t`Moving in` },
  ];
  if (tenancy.tasks.length === 0) {
    return <EmptyState icon={<ListChecks />} title={<Trans>Nothing to do</Trans>} />;
  }
  return (
    <div className="flex flex-col gap-4">
      {stages.map(({ id, title }) => {
        const tasks = tenancy.tasks.filter(({ stage }) => stage === id);
        if (tasks.length === 0) return null;
        const done = tasks.filter(({ doneAt }) => doneAt).length;
        return (
          <Panel key={id} title={title} isFlush actions={<Progress label={t`Done`} text={t`${done} of ${tasks.length}`} value={(done / tasks.length) * 100} />}>
            <ul className="divide-y divide-line">
              {tasks.map((task) => <Task key={task.id} task={task} isOpen={isOpen(tenancy, task)} />)}
            </ul>
          </Panel>
        );
      })}
    </div>
  );
}

function isOpen({ state }: TenancyCase, task: TenancyTask): boolean {
  return task.stage === 'ONBOARDING' ? state === 'onboarding' : state === 'graduating' || state === 'terminating';
}

function Task({ task, isOpen: open }: { task: TenancyTask; isOpen: boolean }) {
  const { t } = useLingui();
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const isOurs = task.owner === (isStaff ? 'CENTRE' : 'FOUNDER');
  const canSettle = useCan('tenancy.settle-task') && isOurs && open;
  const settle = useCommand(SettleTenancyTaskDocument, { refetch: ['TenancyCase'] });
  const done = Boolean(task.doneAt);
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      {done
        ? <CircleCheck aria-label={t`Done`} className="size-5 shrink-0 text-ok" />
        : <Circle aria-label={t`Not done`} className="size-5 shrink-0 text-muted" />}
      <span className="min-w-0 flex-1">
        <span className="block">{task.text}</span>
        <span className="block text-caption text-muted">
          {task.doneAt
            ? <Trans>{task.doneByName}, <Time value={task.doneAt} as="date" /></Trans>
            : task.mandatory ? <Trans>Mandatory</Trans> : <Trans>Optional</Trans>}
        </span>
      </span>
      <Tag tone={isOurs ? 'primary' : 'neutral'}>{task.owner === 'CENTRE' ? t`The centre` : t`The company`}</Tag>
      {canSettle && (
        <Button size="sm" isPending={settle.isBusy} onPress={() => void settle.run({ input: { taskId: task.id, done: !done } })}>
          {done ? <Trans>Undo</Trans> : <Trans>Mark as done</Trans>}
        </Button>
      )}
    </li>
  );
}
