import { Args, ArgsType, Context, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, loader, PageArgs, type Ctx, type GraphqlContext, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { TenantNames } from '../charge/tenant-names';
import { FundingKind, FundingProgramme, FundingSource, FundingSourceConnection, leftOf } from './funding-source.entity';
import { FundingService } from './funding.service';

@InputType()
export class GiveFundingInput {
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  programme: string;

  @Field(() => FundingKind)
  kind: FundingKind;

  @Field(() => BigInt)
  amountFen: bigint;

  /** As 2026-10, in Shanghai. */
  @Field(() => String)
  firstMonth: string;

  /** Left out only for cash. */
  @Field(() => String, { nullable: true })
  lastMonth?: string | null;

  /** It pays at most so much of each charge; of all of it when left out. */
  @Field(() => Int, { nullable: true })
  sharePercent?: number | null;

  @Field(() => BigInt, { nullable: true })
  monthCapFen?: bigint | null;

  /** Left out or empty: all. */
  @Field(() => [String], { nullable: true })
  gpuClasses?: string[] | null;

  /** Left out or empty: all. */
  @Field(() => [ID], { nullable: true })
  poolIds?: string[] | null;

  @Field(() => String)
  reason: string;
}

@InputType()
export class ChangeFundingCapsInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => Int)
  sharePercent: number;

  @Field(() => BigInt, { nullable: true })
  monthCapFen?: bigint | null;
}

@InputType()
export class ClawBackFundingInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => String)
  reason: string;
}

@ArgsType()
export class FundingSourceArgs extends PageArgs {
  /** For the centre, of one tenant; left out, of all. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;
}

@Resolver(() => FundingSource)
export class FundingResolver {
  constructor(
    private readonly funding: FundingService,
    private readonly names: TenantNames,
  ) {}

  @Query(() => FundingSourceConnection, { description: 'Vouchers, subsidies and cash, those given last first; to a tenant its own.' })
  @Allow('compute-cost.read')
  fundingSources(@CurrentCtx() ctx: Ctx, @Args() args: FundingSourceArgs): Promise<Page<FundingSource>> {
    return this.funding.list(ctx, args.organisationId ?? null, args);
  }

  @Query(() => BigInt, { description: 'What all of them can still pay, in fen; to a tenant of its own.' })
  @Allow('compute-cost.read')
  fundingLeftFen(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<bigint> {
    return this.funding.left(ctx, organisationId ?? null);
  }

  @Query(() => [FundingProgramme], { description: 'What each programme has issued, and what became of it.' })
  @Allow('compute-funding.list')
  fundingProgrammes(@CurrentCtx() ctx: Ctx): Promise<FundingProgramme[]> {
    return this.funding.programmes(ctx);
  }

  @ResolveField(() => BigInt)
  leftFen(@Parent() source: FundingSource): bigint {
    return leftOf(source);
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: FundingSource, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.names.of).load(organisationId);
  }

  @Mutation(() => FundingSource)
  @Allow('compute-funding.manage')
  giveFunding(@CurrentCtx() ctx: Ctx, @Args('input') input: GiveFundingInput): Promise<FundingSource> {
    return this.funding.give(ctx, input);
  }

  @Mutation(() => FundingSource)
  @Allow('compute-funding.manage')
  changeFundingCaps(@CurrentCtx() ctx: Ctx, @Args('input') input: ChangeFundingCapsInput): Promise<FundingSource> {
    return this.funding.changeCaps(ctx, input);
  }

  @Mutation(() => FundingSource)
  @Allow('compute-funding.manage')
  clawBackFunding(@CurrentCtx() ctx: Ctx, @Args('input') input: ClawBackFundingInput): Promise<FundingSource> {
    return this.funding.clawBack(ctx, input);
  }
}
