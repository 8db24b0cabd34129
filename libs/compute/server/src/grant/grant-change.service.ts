import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, Database, invalid, type Ctx, type Tx } from '@wutong/core-server';
import { Reservations } from '../pool/reservations';
import { ApprovalLimit } from '../request/approval-limit';
import { budgetExceeded } from '../request/budget-exceeded';
import { fullWindowMh, sizingOf, type ComputeRequest } from '../request/compute-request.entity';
import type {
  ComputeBudgetExceeded, DecideComputeChangeInput, RequestComputeChangeInput, RequestComputeRenewalInput,
} from '../request/compute-request.inputs';
import { lockGrant, ownRequest, requestOf } from '../request/request-lookup';
import { RequestMoves } from '../request/request-moves';
import { assertInGoodStanding } from '../request/tenant-standing';
import { Waitlist } from '../request/waitlist';
import { ComputeChange } from './compute-change.entity';
import { ComputeGrant } from './compute-grant.entity';
import { GrantFunds } from './grant-funds';

const MOST_MH = 10n ** 14n;

/**
 * Changes of a running grant. A change asks for other GPUs or another end within the hours granted, and an operator
 * decides; a renewal asks for more hours and a later end, at least 7 days before the present one, and a programme lead
 * decides. What was asked, by whom, why and with what outcome is kept.
 */
@Injectable()
export class GrantChangeService {
  constructor(
    private readonly database: Database,
    private readonly moves: RequestMoves,
    private readonly funds: GrantFunds,
    private readonly reservations: Reservations,
    private readonly waitlist: Waitlist,
    private readonly limit: ApprovalLimit,
  ) {}

  requestChange(ctx: Ctx, input: RequestComputeChangeInput): Promise<ComputeRequest> {
    return this.database.command(ctx, 'requestComputeChange', input, (tx) => this.requestChangeIn(ctx, tx, input));
  }

  /** As `requestChange`, as a part of something larger. */
  async requestChangeIn(ctx: Ctx, tx: Tx, input: RequestComputeChangeInput): Promise<ComputeRequest> {
    const request = await this.openOwn(ctx, tx, input, 'requestChange');
    const sizing = sizingOf(request);
    assertGpus(input.gpus);
    if (input.endsAt <= ctx.now) throw invalid('endsAt', 'The new end must lie ahead.', '新的结束时间须在将来。');
    if (input.gpus === sizing.gpus && input.endsAt.getTime() === sizing.endsAt.getTime()) {
      throw invalid('gpus', 'Nothing would change.', '没有任何变更。');
    }
    await this.ask(ctx, tx, request, { kind: 'change', ...input, moreMh: 0n });
    return this.moves.make(ctx, tx, request, 'requestChange', {
      version: input.version, reason: input.justification,
      data: { gpus: input.gpus, endsAt: input.endsAt.toISOString() },
    });
  }

  requestRenewal(ctx: Ctx, input: RequestComputeRenewalInput): Promise<ComputeRequest> {
    return this.database.command(ctx, 'requestComputeRenewal', input, async (tx) => {
      const request = await this.openOwn(ctx, tx, input, 'requestRenewal');
      const { gpus, endsAt } = sizingOf(request);
      if (input.endsAt <= endsAt) throw invalid('endsAt', 'A renewal must end later.', '续期的结束时间须晚于当前结束时间。');
      const full = fullWindowMh(gpus, endsAt, input.endsAt);
      const moreMh = input.moreMh ?? full;
      if (moreMh <= 0n || moreMh > full || moreMh > MOST_MH) {
        throw invalid(
          'moreMh', 'The hours must be above zero and at most those of all GPUs in the added time.',
          '卡时须大于零，且不超过全部 GPU 在续期时段内的总卡时。',
        );
      }
      await this.ask(ctx, tx, request, { kind: 'renewal', justification: input.justification, gpus, endsAt: input.endsAt, moreMh });
      return this.moves.make(ctx, tx, request, 'requestRenewal', {
        version: input.version, reason: input.justification,
        data: { endsAt: input.endsAt.toISOString(), moreMh: moreMh.toString() },
      });
    });
  }

  /** Accepts with the GPUs reserved anew, or refuses with a note. Throws NO_CAPACITY; then nothing has changed. */
  decideChange(ctx: Ctx, input: DecideComputeChangeInput): Promise<ComputeRequest> {
    return this.database.command(ctx, 'decideComputeChange', input, async (tx) => {
      const request = await requestOf(tx, input.id);
      this.moves.assertOpen(ctx, request, 'decideChange', input.version);
      const change = await this.decide(ctx, tx, request, input);
      if (!input.accept) return this.refuse(ctx, tx, request, 'decideChange', input);
      const { startsAt } = sizingOf(request);
      const { gpus, endsAt } = change;
      if (endsAt <= ctx.now) {
        throw conflict('NOT_NOW', 'The new end has passed meanwhile. Refuse the change.', '新的结束时间已过，请拒绝该变更。');
      }
      await tx.bySystem(ctx, async (system) => {
        await this.reservations.release(tx, request.id, ctx.now);
        await this.reserve(system, tx, request, gpus, startsAt < ctx.now ? ctx.now : startsAt, endsAt);
      });
      await tx.of(ComputeGrant).update({ id: request.id }, { endsAt });
      const moved = await this.moves.make(ctx, tx, request, 'decideChange', {
        version: input.version, reason: input.note ?? null, set: { sizedGpus: gpus, sizedEndsAt: endsAt },
        data: { accepted: true, gpus, endsAt: endsAt.toISOString() },
      });
      await this.waitlist.retryLater(ctx, tx, sizingOf(request).gpuClass);
      return moved;
    });
  }

