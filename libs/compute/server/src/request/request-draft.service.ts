import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { formErrorText, isShapeError, type FormError } from '@wutong/core-shared';
import { z } from 'zod';
import { ComputeGrantUser } from '../grant/grant-people.entity';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { judgeAnswers } from '../request-form/request-form';
import type { ComputeRequestForm } from '../request-form/request-form.entity';
import { requestForms } from '../request-form/request-form.service';
import { nextRound } from '../review/review.queries';
import type { ComputeRequestProblem, ComputeRequestProblems, SaveComputeRequestInput } from './compute-request.inputs';
import { ComputePurpose, ComputeRequest, fullWindowMh } from './compute-request.entity';
import { ownRequest } from './request-lookup';
import { RequestMoves } from './request-moves';
import { setUsers } from './request-users';
import { assertInGoodStanding } from './tenant-standing';

const schema = z.object({
  id: z.uuid(),
  gpuClass: z.string().max(40).nullable().optional(),
  gpus: z.int().min(1).max(100_000).nullable().optional(),
  startsAt: z.date().nullable().optional(),
  endsAt: z.date().nullable().optional(),
  amountMh: z.bigint().min(1n).max(10n ** 14n).nullable().optional(),
  purposeKind: z.enum(ComputePurpose).nullable().optional(),
  purpose: z.string().trim().max(4000).nullable().optional(),
  datasetIds: z.array(z.uuid()).max(50).nullable().optional(),
  answers: z.record(z.string(), z.unknown()).nullable().optional(),
  userIds: z.array(z.uuid()).max(100).nullable().optional(),
});

/**
 * The tenant's side until a request is handed in: of which GPU class how many, from when to when, for what, for whom.
 * Any member may write and hand in; handing in needs all of it and a tenancy that is active. While the operator asks
 * something, it can be changed again.
 */
@Injectable()
export class RequestDraftService {
  constructor(
    private readonly database: Database,
    private readonly moves: RequestMoves,
  ) {}

  /** Begins a draft; whoever begins it is its first user. */
  start(ctx: Ctx): Promise<ComputeRequest> {
    return this.database.command(ctx, 'startComputeRequest', {}, (tx) => this.begin(ctx, tx, {}));
  }

  /** As `start`, as a part of something larger, with some fields filled in. */
  async begin(ctx: Ctx, tx: Tx, wish: DraftWish): Promise<ComputeRequest> {
    const { organisationId, organisationKind, userId } = ctx.actor;
    if (!organisationId || !userId || organisationKind !== 'tenant') throw notFound();
    await assertInGoodStanding(tx, organisationId);
    const [{ number } = { number: '' }] = await tx.query<{ number: string }>(
      `select 'C' || to_char($1::timestamptz at time zone 'Asia/Shanghai', 'YYYY') || '-' ||
              lpad(n::text, greatest(4, length(n::text)), '0') as number from nextval('compute_request_number') as n`,
      [ctx.now],
    );
    const request = withChanges(
      tx.of(ComputeRequest).create({
        id: randomUUID(), organisationId, number, state: 'draft', version: 1, purpose: '', datasetIds: [],
        formVersion: (await requestForms.current(tx)).version, answers: {}, createdBy: userId, savedAt: ctx.now, appealed: false,
      }),
      wish,
    );
    await tx.insert(ComputeRequest, request);
    await setUsers(ctx, tx, request, [userId]);
    await this.moves.begin(ctx, tx, request);
    return ownRequest(ctx, tx, request.id);
  }

  /** Saves some fields. Saving twice is the same as saving once, so it needs no idempotency key. */
  async save(ctx: Ctx, input: SaveComputeRequestInput): Promise<ComputeRequest> {
    const { id, userIds, ...changes } = parse(ctx, schema, input);
    return this.database.write(ctx, async (tx) => {
      const request = await ownRequest(ctx, tx, id);
      if (request.state !== 'draft' && request.state !== 'info_requested') throw notADraft();
      const next = withChanges(request, changes);
      await assertPossible(tx, next);
      assertAnswers(await requestForms.get(tx, request.formVersion), next, changes.answers ?? {});
      if (request.state === 'info_requested') assertWhole(next);
      const { gpuClass, gpus, startsAt, endsAt, amountMh, purposeKind, purpose, datasetIds, answers } = next;
      const saved = await tx.of(ComputeRequest).update(
        { id: request.id, state: request.state },
        { gpuClass, gpus, startsAt, endsAt, amountMh, purposeKind, purpose, datasetIds, answers: answers as never, savedAt: ctx.now },
      );
      if (saved.affected !== 1) throw notADraft();
      if (userIds) await setUsers(ctx, tx, request, userIds);
      const current = await ownRequest(ctx, tx, request.id);
      await this.moves.schedule(ctx, tx, current);
      return current;
    });
  }

  /** Hands a draft in, or an answer to the operator's question; or tells everything that stands against it. */
  submit(
    ctx: Ctx, input: { id: string; version: number }, event: 'submit' | 'resubmit',
  ): Promise<ComputeRequest | ComputeRequestProblems> {
    return this.database.command(ctx, `${event}ComputeRequest`, input, async (tx) => {
      const request = await ownRequest(ctx, tx, input.id);
      this.moves.assertOpen(ctx, request, event, input.version);
      await assertInGoodStanding(tx, request.organisationId);
      const users = await tx.of(ComputeGrantUser).countBy({ requestId: request.id });
      const judged = judgeAnswers(await requestForms.get(tx, request.formVersion), request);
      const problems = [...problemsOf(ctx, request, users), ...judged.errors.map((error) => asProblem(ctx, error))];
      if (problems.length > 0) return { problems };
      const { userId, name } = ctx.actor;
      return this.moves.make(ctx, tx, request, event, {
        version: input.version,
        set: {
          answers: judged.answers as Record<string, unknown>,
          submittedAt: request.submittedAt ?? ctx.now, submittedBy: userId, submittedByName: name, dueAt: null,
          infoQuestion: null, ...(event === 'resubmit' && (await nextRound(ctx, tx, request))),
        },
      });
    });
  }

