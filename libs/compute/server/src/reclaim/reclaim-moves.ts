import { Injectable } from '@nestjs/common';
import { Timers, WorkflowService, type Ctx, type EventOf, type MoveRequest, type Tx } from '@wutong/core-server';
import type { ComputeReclaim } from './compute-reclaim.entity';
import { reclaimCase } from './reclaim-case';
import { ReclaimNotices } from './reclaim-notices';

declare module '@wutong/core-server' {
  interface TimerMap {
    'computeReclaim.replyDue': Record<string, never>;
  }
}

export type ReclaimEvent = EventOf<typeof reclaimCase.workflow>;

/** Every move of a reclaim goes through here: its timer is set or cleared, and people are told. */
@Injectable()
export class ReclaimMoves {
  constructor(
    private readonly workflow: WorkflowService,
    private readonly timers: Timers,
    private readonly notices: ReclaimNotices,
  ) {}

  /** Begins the case whose row has just been inserted: the tenant is told, and its time to answer runs. */
  async begin(ctx: Ctx, tx: Tx, reclaim: ComputeReclaim): Promise<void> {
    await this.workflow.begin(ctx, tx, reclaimCase, reclaim, { idleMh: reclaim.idleMh.toString() });
    await this.timers.set(ctx, tx, {
      ...subjectOf(reclaim), event: 'computeReclaim.replyDue', dueAt: reclaim.replyDueAt, payload: {},
    });
    await this.notices.tell(ctx, tx, reclaim, 'notice');
  }

  assertOpen(ctx: Ctx, reclaim: ComputeReclaim, event: ReclaimEvent, version?: number): void {
    this.workflow.assertOpen(ctx, reclaimCase, reclaim, event, version);
  }

  async make(
    ctx: Ctx, tx: Tx, reclaim: ComputeReclaim, event: ReclaimEvent, move: MoveRequest<ComputeReclaim> = {},
  ): Promise<ComputeReclaim> {
    const moved = await this.workflow.perform(ctx, tx, reclaimCase, reclaim, event, move);
    await this.timers.clear(ctx, tx, subjectOf(moved));
    await this.notices.tell(ctx, tx, moved, event);
    return moved;
  }
}

function subjectOf({ id, organisationId }: ComputeReclaim) {
  return { subjectType: reclaimCase.workflow.name, subjectId: id, organisationId };
}
