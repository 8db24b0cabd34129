import { Args, ArgsType, Context, Field, ID, InputType, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, loader, PageArgs, type Ctx, type GraphqlContext, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { ChargeCapService, TenantChargeCap, TenantChargeCapConnection } from './charge-cap.service';
import { TenantNames } from './tenant-names';

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

@ArgsType()
export class ChargeCapArgs extends PageArgs {
  /** For the centre, of one tenant; left out, of all. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;
}

@Resolver(() => TenantChargeCap)
export class ChargeCapResolver {
  constructor(
    private readonly caps: ChargeCapService,
    private readonly names: TenantNames,
  ) {}

  @Query(() => TenantChargeCapConnection, { description: 'Up to how much tenants are charged in a month, what was set last first; to a tenant its own.' })
  @Allow('compute-cost.read')
  chargeCaps(@CurrentCtx() ctx: Ctx, @Args() args: ChargeCapArgs): Promise<Page<TenantChargeCap>> {
    return this.caps.list(ctx, args.organisationId ?? null, args);
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: TenantChargeCap, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.names.of).load(organisationId);
  }

  @Mutation(() => TenantChargeCap)
  @Allow('compute-funding.manage')
  setChargeCap(@CurrentCtx() ctx: Ctx, @Args('input') input: SetChargeCapInput): Promise<TenantChargeCap> {
    return this.caps.set(ctx, input);
  }
}
