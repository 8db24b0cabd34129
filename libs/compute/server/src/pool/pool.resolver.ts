import { Args, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { CalendarLane } from './calendar.queries';
import { CalendarService } from './calendar.service';
import { ComputePool, ComputeReservation, PoolCapacity, PoolMaintenance } from './compute-pool.entity';
import { ComputePoolRow, GpuClassOffer } from './pool.queries';
import { PoolReservationService } from './pool-reservation.service';
import { PoolService } from './pool.service';

@InputType()
export class CreateComputePoolInput {
  @Field(() => ID)
  contractId: string;

  @Field(() => String)
  code: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => String)
  region: string;

  /** The cluster's name in accounting records. */
  @Field(() => String)
  cluster: string;

  /** GPUs that are never given out. */
  @Field(() => Int)
  headroom: number;
}

@InputType()
export class SetPoolCapacityInput {
  @Field(() => ID)
  poolId: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;
}

@InputType()
export class AnnouncePoolMaintenanceInput extends SetPoolCapacityInput {
  @Field(() => String)
  reason: string;
}

@InputType()
export class ReservePoolInput extends SetPoolCapacityInput {
  /** What the GPUs are reserved for. */
  @Field(() => String)
  reason: string;
}

@InputType()
export class ChangePoolSettingsInput {
  @Field(() => ID)
  poolId: string;

  @Field(() => Int)
  version: number;

  @Field(() => Int)
  headroom: number;

  @Field(() => Boolean)
  isOpen: boolean;
}

@InputType()
export class WindowInput {
  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;
}

@Resolver(() => ComputePool)
export class PoolResolver {
  constructor(
    private readonly pools: PoolService,
    private readonly calendar: CalendarService,
    private readonly reservations: PoolReservationService,
  ) {}

  @Query(() => [ComputePoolRow], { description: 'Every pool with what it has and what of it is taken now.' })
  @Allow('compute-pool.list')
  computePools(@CurrentCtx() ctx: Ctx): Promise<ComputePoolRow[]> {
    return this.pools.rows(ctx);
  }

  @Query(() => ComputePool)
  @Allow('compute-pool.list')
  computePool(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ComputePool> {
    return this.pools.get(ctx, id);
  }

  @Query(() => [GpuClassOffer], { description: 'GPU classes, and what of them is free throughout a window.' })
  @Allow('compute-pool.read')
  gpuClassOffers(@CurrentCtx() ctx: Ctx, @Args('window') window: WindowInput): Promise<GpuClassOffer[]> {
    return this.pools.offers(ctx, window);
  }

  @Query(() => [CalendarLane], { description: 'Pools over a window of a year at the most: what they have, what is free, who has the rest.' })
  @Allow('compute-pool.list')
  computeCalendar(
    @CurrentCtx() ctx: Ctx, @Args('window') window: WindowInput,
    @Args('poolId', { type: () => ID, nullable: true }) poolId?: string | null,
  ): Promise<CalendarLane[]> {
    return this.calendar.lanes(ctx, window, poolId);
  }

  @ResolveField(() => [PoolCapacity])
  capacity(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputePool): Promise<PoolCapacity[]> {
    return this.pools.capacity(ctx, id);
  }

  @ResolveField(() => [PoolMaintenance])
  maintenance(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputePool): Promise<PoolMaintenance[]> {
    return this.pools.maintenance(ctx, id);
  }

  @ResolveField(() => [ComputeReservation], { description: 'Made by hand, for something that is no request; those that end last first.' })
  reservationsByHand(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputePool): Promise<ComputeReservation[]> {
    return this.reservations.list(ctx, id);
  }

  @Mutation(() => ComputeReservation, { description: 'Reserves free GPUs of a pool for something that is no request.' })
  @Allow('compute-pool.manage')
  reservePool(@CurrentCtx() ctx: Ctx, @Args('input') input: ReservePoolInput): Promise<ComputeReservation> {
    return this.reservations.reserve(ctx, input);
  }

  @Mutation(() => ComputeReservation, { description: 'Gives back at once what was reserved.' })
  @Allow('compute-pool.manage')
  endPoolReservation(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ComputeReservation> {
    return this.reservations.end(ctx, { id });
  }

  @Mutation(() => ComputePool)
  @Allow('compute-pool.manage')
  createComputePool(@CurrentCtx() ctx: Ctx, @Args('input') input: CreateComputePoolInput): Promise<ComputePool> {
    return this.pools.create(ctx, input);
  }

  @Mutation(() => PoolCapacity)
  @Allow('compute-pool.manage')
  setPoolCapacity(@CurrentCtx() ctx: Ctx, @Args('input') input: SetPoolCapacityInput): Promise<PoolCapacity> {
    return this.pools.setCapacity(ctx, input);
  }

  @Mutation(() => PoolMaintenance)
  @Allow('compute-pool.manage')
  announcePoolMaintenance(
    @CurrentCtx() ctx: Ctx, @Args('input') input: AnnouncePoolMaintenanceInput,
  ): Promise<PoolMaintenance> {
    return this.pools.announceMaintenance(ctx, input);
  }

  @Mutation(() => PoolMaintenance)
  @Allow('compute-pool.manage')
  cancelPoolMaintenance(
    @CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string,
  ): Promise<PoolMaintenance> {
    return this.pools.cancelMaintenance(ctx, { id });
  }

  @Mutation(() => ComputePool)
  @Allow('compute-pool.manage')
  changePoolSettings(@CurrentCtx() ctx: Ctx, @Args('input') input: ChangePoolSettingsInput): Promise<ComputePool> {
    return this.pools.changeSettings(ctx, input);
  }
}
