import { Injectable } from '@nestjs/common';
import { Events, Timers, WorkflowService, type Ctx, type EventOf, type MoveRequest, type Tx } from '@wutong/core-server';
import type { ComputeRequest } from './compute-request.entity';
import { requestCase } from './request-case';
import { RequestNotices } from './request-notices';

declare module '@wutong/core-server' {
  interface TimerMap {
    'computeRequest.due': Record<string, never>;
  }
  interface EventMap {
    'computeRequest.moved': { requestId: string; organisationId: string; event: string; state: string };
  }
}

export type RequestEvent = EventOf<typeof requestCase.workflow>;

const DAY = 86_400_000;
const IDLE_DAYS = 90;
/** The states in which a grant ends. */
export const GRANT_ENDS: ReadonlySet<string> = new Set(['expired', 'released', 'revoked', 'no_show_released']);
/** How long allocated GPUs wait for the terms to be accepted, after their start. */
const GRACE_DAYS = 3;
/** How long late accounting records are waited for before a grant is settled. */
const SETTLE_DAYS = 3;

/**
 * Every move of a request goes through here, whoever makes it: with the move its timer is set or cleared, people are
 * told, and other platforms hear of it.
 */
@Injectable()
export class RequestMoves {
  constructor(
    private readonly workflow: WorkflowService,
    private readonly timers: Timers,
    private readonly events: Events,
    private readonly notices: RequestNotices,
  ) {}

  async begin(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<void> {
    await this.workflow.begin(ctx, tx, requestCase, request);
    await this.schedule(ctx, tx, request);
  }

  assertOpen(ctx: Ctx, request: ComputeRequest, event: RequestEvent, version?: number): void {
    this.workflow.assertOpen(ctx, requestCase, request, event, version);
  }

  async make(
    ctx: Ctx, tx: Tx, request: ComputeRequest, event: RequestEvent, move: MoveRequest<ComputeRequest> = {},
  ): Promise<ComputeRequest> {
    const moved = await this.workflow.perform(ctx, tx, requestCase, request, event, move);
    await this.schedule(ctx, tx, moved);
    await this.notices.tell(ctx, tx, moved, event);
    await this.events.emit(ctx, tx, 'computeRequest.moved', {
      requestId: moved.id, organisationId: moved.organisationId, event, state: moved.state,
    });
    return moved;
  }

  /** Makes the timer agree with the moment at which the machine has to do something. */
  async schedule(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<void> {
    const subject = { subjectType: requestCase.workflow.name, subjectId: request.id, organisationId: request.organisationId };
    const dueAt = nextDue(request, ctx.now);
    await this.timers.replace(ctx, tx, subject, dueAt ? [{ event: 'computeRequest.due', dueAt, payload: {} }] : []);
  }
}

/** When the machine next looks at a request in its state; null where only people move it on. */
export function nextDue(request: ComputeRequest, now: Date): Date | null {
  const { state, savedAt, dueAt, sizedStartsAt, sizedEndsAt, endedAt } = request;
  switch (state) {
    case 'draft':
      return after(savedAt, IDLE_DAYS);
    case 'info_requested':
    case 'denied':
      return dueAt;
    case 'waitlisted':
    case 'active':
    case 'change_pending':
    case 'renewal_pending':
      return sizedEndsAt;
    case 'allocated':
      return sizedStartsAt && now < sizedStartsAt ? sizedStartsAt : graceEnd(request);
    case 'expired':
    case 'released':
    case 'no_show_released':
    case 'revoked':
      return endedAt && after(endedAt, SETTLE_DAYS);
    default:
      return null;
  }
}

/** Until when an allocated request can still be taken up. */
export function graceEnd({ sizedStartsAt }: ComputeRequest): Date | null {
  return sizedStartsAt && after(sizedStartsAt, GRACE_DAYS);
}

function after(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * DAY);
}
