import { Args, Field, ID, InputType, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ChargeCapService, TenantChargeCap } from './charge-cap.service';

@InputType()
export class SetChargeCapInput {
  @Field(() => ID)
  organisationId: string;

  /** The first month for which it holds, as 2026-10. */
  @Field(() => String)
  firstMonth: string;

  /** Left out: no cap from then on. */
  @Field(() => BigInt, { nullable: true })
  capFen?: bigint | null;

  @Field(() => String)
  reason: string;
}

@Resolver(() => TenantChargeCap)
export class ChargeCapResolver {
  constructor(private readonly caps: ChargeCapService) {}

  @Query(() => [TenantChargeCap], { description: 'Up to how much tenants are charged in a month; to a tenant its own.' })
  @Allow('compute-cost.read')
  chargeCaps(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<TenantChargeCap[]> {
    return this.caps.list(ctx, organisationId ?? null);
  }

  @Mutation(() => TenantChargeCap)
  @Allow('compute-funding.manage')
  setChargeCap(@CurrentCtx() ctx: Ctx, @Args('input') input: SetChargeCapInput): Promise<TenantChargeCap> {
    return this.caps.set(ctx, input);
  }
}
