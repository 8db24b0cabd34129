import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  Button, CheckboxGroup, DateRangeField, graphql, Notice, NumberField, Panel, RadioGroup, Select, Skeleton,
  TextAreaField, toast,
  toWords, useCommand, useFormat, useViewer, type DayRange,
} from '@wutong/core-web';
import { useState } from 'react';
import type { Answers, FormDefinition } from '@wutong/core-shared';
import { addDays, className, dayOf, daysOf, fullWindowMh, toHours, toMh, windowOf } from '../gpu-hours';
import { Outlook } from './moves/outlook';
import { judgePlan, PlanQuestions, usePlanProblems } from './plan-questions';
import { PURPOSE_KINDS, useRequestWords, type Purpose } from './request-words';
import { mayAskFor, NotYet } from './standing';
import {
  RequestFormDocument, ResubmitComputeRequestDocument, SaveComputeRequestDocument, StartComputeRequestDocument,
  SubmitComputeRequestDocument,
} from './request-form.graphql';

graphql`
  query RequestForm($window: WindowInput!) {
    gpuClassOffers(window: $window) { gpuClass name memoryGib gpus freeInOnePool fenFrom fenTo }
    computeBalances { organisationId gpuClass leftMh }
    members { user { id name } }
    computeRequestForm { version definition }
    myTenancy { id state }
  }
  mutation StartComputeRequest { startComputeRequest { id version } }
  mutation SaveComputeRequest($input: SaveComputeRequestInput!) { saveComputeRequest(input: $input) { id version } }
  mutation SubmitComputeRequest($input: ComputeRequestMoveInput!) {
    submitComputeRequest(input: $input) {
      ... on ComputeRequest { id state version }
      ... on ComputeRequestProblems { problems { field message } }
    }
  }
  mutation ResubmitComputeRequest($input: ComputeRequestMoveInput!) {
    resubmitComputeRequest(input: $input) {
      ... on ComputeRequest { id state version }
      ... on ComputeRequestProblems { problems { field message } }
    }
  }
`;

/** A request as it was saved, to go on with. */
export interface SavedRequest {
  id: string;
  state: string;
  gpuClass?: string | null;
  gpus?: number | null;
  startsAt?: string | null;
  endsAt?: string | null;
  amountMh?: string | null;
  purposeKind?: Purpose | null;
  purpose: string;
  users: readonly { userId: string }[];
  answers: unknown;
  form: { definition: unknown };
}

type Problems = Readonly<Record<string, string>>;
type Problem = { field: string; message: string };

const refetch = ['ComputeHome', 'ComputeRequestCase'];

