import { Args, ArgsType, Context, Field, ID, Int, Query, ResolveField, Resolver, Parent } from '@nestjs/graphql';
import { Allow, CurrentCtx, loader, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { ComputeBalance, UsageBy, UsageGrain, UsagePoint } from './compute-dashboard.queries';
import { ComputeDashboardService } from './compute-dashboard.service';

@ArgsType()
export class UsageSeriesArgs {
  @Field(() => UsageGrain)
  grain: UsageGrain;

  @Field(() => UsageBy)
  by: UsageBy;

  @Field(() => Date)
  from: Date;

  @Field(() => Date)
  to: Date;

  /** For the centre: of one tenant. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  @Field(() => ID, { nullable: true })
  poolId?: string | null;

  @Field(() => String, { nullable: true })
  gpuClass?: string | null;

  /** So many of the largest parts each have points of their own, the others have theirs together, under an empty key. */
  @Field(() => Int, { nullable: true })
  most?: number | null;
}

@Resolver(() => ComputeGrant)
export class ComputeDashboardResolver {
  private readonly requestsOf;
  private readonly payNext;

  constructor(
    private readonly dashboard: ComputeDashboardService,
    reading: RequestReadService,
  ) {
    this.requestsOf = (ctx: Ctx, ids: readonly string[]): Promise<(ComputeRequest | Error)[]> => reading.many(ctx, ids);
    this.payNext = (ctx: Ctx, ids: readonly string[]): Promise<boolean[]> => dashboard.payNext(ctx, ids);
  }

  @Query(() => [ComputeBalance], { description: 'Of one’s own organisation; for the centre, of one tenant or of all.' })
  @Allow('compute-balance.read')
  computeBalances(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<ComputeBalance[]> {
    return this.dashboard.balances(ctx, organisationId ?? null);
  }

  @Query(() => [ComputeGrant], { description: 'Of one’s own organisation, or for the centre of one tenant; those that end last first.' })
  @Allow('compute-balance.read')
  computeGrants(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<ComputeGrant[]> {
    return this.dashboard.grants(ctx, organisationId ?? null);
  }

  @ResolveField(() => ComputeRequest)
  request(@Parent() { id }: ComputeGrant, @Context() context: GraphqlContext): Promise<ComputeRequest> {
    return loader(context, this.requestsOf).load(id);
  }

  @ResolveField(() => Boolean, { description: 'Whether the next job under an account of the whole company, or of a grant that has ended, counts on it, in one of its pools at least.' })
  paysNext(@Parent() { id }: ComputeGrant, @Context() context: GraphqlContext): Promise<boolean> {
    return loader(context, this.payNext).load(id);
  }

  @Query(() => [UsagePoint], { description: 'Points of a chart: what was used when, by tenant, pool or GPU class.' })
  @Allow('compute-balance.read')
  usageSeries(@CurrentCtx() ctx: Ctx, @Args() args: UsageSeriesArgs): Promise<UsagePoint[]> {
    const { organisationId = null, poolId = null, gpuClass = null, most = null, ...rest } = args;
    return this.dashboard.series(ctx, { ...rest, organisationId, poolId, gpuClass, most });
  }
}