  leave(
    ctx: Ctx, input: { id: string; version: number; reason?: string | null }, event: 'discard' | 'withdraw',
  ): Promise<ComputeRequest> {
    return this.database.command(ctx, `${event}ComputeRequest`, input, async (tx) =>
      this.moves.make(ctx, tx, await ownRequest(ctx, tx, input.id), event, input),
    );
  }
}

type Changes = Omit<z.output<typeof schema>, 'id' | 'userIds'>;
export type DraftWish = Pick<Changes, 'gpuClass' | 'gpus' | 'startsAt' | 'endsAt' | 'purposeKind' | 'purpose'>;

/** The request as it would be. Unless hours are named, they are those of all GPUs for the whole window. */
function withChanges(request: ComputeRequest, changes: Changes): ComputeRequest {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Changes;
  const next = { ...request, ...given, purpose: given.purpose === undefined ? request.purpose : (given.purpose ?? '') };
  next.datasetIds = given.datasetIds === undefined ? request.datasetIds : (given.datasetIds ?? []);
  const answers = Object.entries({ ...request.answers, ...given.answers });
  next.answers = Object.fromEntries(answers.filter(([, answer]) => answer !== null && answer !== undefined));
  const { gpus, startsAt, endsAt } = next;
  const full = gpus && startsAt && endsAt && endsAt > startsAt ? fullWindowMh(gpus, startsAt, endsAt) : null;
  const isReshaped = given.gpus !== undefined || given.startsAt !== undefined || given.endsAt !== undefined;
  if (given.amountMh === null || (given.amountMh === undefined && isReshaped)) next.amountMh = full;
  return next as ComputeRequest;
}

/** In a draft an answer may be missing or beyond its limits, but each is one that its question can have. */
function assertAnswers(form: ComputeRequestForm, request: ComputeRequest, changes: Record<string, unknown>): void {
  const { errors } = judgeAnswers(form, request);
  const wrong = errors.find((error) => (isShapeError(error) && error.field in changes) || request.state === 'info_requested');
  if (wrong) throw invalid(`answers.${wrong.path}`, formErrorText(wrong, 'en'), formErrorText(wrong, 'zh-CN'));
}

/** While the operator asks something the request has been handed in already, and stays one that says everything. */
function assertWhole({ gpuClass, gpus, startsAt, endsAt, purposeKind, purpose }: ComputeRequest): void {
  const needed = { gpuClass, gpus, startsAt, endsAt, purposeKind, purpose };
  const [empty] = Object.entries(needed).find(([, value]) => !value) ?? [];
  if (!empty) return;
  throw invalid(empty, 'The request has been handed in: change this, but do not leave it empty.', '申请已提交，此项可以修改，但不能留空。');
}

async function assertPossible(tx: Tx, { gpuClass, gpus, startsAt, endsAt, amountMh }: ComputeRequest): Promise<void> {
  if (gpuClass && !(await tx.of(GpuClass).existsBy({ code: gpuClass }))) {
    throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
  }
  if (startsAt && endsAt && endsAt <= startsAt) throw invalid('endsAt', 'The end must be after the start.', '结束时间须晚于开始时间。');
  if (amountMh && gpus && startsAt && endsAt && amountMh > fullWindowMh(gpus, startsAt, endsAt)) {
    throw invalid(
      'amountMh', 'These are more hours than all GPUs have in the window.', '所填卡时超过全部 GPU 在该时段内的总卡时。',
    );
  }
}

function problemsOf(ctx: Ctx, request: ComputeRequest, users: number): ComputeRequestProblem[] {
  const checks: [boolean, string, string, string][] = [
    [!request.gpuClass, 'gpuClass', 'Choose a GPU class.', '请选择 GPU 型号。'],
    [!request.gpus, 'gpus', 'Say how many GPUs.', '请填写 GPU 数量。'],
    [!request.startsAt, 'startsAt', 'Say when it should start.', '请填写开始时间。'],
    [!request.endsAt, 'endsAt', 'Say when it should end.', '请填写结束时间。'],
    [request.endsAt !== null && request.endsAt <= ctx.now, 'endsAt', 'The window has passed.', '该时段已过。'],
    [!request.purposeKind, 'purposeKind', 'Choose what it is for.', '请选择用途。'],
    [request.purpose.trim().length < 10, 'purpose', 'Describe the work in a sentence or more.', '请用一句话以上写明用途说明。'],
    [users === 0, 'userIds', 'Name at least one user.', '请至少指定一名使用人。'],
  ];
  return checks.flatMap(([isWrong, field, en, zh]) =>
    isWrong ? [{ field, message: ctx.locale === 'en' ? en : zh }] : [],
  );
}

function asProblem(ctx: Ctx, error: FormError): ComputeRequestProblem {
  return { field: `answers.${error.path}`, message: formErrorText(error, ctx.locale) };
}

function notADraft(): Error {
  return conflict(
    'NOT_A_DRAFT',
    'The request has been handed in and can no longer be edited. The operator can ask you for changes.',
    '申请已提交，不能再编辑；如需修改，请等待运营人员询问。',
  );
}
