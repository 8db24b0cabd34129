import { Injectable } from '@nestjs/common';
import { Database, invalid, type Ctx, type MoveRequest, type Tx } from '@wutong/core-server';
import { addWorkingDays } from '@wutong/core-shared';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { GrantFunds } from '../grant/grant-funds';
import { Allocation } from './allocation';
import { ApprovalLimit } from './approval-limit';
import { budgetExceeded } from './budget-exceeded';
import { fullWindowMh, sizingOf, type ComputeRequest } from './compute-request.entity';
import type { ComputeBudgetExceeded, SizeComputeRequestInput } from './compute-request.inputs';
import { requestOf } from './request-lookup';
import { RequestMoves, type RequestEvent } from './request-moves';
import { dropReview } from '../review/review.queries';
import { assertInGoodStanding } from './tenant-standing';

interface Seen {
  id: string;
  version: number;
}

export const APPEAL_WORKING_DAYS = 10;

/**
 * The centre's side: an operator takes a request up, may ask something, and sizes it; by its size a programme lead or
 * an approver decides. Approving holds the hours in the tenant's quota and allocates GPUs in the same transaction, or
 * puts the request on the waiting list. Who sized does not approve.
 */
@Injectable()
export class RequestReviewService {
  constructor(
    private readonly database: Database,
    private readonly moves: RequestMoves,
    private readonly funds: GrantFunds,
    private readonly allocation: Allocation,
    private readonly limit: ApprovalLimit,
  ) {}

  claim(ctx: Ctx, input: Seen): Promise<ComputeRequest> {
    return this.move(ctx, 'claim', input, () =>
      Promise.resolve({ set: { claimedBy: ctx.actor.userId, claimedByName: ctx.actor.name } }),
    );
  }

  /** Asks the tenant something; without an answer by the due date the request lapses. */
  requestInfo(ctx: Ctx, input: Seen & { question: string; dueAt: Date }): Promise<ComputeRequest> {
    return this.move(ctx, 'requestInfo', input, () => {
      const infoQuestion = input.question.trim();
      if (!infoQuestion) throw invalid('question', 'Write what you want to know.', '请填写需要说明的问题。');
      if (input.dueAt <= ctx.now) throw invalid('dueAt', 'The due date must lie ahead.', '截止时间须晚于当前时间。');
      return Promise.resolve({ reason: infoQuestion, set: { infoQuestion, dueAt: input.dueAt } });
    });
  }

  /** Says what the request really needs; its size decides whose decision it is. */
  size(ctx: Ctx, input: SizeComputeRequestInput): Promise<ComputeRequest> {
    return this.move(ctx, 'size', input, async (tx, request) => {
      const { gpus, startsAt, endsAt } = input;
      if (!Number.isInteger(gpus) || gpus < 1 || gpus > 100_000) {
        throw invalid('gpus', 'The number of GPUs must be from 1 to 100,000.', 'GPU 数量须在 1 到 100,000 之间。');
      }
      if (endsAt <= startsAt) throw invalid('endsAt', 'The end must be after the start.', '结束时间须晚于开始时间。');
      if (endsAt <= ctx.now) throw invalid('endsAt', 'The window has passed.', '该时段已过。');
      const full = fullWindowMh(gpus, startsAt, endsAt);
      const amountMh = input.amountMh ?? full;
      if (amountMh <= 0n || amountMh > full) {
        throw invalid(
          'amountMh', 'The hours must be above zero and at most those of all GPUs in the window.',
          '卡时须大于零，且不超过全部 GPU 在该时段内的总卡时。',
        );
      }
      const [priority, sizingNote] = [input.priority ?? 'normal', input.note?.trim() || null];
      if (priority !== 'normal' && sizingNote === null) {
        throw invalid('note', 'Say why it is served before or after others; the company reads it too.', '请说明调整优先级的理由，企业也会看到。');
      }
      await dropReview(tx, request, ctx.actor.userId);
      const approvalBy = await this.limit.deciderOf(ctx, tx, request.gpuClass ?? '', amountMh);
      return {
        set: {
          sizedBy: ctx.actor.userId, sizedByName: ctx.actor.name, sizedGpus: gpus, sizedStartsAt: startsAt,
          sizedEndsAt: endsAt, sizedMh: amountMh, priority, sizingNote, approvalBy,
        },
        data: { gpus, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), amountMh: amountMh.toString(), priority },
      };
    });
  }

  /** Approves with the hours held, or says that the tenant's quota has less; then nothing has happened. */
  approve(ctx: Ctx, input: Seen): Promise<ComputeRequest | ComputeBudgetExceeded> {
    return this.database.command(ctx, 'approveComputeRequest', input, async (tx) => {
      const request = await requestOf(tx, input.id);
      this.moves.assertOpen(ctx, request, 'approve', input.version);
      await assertInGoodStanding(tx, request.organisationId);
      const sizing = sizingOf(request);
      const grant = await this.funds.place(ctx, tx, request, sizing);
      if (!grant) return budgetExceeded(ctx, tx, request.organisationId, sizing.gpuClass, sizing.amountMh);
      const approved = await this.moves.make(ctx, tx, request, 'approve', {
        version: input.version, set: { decidedBy: ctx.actor.userId, decidedAt: ctx.now },
        data: { amountMh: sizing.amountMh.toString() },
      });
      await tx.insert(ComputeGrant, grant);
      return tx.bySystem(ctx, (system) => this.allocation.settle(system, tx, approved));
    });
  }

  deny(ctx: Ctx, input: Seen & { reason: string }): Promise<ComputeRequest> {
    return this.move(ctx, 'deny', input, () =>
      Promise.resolve({
        set: { decidedBy: ctx.actor.userId, decidedAt: ctx.now, dueAt: addWorkingDays(ctx.now, APPEAL_WORKING_DAYS).at },
      }),
    );
  }

  /** One move by the centre; `prepare` checks what must be true and says what changes with it. */
  private move<I extends Seen & { reason?: string }>(
    ctx: Ctx, event: RequestEvent, input: I,
    prepare: (tx: Tx, request: ComputeRequest) => Promise<MoveRequest<ComputeRequest>>,
  ): Promise<ComputeRequest> {
    return this.database.command(ctx, `${event}ComputeRequest`, input, async (tx) => {
      const request = await requestOf(tx, input.id);
      this.moves.assertOpen(ctx, request, event, input.version);
      const prepared = await prepare(tx, request);
      const reason = input.reason === undefined ? {} : { reason: input.reason };
      return this.moves.make(ctx, tx, request, event, { version: input.version, ...reason, ...prepared });
    });
  }
}
