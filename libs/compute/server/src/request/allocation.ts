import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { ComputePool } from '../pool/compute-pool.entity';
import { Reservations } from '../pool/reservations';
import { sizingOf, type ComputeRequest } from './compute-request.entity';
import { RequestMoves } from './request-moves';
import { OF_GOOD_STANDING } from './tenant-standing';

/**
 * Finds GPUs for an approved request: by the system, in the approval's own transaction where there is room, else when
 * room appears. Who waits is served in the order of the list: nobody takes GPUs of a class for a time for which
 * somebody before them is still waiting, but for tenants that may get nothing new.
 */
@Injectable()
export class Allocation {
  constructor(
    private readonly moves: RequestMoves,
    private readonly reservations: Reservations,
  ) {}

  /** Allocates an approved request, or puts it on the waiting list. `ctx` is the system's. */
  async settle(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<ComputeRequest> {
    const { gpuClass, startsAt, endsAt } = sizingOf(request);
    await this.reservations.lockClass(tx, gpuClass);
    const [before] = await tx.query(
      `select 1 from compute_request r where state = 'waitlisted' and gpu_class = $1
        and sized_starts_at < $3 and sized_ends_at > $2 and ${OF_GOOD_STANDING} limit 1`,
      [gpuClass, startsAt, endsAt],
    );
    const allocated = before ? null : await this.allocate(ctx, tx, request);
    if (allocated) return allocated;
    const [{ next } = { next: 0n }] = await tx.query<{ next: bigint }>(`select nextval('compute_waitlist_order') as next`);
    return this.moves.make(ctx, tx, request, 'noCapacity', { set: { waitlistOrder: next } });
  }

  /** Reserves GPUs and allocates the request; null when no pool has room throughout its window. */
  async allocate(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<ComputeRequest | null> {
    const { gpuClass, gpus, startsAt, endsAt } = sizingOf(request);
    // What waited beyond its start begins now and still ends when it was to end.
    const from = startsAt < ctx.now ? ctx.now : startsAt;
    if (endsAt <= from) return null;
    const wanted = { requestId: request.id, organisationId: request.organisationId, gpus, startsAt: from, endsAt };
    const poolId = await this.reservations.reserveInClass(ctx, tx, gpuClass, wanted);
    if (!poolId) return null;
    const pool = await tx.of(ComputePool).findOneByOrFail({ id: poolId });
    const grant = await tx.of(ComputeGrant).findOneByOrFail({ id: request.id });
    await tx.of(ComputeGrant).update({ id: request.id }, { poolId, startsAt: from });
    await tx.query(
      `insert into usage_account (cluster, account, organisation_id, grant_id, set_by_name, set_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [pool.cluster, grant.account, request.organisationId, request.id, ctx.actor.name, ctx.now],
    );
    return this.moves.make(ctx, tx, request, 'allocate', {
      set: { poolId, sizedStartsAt: from, waitlistOrder: null }, data: { pool: pool.code },
    });
  }
}
