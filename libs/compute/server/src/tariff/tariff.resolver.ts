import { Args, Field, ID, InputType, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ComputeTariff, UnpricedUsage } from './compute-tariff.entity';
import { TariffService } from './tariff.service';

@InputType()
export class SetComputeTariffInput {
  @Field(() => ID)
  poolId: string;

  @Field(() => BigInt)
  fenPerGpuHour: bigint;

  /** A full hour, from now on, or one since which nobody has used the pool. */
  @Field(() => Date)
  validFrom: Date;
}

@Resolver()
export class TariffResolver {
  constructor(private readonly tariffing: TariffService) {}

  @Query(() => [ComputeTariff], {
    description: 'What tenants are charged in a pool, the last to begin first. Before the first one they pay the supplier’s price.',
  })
  @Allow('compute-tariff.read')
  computeTariffs(@CurrentCtx() ctx: Ctx, @Args('poolId', { type: () => ID }) poolId: string): Promise<ComputeTariff[]> {
    return this.tariffing.tariffs(ctx, poolId);
  }

  @Query(() => UnpricedUsage)
  @Allow('compute-tariff.read')
  unpricedUsage(@CurrentCtx() ctx: Ctx, @Args('poolId', { type: () => ID }) poolId: string): Promise<UnpricedUsage> {
    return this.tariffing.unpriced(ctx, poolId);
  }

  @Mutation(() => ComputeTariff)
  @Allow('compute-tariff.set')
  setComputeTariff(@CurrentCtx() ctx: Ctx, @Args('input') input: SetComputeTariffInput): Promise<ComputeTariff> {
    return this.tariffing.set(ctx, input);
  }
}