/** The request for GPU-hours: what, when, what for, who; with what it needs and what is left, as it is typed. */
export function RequestForm({ request }: { request?: SavedRequest }) {
  const { t } = useLingui();
  const format = useFormat();
  const navigate = useNavigate();
  const words = useRequestWords();
  const viewer = useViewer();
  const today = dayOf(Date.now());

  const [gpuClass, setGpuClass] = useState<string | null>(request?.gpuClass ?? null);
  const [gpus, setGpus] = useState<number | null>(request?.gpus ?? 8);
  const [days, setDays] = useState<DayRange | null>(
    request?.startsAt && request.endsAt
      ? daysOf({ startsAt: request.startsAt, endsAt: request.endsAt })
      : { start: addDays(today, 1), end: addDays(today, 7) },
  );
  const window = windowOf(days ?? { start: today, end: today });
  const full = fullWindowMh(gpus ?? 0, window);
  const [hours, setHours] = useState<number | null>(() =>
    request?.amountMh && BigInt(request.amountMh) !== full ? toHours(request.amountMh) : null,
  );
  const amount = hours === null ? full : toMh(hours);
  const [purposeKind, setPurposeKind] = useState<Purpose | null>(request?.purposeKind ?? null);
  const [purpose, setPurpose] = useState(request?.purpose ?? '');
  const [answers, setAnswers] = useState<Answers>((request?.answers as Answers | undefined) ?? {});
  const [userIds, setUserIds] = useState<string[]>(request?.users.map(({ userId }) => userId) ?? [viewer.id]);
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState<'save' | 'submit' | null>(null);
  const [draftId, setDraftId] = useState(request?.id ?? null);

  const { data, previousData } = useQuery(RequestFormDocument, { variables: { window } });
  const known = data ?? previousData;
  const definition = (request?.form.definition ?? known?.computeRequestForm.definition) as FormDefinition | undefined;
  const plan = definition && judgePlan(definition, answers, { purposeKind, amountMh: amount });
  const planProblems = usePlanProblems();
  const start = useCommand(StartComputeRequestDocument);
  const saveDraft = useCommand(SaveComputeRequestDocument);
  const submit = useCommand(SubmitComputeRequestDocument, { refetch });
  const resubmit = useCommand(ResubmitComputeRequestDocument, { refetch });

  const balances = known?.computeBalances ?? [];
  const leftOf = (code: string) => BigInt(balances.find((one) => one.gpuClass === code)?.leftMh ?? '0');
  const offers = known?.gpuClassOffers.filter((offer) => offer.gpus > 0 || leftOf(offer.gpuClass) > 0n) ?? [];
  const chosen = gpuClass ?? offers.toSorted((one, two) => Number(leftOf(two.gpuClass) - leftOf(one.gpuClass)))[0]?.gpuClass ?? null;

  const save = async (): Promise<{ id: string; version: number }> => {
    const id = draftId ?? (await start.send({})).startComputeRequest.id;
    setDraftId(id);
    const { saveComputeRequest: saved } = await saveDraft.send({
      input: {
        id, gpuClass: chosen, gpus, ...(days ? window : { startsAt: null, endsAt: null }),
        amountMh: hours === null ? null : amount.toString(), purposeKind, purpose, userIds, answers,
      },
    });
    return saved;
  };
  const attempt = async (what: 'save' | 'submit', act: () => Promise<Problem[]>) => {
    setBusy(what);
    setFailure(null);
    try {
      const found = await act();
      setProblems(Object.fromEntries(found.map(({ field, message }) => [field, message])));
      if (found.length > 0) focusFirst();
    } catch (error) {
      const { field, message } = toWords(error);
      setProblems(field ? { [field]: message } : {});
      setFailure(message);
    } finally {
      setBusy(null);
    }
  };
  const handIn = () =>
    attempt('submit', async () => {
      const missing = problemsBeforeSending({
        gpuClass: chosen ? null : t`Choose a GPU class.`,
        gpus: gpus ? null : t`Say how many GPUs.`,
        startsAt: days ? null : t`Say from when to when.`,
        amountMh: amount > full ? t`At most ${format.gpuHours(full, 3)}: all GPUs for the whole window.` : null,
        purposeKind: purposeKind ? null : t`Choose what it is for.`,
        purpose: purpose.trim().length >= 10 ? null : t`Describe the work in a sentence or more.`,
        userIds: userIds.length > 0 ? null : t`Name at least one user.`,
      });
      if (plan) missing.push(...planProblems(plan));
      if (missing.length > 0) return missing;
      const { id, version } = await save();
      const answer = request?.state === 'info_requested'
        ? (await resubmit.send({ input: { id, version } })).resubmitComputeRequest
        : (await submit.send({ input: { id, version } })).submitComputeRequest;
      if (answer.__typename === 'ComputeRequestProblems') return answer.problems;
      toast.done(request?.state === 'info_requested' ? t`Your answer is with the operator` : t`Handed in; an operator takes it up next`);
      void navigate({ to: '/compute/requests/$id', params: { id } });
      return [];
    });
  const keep = () =>
    attempt('save', async () => {
      const { id } = await save();
      toast.done(t`Saved as a draft`);
      void navigate({ to: '/compute/requests/$id', params: { id } });
      return [];
    });

  if (!known) return <Skeleton className="h-96 rounded-card" />;
  if (!request && !mayAskFor(known.myTenancy)) return <NotYet tenancy={known.myTenancy} />;
  if (offers.length === 0) {
    return (
      <Notice tone="info" title={t`There are no GPUs to ask for yet`}>
        <Trans>The centre has not opened a pool yet. Come back later, or ask your contact at the centre.</Trans>
      </Notice>
    );
  }
  const lengths = [7, 14, 30];
  return (
    <form
      noValidate
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,44rem)_20rem]"
      onSubmit={(event) => {
        event.preventDefault();
        void handIn();
      }}
    >
      <Panel>
        <div className="flex max-w-2xl flex-col gap-5">
          <RadioGroup
            label={t`GPU class`} isRequired value={chosen} onChange={setGpuClass} error={problems.gpuClass}
            options={offers.map((offer) => ({
              value: offer.gpuClass,
              label: `${offer.name} · ${offer.memoryGib} GiB`,
              help: t`${format.gpuHours(leftOf(offer.gpuClass))} GPU-hours left of our quota; ${Math.max(0, offer.freeInOnePool)} GPUs free throughout the window`,
            }))}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={t`GPUs`} isRequired value={gpus} onChange={setGpus} minValue={1} maxValue={100_000} error={problems.gpus}
              unit={chosen ? className(chosen) : undefined}
            />
            <NumberField
              label={t`GPU-hours, if fewer`} value={hours} onChange={setHours} minValue={0.001}
              formatOptions={{ maximumFractionDigits: 3 }} error={problems.amountMh}
              help={t`Empty: all GPUs day and night, ${format.gpuHours(full)}.`}
            />
          </div>
          <div className="flex flex-col gap-1.5">
            <DateRangeField
              label={t`Window (both days included)`} isRequired value={days} onChange={setDays} min={today}
              error={problems.startsAt ?? problems.endsAt}
            />
            <div className="flex flex-wrap gap-1.5">
              {lengths.map((length) => (
                <Button
                  key={length} size="sm"
                  onPress={() => {
                    const first = days?.start ?? addDays(today, 1);
                    setDays({ start: first, end: addDays(first, length - 1) });
                  }}
                >
                  <Trans>{length} days</Trans>
                </Button>
              ))}
            </div>
          </div>
          <Select
            label={t`Purpose`} isRequired value={purposeKind} onChange={setPurposeKind} error={problems.purposeKind}
            options={PURPOSE_KINDS.map((kind) => ({ value: kind, label: words.purpose(kind) }))}
          />
          <TextAreaField
            label={t`Description of the work`} isRequired value={purpose} onChange={setPurpose} maxLength={4000} error={problems.purpose}
            help={t`Model, data and what you want to find out: the operator sizes by it.`}
          />
          {definition && plan && (
            <PlanQuestions definition={definition} evaluation={plan} answers={answers} onChange={setAnswers} problems={problems} />
          )}
          <CheckboxGroup
            label={t`Who will use it`} isRequired value={userIds} onChange={setUserIds} error={problems.userIds}
            help={t`Each of them accepts the terms of use before it starts.`}
            options={known.members.map(({ user }) => ({ value: user.id, label: user.name }))}
          />
        </div>
      </Panel>
      <aside aria-label={t`What it comes to`} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4 lg:sticky lg:top-16">
        <h2 className="font-semibold"><Trans>What it comes to</Trans></h2>
        <p className="tabular text-kpi font-semibold">
          {format.gpuHours(amount)} <span className="text-body font-normal text-muted">{t`${className(chosen ?? '')} GPU-hours`}</span>
        </p>
        {viewer.actingFor && chosen && (
          <Outlook
            isOwn isNeedTold organisationId={viewer.actingFor.organisationId} gpuClass={chosen} gpus={gpus ?? 0} amountMh={amount} window={window}
          />
        )}
        <Charge amountMh={amount} offer={offers.find((offer) => offer.gpuClass === chosen)} />
        {chosen && amount > leftOf(chosen) && (
          <p className="text-caption text-muted">
            <Trans>This is more than is left. You can ask all the same; whoever decides can raise your quota.</Trans>
          </p>
        )}
        {failure && <Notice tone="bad">{failure}</Notice>}
        <div className="flex flex-wrap justify-end gap-2 pt-1">
          {request?.state !== 'info_requested' && (
            <Button isPending={busy === 'save'} isDisabled={busy !== null} onPress={() => void keep()}>
              <Trans>Save as a draft</Trans>
            </Button>
          )}
          <Button type="submit" variant="primary" isPending={busy === 'submit'} isDisabled={busy === 'save'}>
            <Trans>Hand in</Trans>
          </Button>
        </div>
      </aside>
    </form>
  );
}

/** What using all of it would be charged at today's prices, before anything pays for it. */
function Charge({ amountMh, offer }: { amountMh: bigint; offer: { fenFrom: string | null; fenTo: string | null } | undefined }) {
  const format = useFormat();
  if (!offer?.fenFrom || !offer.fenTo || amountMh === 0n) return null;
  const fen = (price: string) => (amountMh * BigInt(price) + 500n) / 1000n;
  const [least, most] = [format.money(fen(offer.fenFrom)), format.money(fen(offer.fenTo))];
  return (
    <p className="text-caption text-muted">
      {least === most
        ? <Trans>Using all of it is charged {least} at today’s prices, before vouchers and subsidies.</Trans>
        : <Trans>Using all of it is charged {least} to {most} at today’s prices, by the pool, before vouchers and subsidies.</Trans>}
    </p>
  );
}

function problemsBeforeSending(checks: Readonly<Record<string, string | null>>): Problem[] {
  return Object.entries(checks).flatMap(([field, message]) => (message ? [{ field, message }] : []));
}

/** Brings the first field that is wrong into view and puts the cursor there. */
function focusFirst(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('form [data-invalid] :is(input, button, textarea, [role="spinbutton"])');
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  });
}
