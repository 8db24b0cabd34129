import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { BorrowRecall } from '../borrow/borrow-recall';
import { ComputeReservation } from './compute-pool.entity';
import { freeCapacity, noticeEnds, recallable, type Window } from './free-capacity.queries';

export interface Wanted extends Window {
  readonly requestId: string;
  readonly organisationId: string;
  readonly gpus: number;
}

/**
 * Reserves GPUs for a window so that no pool is ever promised twice. Whoever reserves holds the locks of the pools
 * from which it chooses, so that two at once see each other. GPUs on loan keep nobody waiting longer than their notice: they are
 * called back for whoever reserves them. Called by the system, which sees every reservation.
 */
@Injectable()
export class Reservations {
  constructor(private readonly recall: BorrowRecall) {}

  /** Makes whoever else reserves in the pools of a class wait until this transaction ends. */
  async lockClass(tx: Tx, gpuClass: string): Promise<void> {
    await tx.query(`select id from compute_pool where gpu_class = $1 order by id for update`, [gpuClass]);
  }

  /**
   * Reserves in the open pool of the class with the tightest fit, so that large gaps stay for large requests; gives the
   * pool and from when on, or null when none has room throughout the window. Where only GPUs on loan would do, it begins when
   * their notice ends.
   */
  async reserveInClass(ctx: Ctx, tx: Tx, gpuClass: string, wanted: Wanted): Promise<{ poolId: string; startsAt: Date } | null> {
    await this.lockClass(tx, gpuClass);
    const poolId = await this.reserveBest(ctx, tx, gpuClass, wanted);
    if (poolId) return { poolId, startsAt: wanted.startsAt };
    const startsAt = noticeEnds(ctx.now);
    if (startsAt <= wanted.startsAt || startsAt >= wanted.endsAt || !(await isLent(ctx, tx, gpuClass))) return null;
    const later = await this.reserveBest(ctx, tx, gpuClass, { ...wanted, startsAt });
    return later ? { poolId: later, startsAt } : null;
  }

  private async reserveBest(ctx: Ctx, tx: Tx, gpuClass: string, wanted: Wanted): Promise<string | null> {
    const pools = await tx.query<{ id: string }>(
      `select p.id from compute_pool p join supplier_contract c on c.id = p.contract_id
        where p.gpu_class = $1 and p.is_open and c.starts_at <= $2 and c.ends_at >= $3 and c.ended_at is null`,
      [gpuClass, wanted.startsAt, wanted.endsAt],
    );
    const free = await freeCapacity(tx, pools.map(({ id }) => id), wanted, recallable(ctx.now));
    const [best] = free
      .filter(({ gpus }) => gpus >= wanted.gpus)
      .sort((a, b) => a.gpus - b.gpus || (a.poolId < b.poolId ? -1 : 1));
    if (!best) return null;
    await this.insert(ctx, tx, best.poolId, wanted);
    return best.poolId;
  }

  /** Reserves more in a pool where the request already is, from loans too, which come back within their notice; false when there is no room. */
  async reserveInPool(ctx: Ctx, tx: Tx, poolId: string, wanted: Wanted): Promise<boolean> {
    await tx.query(`select id from compute_pool where id = $1 for update`, [poolId]);
    const [free] = await freeCapacity(tx, [poolId], wanted, 'free');
    if (!free || free.gpus < wanted.gpus) return false;
    await this.insert(ctx, tx, poolId, wanted);
    return true;
  }

  /** Reserves what a plan gives; the plan was made with what is free now, and whoever applies it holds the pools' locks. */
  async reservePlanned(ctx: Ctx, tx: Tx, poolId: string, wanted: Wanted): Promise<void> {
    const [free] = await freeCapacity(tx, [poolId], wanted, 'free');
    if (!free || free.gpus < wanted.gpus) throw new Error(`The plan reserves more of pool ${poolId} than is free`);
    await this.insert(ctx, tx, poolId, wanted);
  }

  /** Gives back what a request has reserved from this moment on; what has passed stays in the calendar. */
  async release(tx: Tx, requestId: string, from: Date): Promise<void> {
    await tx.query(
      `update compute_reservation set ends_at = greatest(starts_at, $2) where request_id = $1 and ends_at > $2`,
      [requestId, from],
    );
  }

  /** Leaves a request so many of its GPUs, fewer than it has, from now to the end of its reservation. */
  async shrink(ctx: Ctx, tx: Tx, requestId: string, gpus: number): Promise<void> {
    const [now] = await tx.query<{ poolId: string; organisationId: string; endsAt: Date }>(
      `select pool_id as "poolId", organisation_id as "organisationId", ends_at as "endsAt" from compute_reservation
        where request_id = $1 and ends_at > $2 order by ends_at desc limit 1`,
      [requestId, ctx.now],
    );
    if (!now) return;
    await this.release(tx, requestId, ctx.now);
    if (gpus > 0) await this.insert(ctx, tx, now.poolId, { ...now, requestId, gpus, startsAt: ctx.now });
  }

  private async insert(ctx: Ctx, tx: Tx, poolId: string, { requestId, organisationId, gpus, startsAt, endsAt }: Wanted): Promise<void> {
    await tx.insert(ComputeReservation, {
      id: randomUUID(), requestId, poolId, organisationId, gpus, startsAt, endsAt, reservedAt: ctx.now,
    });
    await this.recall.checkLater(ctx, tx, poolId);
  }
}

async function isLent(ctx: Ctx, tx: Tx, gpuClass: string): Promise<boolean> {
  const [loan] = await tx.query(
    `select 1 from compute_borrow b join compute_pool p on p.id = b.pool_id where p.gpu_class = $1 and b.returns_at > $2 limit 1`, [gpuClass, ctx.now],
  );
  return loan !== undefined;
}
