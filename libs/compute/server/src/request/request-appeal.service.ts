import { Injectable } from '@nestjs/common';
import { Database, type Ctx, type Tx } from '@wutong/core-server';
import { nextRound } from '../review/review.queries';
import { ApprovalLimit } from './approval-limit';
import type { ComputeRequest } from './compute-request.entity';
import { ownRequest, requestOf } from './request-lookup';
import { RequestMoves } from './request-moves';

interface Reasoned {
  id: string;
  version: number;
  reason: string;
}

/** One appeal against a refusal, within ten working days; an approver who did not decide judges it. */
@Injectable()
export class RequestAppealService {
  constructor(
    private readonly database: Database,
    private readonly moves: RequestMoves,
    private readonly limit: ApprovalLimit,
  ) {}

  appeal(ctx: Ctx, input: Reasoned): Promise<ComputeRequest> {
    return this.database.command(ctx, 'appealComputeRequest', input, async (tx) =>
      this.moves.make(ctx, tx, await ownRequest(ctx, tx, input.id), 'appeal', {
        ...input, set: { appealed: true, dueAt: null },
      }),
    );
  }

  /** The request is decided again, by its size; what was never sized counts as it was asked for. */
  uphold(ctx: Ctx, input: Reasoned): Promise<ComputeRequest> {
    return this.database.command(ctx, 'upholdComputeAppeal', input, async (tx) => {
      const request = await requestOf(tx, input.id);
      this.moves.assertOpen(ctx, request, 'upholdAppeal', input.version);
      const sized = request.sizedMh === null ? await this.sizedAsAsked(ctx, tx, request) : {};
      const set = { ...sized, ...(await nextRound(ctx, tx, request)) };
      return this.moves.make(ctx, tx, request, 'upholdAppeal', { ...input, set });
    });
  }

  dismiss(ctx: Ctx, input: Reasoned): Promise<ComputeRequest> {
    return this.database.command(ctx, 'dismissComputeAppeal', input, async (tx) =>
      this.moves.make(ctx, tx, await requestOf(tx, input.id), 'dismissAppeal', input),
    );
  }

  private async sizedAsAsked(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<Partial<ComputeRequest>> {
    const { gpuClass, gpus, startsAt, endsAt, amountMh } = request;
    return {
      sizedBy: ctx.actor.userId, sizedByName: ctx.actor.name, sizedGpus: gpus, sizedStartsAt: startsAt, sizedEndsAt: endsAt,
      sizedMh: amountMh, approvalBy: await this.limit.deciderOf(ctx, tx, gpuClass ?? '', amountMh ?? 0n),
    };
  }
}
