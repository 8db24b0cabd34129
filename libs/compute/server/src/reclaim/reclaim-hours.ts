import { Injectable } from '@nestjs/common';
import { conflict, Events, type Ctx, type Tx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { GrantFunds } from '../grant/grant-funds';
import { Reservations } from '../pool/reservations';
import { ComputeRequest } from '../request/compute-request.entity';
import { lockGrant } from '../request/request-lookup';
import { RUNNING } from '../grant/grant-states';
import { Waitlist } from '../request/waitlist';
import type { ComputeReclaim, ReclaimReturnsTo } from './compute-reclaim.entity';
import { gpusFor } from './reclaim-rule';

type Taken = Pick<ComputeReclaim, 'takenMh' | 'returnedTo' | 'gpusBefore' | 'gpusAfter'>;

/**
 * Moves hours out of a running grant and back into it: its hold in the ledger, its GPUs in the pool, and those who wait
 * for them, in one transaction. What goes back goes to the tenant's quota or to the centre, as the rule says.
 */
@Injectable()
export class ReclaimHours {
  constructor(
    private readonly funds: GrantFunds,
    private readonly reservations: Reservations,
    private readonly waitlist: Waitlist,
    private readonly events: Events,
  ) {}

  /**
   * Takes back at most `mh`, as much as is still held, as the system; gives what is then known of the case, or null
   * when nothing is held. Throws NOT_NOW when the grant has ended.
   */
  async takeBack(ctx: Ctx, tx: Tx, reclaim: ComputeReclaim, mh: bigint, to: ReclaimReturnsTo): Promise<Taken | null> {
    return tx.bySystem(ctx, async (system) => {
      const { request, grant } = await this.running(tx, reclaim);
      const takenMh = mh < grant.heldMh ? mh : grant.heldMh;
      if (takenMh <= 0n) return null;
      const gpus = await reservedGpus(tx, request.id, ctx.now);
      const gpusBefore = reclaim.gpusBefore ?? gpus;
      const left = { startsAt: ctx.now, endsAt: grant.endsAt };
      const gpusAfter = Math.min(gpus, gpusFor({ ...reclaim, gpus: gpusBefore }, grant.heldMh - takenMh, left));
      await this.funds.reclaim(system, tx, grant, request.number, takenMh, { reclaimId: reclaim.id, to });
      await this.reservations.shrink(system, tx, request.id, gpusAfter);
      await this.note(system, tx, request, { sizedGpus: gpusAfter, sizedMh: grant.grantedMh - takenMh });
      await this.waitlist.retryLater(system, tx, grant.gpuClass);
      return { takenMh: reclaim.takenMh + takenMh, returnedTo: to, gpusBefore, gpusAfter };
    });
  }

  /**
   * Holds again what was taken back, with its GPUs. Throws INSUFFICIENT_BALANCE when the quota has been spent
   * meanwhile, NO_CAPACITY when others have the GPUs; then nothing has changed.
   */
  async restore(ctx: Ctx, tx: Tx, reclaim: ComputeReclaim): Promise<void> {
    await tx.bySystem(ctx, async (system) => {
      const { request, grant } = await this.running(tx, reclaim);
      const { organisationId, poolId } = request;
      const gpus = (reclaim.gpusBefore ?? 0) - (await reservedGpus(tx, request.id, ctx.now));
      const wanted = { requestId: request.id, organisationId, gpus, startsAt: ctx.now, endsAt: grant.endsAt };
      if (gpus > 0 && !(poolId && (await this.reservations.reserveInPool(system, tx, poolId, wanted)))) {
        throw conflict(
          'NO_CAPACITY', 'Others have these GPUs meanwhile. They can be restored once the pool has room again.',
          '这些 GPU 已分配给其他企业，资源池有空余后方可恢复。',
        );
      }
      const restored = await this.funds.reclaim(system, tx, grant, request.number, -reclaim.takenMh, {
        reclaimId: reclaim.id, to: reclaim.returnedTo ?? 'tenant',
      });
      if (!restored) {
        throw conflict(
          'INSUFFICIENT_BALANCE', 'The company has used its quota for something else meanwhile. Raise the quota first.',
          '该企业的额度已另作他用，请先追加额度。',
        );
      }
      await this.note(system, tx, request, { sizedGpus: reclaim.gpusBefore ?? 0, sizedMh: grant.grantedMh + reclaim.takenMh });
    });
  }

  /** The request and its grant, both locked. */
  private async running(tx: Tx, { grantId }: ComputeReclaim): Promise<{ request: ComputeRequest; grant: ComputeGrant }> {
    const request = await tx.of(ComputeRequest).findOneOrFail({ where: { id: grantId }, lock: { mode: 'pessimistic_write' } });
    const grant = await lockGrant(tx, grantId);
    if (!RUNNING.has(request.state)) throw conflict('NOT_NOW', 'This grant has ended.', '该资源已结束。');
    return { request, grant };
  }

  /** The request says what it now has, as far as it has any, and those who enforce its limits hear of it. */
  private async note(system: Ctx, tx: Tx, request: ComputeRequest, now: { sizedGpus: number; sizedMh: bigint }): Promise<void> {
    await tx.of(ComputeRequest).update({ id: request.id }, {
      sizedGpus: now.sizedGpus || request.sizedGpus, sizedMh: now.sizedMh || request.sizedMh,
    });
    const { id: requestId, organisationId, state } = request;
    await this.events.emit(system, tx, 'computeRequest.moved', { requestId, organisationId, event: 'reclaim', state });
  }
}

/** The GPUs that a request has at a moment. */
async function reservedGpus(tx: Tx, requestId: string, at: Date): Promise<number> {
  const [row] = await tx.query<{ gpus: number }>(
    `select coalesce(sum(gpus), 0)::int as gpus from compute_reservation
      where request_id = $1 and starts_at <= $2 and ends_at > $2`,
    [requestId, at],
  );
  return row?.gpus ?? 0;
}
