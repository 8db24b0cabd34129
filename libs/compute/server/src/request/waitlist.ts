import { Injectable } from '@nestjs/common';
import { Database, Job, Jobs, OnEvent, type Ctx, type EventMap, type Tx } from '@wutong/core-server';
import { Reservations } from '../pool/reservations';
import { Allocation } from './allocation';
import { ComputeRequest, sizingOf, type Sizing } from './compute-request.entity';
import { OF_GOOD_STANDING } from './tenant-standing';

declare module '@wutong/core-server' {
  interface JobMap {
    'computeRequest.retryWaitlist': { gpuClass: string };
  }
}

/**
 * Those who wait for GPUs of a class, served in their order when room appears. A suspended tenant keeps its place, gets
 * nothing and keeps nobody else waiting.
 */
@Injectable()
export class Waitlist {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly reservations: Reservations,
    private readonly allocation: Allocation,
  ) {}

  /** Has the list looked at once this transaction is committed. */
  async retryLater(ctx: Ctx, tx: Tx, gpuClass: string): Promise<void> {
    await this.jobs.send(ctx, tx, 'computeRequest.retryWaitlist', { gpuClass });
  }

  /** Allocates to those who wait, as far as there is room at `ctx.now`; gives how many got GPUs. For the system. */
  async retry(ctx: Ctx, gpuClass: string): Promise<number> {
    return this.database.write(ctx, async (tx) => {
      await this.reservations.lockClass(tx, gpuClass);
      const waiting = await tx.of(ComputeRequest).createQueryBuilder('r').setLock('pessimistic_write').setOnLocked('skip_locked')
        .where(`r.state = 'waitlisted' and r.gpu_class = :gpuClass and ${OF_GOOD_STANDING}`, { gpuClass }).orderBy('r.waitlist_order').getMany();
      const still: Sizing[] = [];
      let allocated = 0;
      for (const request of waiting) {
        const sizing = sizingOf(request);
        const isBehind = still.some(({ startsAt, endsAt }) => startsAt < sizing.endsAt && endsAt > sizing.startsAt);
        if (!isBehind && (await this.allocation.allocate(ctx, tx, request))) allocated += 1;
        else still.push(sizing);
      }
      return allocated;
    });
  }

  /** A tenant that is suspended lets those behind it pass; one that is back may find room. */
  @OnEvent('tenancy.moved')
  async tenancyMoved(ctx: Ctx, tx: Tx, { organisationId }: EventMap['tenancy.moved']): Promise<void> {
    const classes = await tx.query<{ gpuClass: string }>(
      `select distinct gpu_class as "gpuClass" from compute_request where organisation_id = $1 and state = 'waitlisted'`,
      [organisationId],
    );
    for (const { gpuClass } of classes) await this.retryLater(ctx, tx, gpuClass);
  }

  @Job('computeRequest.retryWaitlist')
  async run(ctx: Ctx, { gpuClass }: { gpuClass: string }): Promise<void> {
    await this.retry(ctx, gpuClass);
  }
}
