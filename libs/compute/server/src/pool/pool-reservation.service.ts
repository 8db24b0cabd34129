import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { IsNull } from 'typeorm';
import { z } from 'zod';
import { BorrowRecall } from '../borrow/borrow-recall';
import { Waitlist } from '../request/waitlist';
import { ComputeReservation, type ComputePool } from './compute-pool.entity';
import { freeCapacity, recallable } from './free-capacity.queries';
import { lockPool } from './lock-pool';

const schema = z.object({
  poolId: z.uuid(), gpus: z.int().min(1).max(100_000), startsAt: z.date(), endsAt: z.date(), reason: z.string().trim().min(1).max(400),
});

export type NewPoolReservation = z.input<typeof schema>;

/**
 * GPUs that an operator keeps for something that is no request: the centre's own evaluation runs, a demonstration, a tenant
 * that is expected. Only what is free can be kept; what is kept is neither given out nor planned with until it is given back.
 */
@Injectable()
export class PoolReservationService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly waitlist: Waitlist,
    private readonly recall: BorrowRecall,
  ) {}

  list(ctx: Ctx, poolId: string): Promise<ComputeReservation[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeReservation).find({ where: { poolId, requestId: IsNull() }, order: { endsAt: 'DESC', id: 'ASC' }, take: 50 }),
    );
  }

  /** Throws NO_CAPACITY, with how many are free, when there are fewer free throughout the window. */
  async reserve(ctx: Ctx, input: NewPoolReservation): Promise<ComputeReservation> {
    const { reason, ...wanted } = parse(ctx, schema, input);
    const { poolId, gpus, startsAt, endsAt } = wanted;
    if (endsAt <= startsAt) throw invalid('endsAt', 'The end must be after the start.', '结束时间须晚于开始时间。');
    if (endsAt <= ctx.now) throw invalid('endsAt', 'The time must lie ahead.', '时间须在将来。');
    return this.database.command(ctx, 'reservePool', input, async (tx) => {
      const pool = await lockPool(tx, poolId);
      const from = startsAt < ctx.now ? ctx.now : startsAt;
      const [free] = await tx.bySystem(ctx, () => freeCapacity(tx, [poolId], { startsAt: from, endsAt }, recallable(ctx.now)));
      const left = Math.max(0, free?.gpus ?? 0);
      if (left < gpus) {
        throw conflict(
          'NO_CAPACITY', `Only ${left} GPUs are free throughout this time.`, `该时段内全程空余的 GPU 只有 ${left} 张。`, { free: left },
        );
      }
      const reservation = tx.of(ComputeReservation).create({
        id: randomUUID(), requestId: null, poolId, organisationId: ctx.actor.organisationId ?? pool.organisationId, gpus,
        startsAt: from, endsAt, reservedAt: ctx.now, reason, reservedByName: ctx.actor.name,
      });
      await tx.insert(ComputeReservation, reservation);
      await this.recall.checkLater(ctx, tx, pool.id);
      await this.record(ctx, tx, 'computePool.reserve', pool, { gpus, startsAt: from, endsAt, reason });
      return reservation;
    });
  }

  /** What has passed stays in the calendar. */
  end(ctx: Ctx, input: { id: string }): Promise<ComputeReservation> {
    return this.database.command(ctx, 'endPoolReservation', input, async (tx) => {
      const reservation = await tx.of(ComputeReservation).findOneBy({ id: input.id, requestId: IsNull() });
      if (!reservation) throw notFound();
      const pool = await lockPool(tx, reservation.poolId);
      if (reservation.endsAt <= ctx.now) throw conflict('NOT_NOW', 'This reservation is over.', '该预留已结束。');
      const endsAt = reservation.startsAt > ctx.now ? reservation.startsAt : ctx.now;
      await tx.of(ComputeReservation).update({ id: reservation.id }, { endsAt });
      await this.record(ctx, tx, 'computePool.endReservation', pool, { reservationId: reservation.id, endsAt });
      await this.waitlist.retryLater(ctx, tx, pool.gpuClass);
      return { ...reservation, endsAt };
    });
  }

  private record(ctx: Ctx, tx: Tx, action: string, pool: ComputePool, after: Record<string, unknown>): Promise<void> {
    return this.audit.record(ctx, tx, {
      action, subjectType: 'computePool', subjectId: pool.id, organisationId: pool.organisationId, after,
    });
  }
}