  /** Accepts with more hours held and GPUs reserved, or refuses with a note and all stays as it was. */
  decideRenewal(ctx: Ctx, input: DecideComputeChangeInput): Promise<ComputeRequest | ComputeBudgetExceeded> {
    return this.database.command(ctx, 'decideComputeRenewal', input, async (tx) => {
      const request = await requestOf(tx, input.id);
      this.moves.assertOpen(ctx, request, 'decideRenewal', input.version);
      const { gpuClass, gpus, endsAt: before, amountMh } = sizingOf(request);
      const renewal = await openChange(tx, request.id);
      if (input.accept) {
        await assertInGoodStanding(tx, request.organisationId);
        await this.assertWithinLimit(ctx, tx, gpuClass, renewal.moreMh);
      }
      const grant = await lockGrant(tx, request.id);
      if (input.accept && !(await this.funds.extend(ctx, tx, grant, request.number, renewal.moreMh))) {
        return budgetExceeded(ctx, tx, request.organisationId, gpuClass, renewal.moreMh);
      }
      const { endsAt, moreMh } = await this.decide(ctx, tx, request, input);
      if (!input.accept) return this.refuse(ctx, tx, request, 'decideRenewal', input);
      await tx.bySystem(ctx, (system) => this.reserve(system, tx, request, gpus, before, endsAt));
      await tx.of(ComputeGrant).update({ id: request.id }, { endsAt });
      return this.moves.make(ctx, tx, request, 'decideRenewal', {
        version: input.version, reason: input.note ?? null, set: { sizedEndsAt: endsAt, sizedMh: amountMh + moreMh },
        data: { accepted: true, endsAt: endsAt.toISOString(), moreMh: moreMh.toString() },
      });
    });
  }

  /** A programme lead renews up to the approval limit; more is asked for anew, and an approver decides. */
  private async assertWithinLimit(ctx: Ctx, tx: Tx, gpuClass: string, moreMh: bigint): Promise<void> {
    if ((await this.limit.deciderOf(ctx, tx, gpuClass, moreMh)) === 'programme_lead' || ctx.actor.roles.includes('approver')) return;
    throw conflict(
      'ABOVE_LIMIT', 'These hours are above what a programme lead may approve. Refuse, and let the tenant send a new request.',
      '续期卡时超过项目主管的审批限额。请拒绝，并请企业提交新的申请。',
    );
  }

  private async openOwn(
    ctx: Ctx, tx: Tx, input: { id: string; version: number; justification: string }, event: 'requestChange' | 'requestRenewal',
  ): Promise<ComputeRequest> {
    const request = await ownRequest(ctx, tx, input.id);
    this.moves.assertOpen(ctx, request, event, input.version);
    if (!input.justification.trim()) throw invalid('justification', 'Say why.', '请说明理由。');
    await assertInGoodStanding(tx, request.organisationId);
    return request;
  }

  private async ask(
    ctx: Ctx, tx: Tx, request: ComputeRequest,
    asked: Pick<ComputeChange, 'kind' | 'justification' | 'gpus' | 'endsAt' | 'moreMh'>,
  ): Promise<void> {
    const { gpus, endsAt } = sizingOf(request);
    await tx.insert(ComputeChange, {
      id: randomUUID(), requestId: request.id, organisationId: request.organisationId, kind: asked.kind,
      justification: asked.justification.trim(), gpus: asked.gpus, endsAt: asked.endsAt, moreMh: asked.moreMh,
      gpusBefore: gpus, endsAtBefore: endsAt, askedBy: ctx.actor.userId, askedByName: ctx.actor.name, askedAt: ctx.now,
    });
  }

  private async decide(ctx: Ctx, tx: Tx, request: ComputeRequest, input: DecideComputeChangeInput): Promise<ComputeChange> {
    const note = input.note?.trim() || null;
    if (!input.accept && !note) throw invalid('note', 'Say why you refuse.', '请填写拒绝理由。');
    const change = await openChange(tx, request.id);
    const decided = {
      outcome: input.accept ? ('accepted' as const) : ('refused' as const), note, decidedByName: ctx.actor.name,
      decidedAt: ctx.now,
    };
    await tx.of(ComputeChange).update({ id: change.id }, decided);
    return { ...change, ...decided };
  }

  private refuse(
    ctx: Ctx, tx: Tx, request: ComputeRequest, event: 'decideChange' | 'decideRenewal', input: DecideComputeChangeInput,
  ): Promise<ComputeRequest> {
    return this.moves.make(ctx, tx, request, event, {
      version: input.version, reason: input.note ?? null, data: { accepted: false },
    });
  }

  private async reserve(
    system: Ctx, tx: Tx, request: ComputeRequest, gpus: number, startsAt: Date, endsAt: Date,
  ): Promise<void> {
    const { id: requestId, organisationId, poolId } = request;
    const wanted = { requestId, organisationId, gpus, startsAt, endsAt };
    if (poolId && (await this.reservations.reserveInPool(system, tx, poolId, wanted))) return;
    throw conflict(
      'NO_CAPACITY', 'The pool has no room for this in that time. Refuse it, or free GPUs first.',
      '资源池在该时段没有足够的空余，请拒绝该申请或先腾出 GPU。',
    );
  }
}

async function openChange(tx: Tx, requestId: string): Promise<ComputeChange> {
  return tx.of(ComputeChange).createQueryBuilder('c').where('c.request_id = :requestId and c.outcome is null', { requestId })
    .getOneOrFail();
}

function assertGpus(gpus: number): void {
  if (!Number.isInteger(gpus) || gpus < 1 || gpus > 100_000) {
    throw invalid('gpus', 'The number of GPUs must be from 1 to 100,000.', 'GPU 数量须在 1 到 100,000 之间。');
  }
}
