import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { Reservations } from '../pool/reservations';
import type { ComputeRequest } from '../request/compute-request.entity';
import { lockGrant } from '../request/request-lookup';
import { RequestMoves } from '../request/request-moves';
import { Waitlist } from '../request/waitlist';
import { GrantFunds } from './grant-funds';

type Ending = 'release' | 'noShow' | 'expire' | 'revoke';

/**
 * The end of a grant, however it comes: in one transaction access keys are revoked (and read back), reserved GPUs
 * freed, the hours not used returned, and those who wait for room looked at again.
 */
@Injectable()
export class GrantEnding {
  constructor(
    private readonly moves: RequestMoves,
    private readonly funds: GrantFunds,
    private readonly reservations: Reservations,
    private readonly waitlist: Waitlist,
  ) {}

  async end(
    ctx: Ctx, tx: Tx, request: ComputeRequest, event: Ending, move: { version?: number; reason?: string | null } = {},
  ): Promise<ComputeRequest> {
    const ended = await this.moves.make(ctx, tx, request, event, {
      ...move, set: { endedAt: ctx.now, waitlistOrder: null },
    });
    const grant = await lockGrant(tx, request.id);
    await revokeKeys(ctx, tx, request.id, event);
    await tx.query(
      `update compute_change set outcome = 'lapsed', decided_at = $2, decided_by_name = $3
        where request_id = $1 and outcome is null`,
      [request.id, ctx.now, ctx.actor.name],
    );
    await this.reservations.release(tx, request.id, ctx.now);
    await this.funds.close(ctx, tx, grant, request.number, event);
    await this.waitlist.retryLater(ctx, tx, grant.gpuClass);
    return ended;
  }
}

/** Revokes every key of a grant and makes sure that none is left. */
async function revokeKeys(ctx: Ctx, tx: Tx, requestId: string, because: string): Promise<void> {
  await tx.query(
    `update compute_access_key set revoked_at = $2, revoked_because = $3 where request_id = $1 and revoked_at is null`,
    [requestId, ctx.now, because],
  );
  const [live] = await tx.query(`select id from compute_access_key where request_id = $1 and revoked_at is null limit 1`, [
    requestId,
  ]);
  if (live) throw new Error(`A key of ${requestId} is still live after the grant's end`);
}
