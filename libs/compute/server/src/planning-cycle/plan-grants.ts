import { Injectable } from '@nestjs/common';
import { conflict, type AppError, type Ctx, type Tx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { GrantFunds } from '../grant/grant-funds';
import { Allocation } from '../request/allocation';
import { sizingOf, type ComputeRequest } from '../request/compute-request.entity';
import { lockGrant } from '../request/request-lookup';
import { RequestMoves } from '../request/request-moves';
import type { PlanningCycle } from './planning-cycle.entity';
import type { PlanningOutcome } from './planning-proposal.entity';

/** Makes grants of what a plan gives. */
@Injectable()
export class PlanGrants {
  constructor(
    private readonly moves: RequestMoves,
    private readonly funds: GrantFunds,
    private readonly allocation: Allocation,
  ) {}

  /** Approves a request with its planned hours, or narrows what it holds when it waits, and allocates its GPUs. */
  async give(ctx: Ctx, tx: Tx, cycle: PlanningCycle, request: ComputeRequest, outcome: PlanningOutcome): Promise<void> {
    const { grantedMh } = outcome;
    const planned = outcome.reservations.map((span) => ({
      ...span, startsAt: new Date(span.startsAt), endsAt: new Date(span.endsAt),
    }));
    let ready = request;
    if (request.state === 'approval') {
      const grant = await this.funds.place(ctx, tx, request, { ...sizingOf(request), amountMh: grantedMh });
      if (!grant) throw quotaGone(outcome.number);
      // A plan is one decision: it is an approver's as a whole when one of its requests is.
      const decided = { decidedBy: ctx.actor.userId, decidedAt: ctx.now, approvalBy: cycle.approvalBy };
      ready = await this.moves.make(ctx, tx, { ...request, approvalBy: cycle.approvalBy }, 'approve', {
        set: decided, data: { amountMh: grantedMh.toString(), cycle: cycle.code },
      });
      await tx.insert(ComputeGrant, grant);
    } else {
      await tx.bySystem(ctx, async (system) =>
        this.funds.narrow(system, tx, await lockGrant(tx, request.id), request.number, grantedMh),
      );
    }
    await tx.bySystem(ctx, (system) => this.allocation.allocatePlanned(system, tx, ready, planned, grantedMh, cycle.code));
  }
}

function quotaGone(number: string): AppError {
  return conflict(
    'INSUFFICIENT_BALANCE', `The quota no longer covers ${number}. Plan again.`, `额度已不足以满足 ${number}，请重新规划。`, { number },
  );
}
