import { Trans, useLingui } from '@lingui/react/macro';
import type { Answers, FormDefinition } from '@wutong/core-shared';
import { AnswersView, Facts, Panel, Tag, Time, useFormat, useViewer } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { className, sayEnd, sayMh } from '../../gpu-hours';
import { PlannedGpus } from '../../planning/planned-gpus';
import { usePlanningWords } from '../../planning/planning-words';
import { ReviewsPanel } from '../../review/reviews-panel';
import type { RequestCase } from '../compute-request-case.query';
import { EndOf } from '../end-of';
import { PLAN_SECTIONS, withRequest } from '../plan-questions';
import { Outlook } from '../moves/outlook';
import { UNDECIDED, useRequestWords } from '../request-words';

/** What was asked, what the operator made of it, who will use it, and the changes since. */
export function DetailsTab({ request }: { request: RequestCase }) {
  const { t } = useLingui();
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const answers = request.answers as Answers;
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t`Description of the work`}>
        {request.purpose
          ? <p className="max-w-3xl whitespace-pre-wrap wrap-anywhere">{request.purpose}</p>
          : <p className="text-muted"><Trans>Nothing written yet.</Trans></p>}
        {!request.grant && (
          <p className="pt-3 text-muted">
            <Trans>Users: {request.users.map(({ userName }) => userName).join(' · ') || '–'}</Trans>
          </p>
        )}
        {Object.keys(answers).length > 0 && (
          <div className="max-w-3xl pt-4">
            <AnswersView definition={request.form.definition as FormDefinition} sections={PLAN_SECTIONS} answers={withRequest(answers, request)} />
          </div>
        )}
      </Panel>
      {isStaff && UNDECIDED.has(request.state) && request.gpuClass && (
        <Panel title={t`What it would do`}>
          <div className="max-w-xl">
            <Outlook
              organisationId={request.organisationId} gpuClass={request.gpuClass} gpus={request.sizedGpus ?? request.gpus ?? 0}
              amountMh={BigInt(request.sizedMh ?? request.amountMh ?? '0')}
              window={{ startsAt: request.sizedStartsAt ?? request.startsAt ?? '', endsAt: request.sizedEndsAt ?? request.endsAt ?? '' }}
            />
          </div>
        </Panel>
      )}
      {request.reviews && <ReviewsPanel request={request} reviews={request.reviews} />}
      {request.plannings.map((planning) => <Planned key={planning.code} planning={planning} />)}
      {request.sizedGpus && <Sizing request={request} />}
      {request.changes.length > 0 && <Changes request={request} />}
    </div>
  );
}

