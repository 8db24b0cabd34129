import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { In } from 'typeorm';
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
    const reserved = await this.reservations.reserveInClass(ctx, tx, gpuClass, wanted);
    return reserved && this.enter(ctx, tx, request, [reserved.poolId], { sizedStartsAt: reserved.startsAt });
  }

  /**
   * Reserves the GPUs that a plan gives a request, perhaps in several pools, and allocates it with what it was given.
   * The pools of its class must be locked.
   */
  async allocatePlanned(
    ctx: Ctx, tx: Tx, request: ComputeRequest, planned: readonly PlannedReservation[], amountMh: bigint, cycle: string,
  ): Promise<ComputeRequest> {
    const { id: requestId, organisationId } = request;
    const byPool = new Map<string, number>();
    const ends = planned.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
    for (const { poolId, ...span } of planned) {
      await this.reservations.reservePlanned(ctx, tx, poolId, { requestId, organisationId, ...span });
      byPool.set(poolId, (byPool.get(poolId) ?? 0) + span.gpus * (span.endsAt.getTime() - span.startsAt.getTime()));
    }
    const poolIds = [...byPool].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
    const sized = {
      sizedGpus: mostAtOnce(planned), sizedStartsAt: new Date(Math.min(...ends)), sizedEndsAt: new Date(Math.max(...ends)), sizedMh: amountMh,
    };
    await tx.of(ComputeGrant).update({ id: requestId }, { endsAt: sized.sizedEndsAt });
    return this.enter(ctx, tx, request, poolIds, sized, { cycle, amountMh: amountMh.toString() });
  }

  /** Makes the grant known in the clusters of its pools, the first of which is its main one, and moves the request on. */
  private async enter(
    ctx: Ctx, tx: Tx, request: ComputeRequest, poolIds: readonly string[],
    set: Partial<ComputeRequest> & { sizedStartsAt: Date }, data: Record<string, unknown> = {},
  ): Promise<ComputeRequest> {
    const pools = await tx.of(ComputePool).findBy({ id: In([...poolIds]) });
    const [poolId] = poolIds;
    const grant = await tx.of(ComputeGrant).findOneByOrFail({ id: request.id });
    await tx.of(ComputeGrant).update({ id: request.id }, { poolId: poolId!, startsAt: set.sizedStartsAt });
    await tx.query(
      `insert into usage_account (cluster, account, organisation_id, grant_id, set_by_name, set_at)
       select distinct unnest($1::text[]), $2, $3::uuid, $4::uuid, $5, $6::timestamptz`,
      [pools.map(({ cluster }) => cluster), grant.account, request.organisationId, request.id, ctx.actor.name, ctx.now],
    );
    return this.moves.make(ctx, tx, request, 'allocate', {
      set: { ...set, poolId: poolId!, waitlistOrder: null }, data: { pool: pools.map(({ code }) => code).sort().join(', '), ...data },
    });
  }
}

/** GPUs of a pool from one moment to another. */
export interface PlannedReservation {
  readonly poolId: string;
  readonly gpus: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

function mostAtOnce(spans: readonly PlannedReservation[]): number {
  const at = (moment: number): number =>
    spans.reduce((sum, one) => (one.startsAt.getTime() <= moment && moment < one.endsAt.getTime() ? sum + one.gpus : sum), 0);
  return Math.max(...spans.map(({ startsAt }) => at(startsAt.getTime())));
}