/** What an applied plan gave it and why. */
function Planned({ planning }: { planning: RequestCase['plannings'][number] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = usePlanningWords();
  const { code, gpuClass, grantedMh, askedMh, reasonKind, reasonText, appliedAt } = planning;
  const look = words.reason(reasonKind);
  return (
    <Panel title={t`Planned in cycle ${code}`} actions={<Tag tone={look.tone}>{look.label}</Tag>}>
      <p className="tabular font-medium">
        <Trans>{sayMh(format, gpuClass, grantedMh)} of {sayMh(format, gpuClass, askedMh)}</Trans>
        {appliedAt && <span className="pl-2 font-normal text-muted"><Time value={appliedAt} as="date" /></span>}
      </p>
      <p className="max-w-3xl pb-3 text-muted">{reasonText}</p>
      <PlannedGpus spans={planning.gpusOverTime} />
    </Panel>
  );
}

/** Asked and sized side by side; what differs is marked. */
function Sizing({ request }: { request: RequestCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const { priority: priorityWords } = useRequestWords();
  const { gpuClass } = request;
  const say = (amount?: string | null) => (amount ? format.gpuHours(amount) : '–');
  const day = (at?: string | null) => (at ? <Time value={at} /> : '–');
  const end = (at?: string | null) => (at ? sayEnd(format, at) : '–');
  const rows: [string, ReactNode, ReactNode, boolean][] = [
    [t`GPUs`, request.gpus, request.sizedGpus, request.gpus !== request.sizedGpus],
    [t({ message: 'Start', context: 'window' }), day(request.startsAt), day(request.sizedStartsAt), request.startsAt !== request.sizedStartsAt],
    [t({ message: 'End', context: 'window' }), end(request.endsAt), end(request.sizedEndsAt), request.endsAt !== request.sizedEndsAt],
    [t`GPU-hours`, say(request.amountMh), say(request.sizedMh), request.amountMh !== request.sizedMh],
  ];
  return (
    <Panel title={t`Asked for and sized`} isFlush>
      <table className="w-full border-collapse text-table">
        <thead>
          <tr className="h-9 border-b border-line text-left text-caption text-muted">
            <th scope="col" className="px-4 font-medium">{gpuClass ? className(gpuClass) : ''}</th>
            <th scope="col" className="px-3 font-medium"><Trans>Asked for</Trans></th>
            <th scope="col" className="px-4 font-medium"><Trans>Sized</Trans></th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, asked, sized, differs]) => (
            <tr key={label} className="border-b border-line last:border-b-0">
              <th scope="row" className="px-4 py-2 text-left font-normal whitespace-nowrap text-muted">{label}</th>
              <td className="tabular px-3 py-2">{asked}</td>
              <td className="tabular px-4 py-2">
                <span className={differs ? 'rounded-sm bg-warn-soft px-1.5 py-0.5 font-medium text-warn' : ''}>{sized}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(request.sizingNote || request.sizedByName) && (
        <p className="border-t border-line px-4 py-2.5 text-muted">
          {request.priority !== 'normal' && <Tag tone={request.priority === 'high' ? 'primary' : 'neutral'}>{priorityWords(request.priority)}</Tag>}{' '}
          {request.sizingNote && <span className="text-fg">{request.sizingNote} · </span>}
          <Trans>Sized by {request.sizedByName}</Trans>
        </p>
      )}
    </Panel>
  );
}

function Changes({ request: { changes, gpuClass } }: { request: RequestCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const outcomes: Record<string, { label: string; tone: 'ok' | 'bad' | 'neutral' }> = {
    accepted: { label: t({ message: 'Accepted', context: 'change of a grant' }), tone: 'ok' },
    refused: { label: t({ message: 'Refused', context: 'change of a grant' }), tone: 'bad' },
    lapsed: { label: t({ message: 'Lapsed', context: 'change of a grant' }), tone: 'neutral' },
  };
  return (
    <Panel title={t`Changes and renewals`} isFlush>
      <ul className="divide-y divide-line">
        {changes.toReversed().map((change) => {
          const outcome = change.outcome ? outcomes[change.outcome] : undefined;
          return (
            <li key={change.id} className="flex flex-col gap-2 px-4 py-3">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <span className="font-medium">{change.kind === 'renewal' ? <Trans>Renewal</Trans> : <Trans context="change of a grant">Change</Trans>}</span>
                <Tag tone={outcome?.tone ?? 'info'}>{outcome?.label ?? t({ message: 'To be decided', context: 'change of a grant' })}</Tag>
                <span className="text-caption text-muted">{change.askedByName} · <Time value={change.askedAt} /></span>
              </p>
              <Facts
                columns={3}
                items={[
                  {
                    label: t`GPUs`,
                    value: change.gpus === change.gpusBefore ? change.gpus : `${change.gpusBefore} → ${change.gpus}`,
                  },
                  { label: t`Last day`, value: <EndOf change={change} /> },
                  {
                    label: t`More hours`,
                    value: gpuClass && BigInt(change.moreMh) > 0n ? sayMh(format, gpuClass, change.moreMh) : null,
                  },
                ]}
              />
              <p className="whitespace-pre-wrap wrap-anywhere">{change.justification}</p>
              {change.note && <p className="border-l-2 border-line-strong pl-3 whitespace-pre-wrap wrap-anywhere">{change.decidedByName}: {change.note}</p>}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
