import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { CostBy, CostDetail, CostOf, CostPoint } from './cost-stack.queries';
import { CostStackService } from './cost-stack.service';

@ArgsType()
export class CostSeriesArgs {
  /** Tenants: by pool or GPU class. */
  @Field(() => CostBy)
  by: CostBy;

  @Field(() => CostOf, { defaultValue: 'charge' })
  of: CostOf;
}

@ArgsType()
export class CostDetailArgs extends CostSeriesArgs {
  /** As 2026-10. */
  @Field(() => String)
  month: string;

  /** The key of a part; left out, what is left without those of `except`. */
  @Field(() => String, { nullable: true })
  key?: string | null;

  @Field(() => [String], { defaultValue: [] })
  except: string[];
}

@Resolver()
export class CostStackResolver {
  constructor(private readonly costs: CostStackService) {}

  @Query(() => [CostPoint], { description: 'Points of a chart: what use came to in the last 12 months, before funding and caps.' })
  @Allow('compute-cost.read')
  costSeries(@CurrentCtx() ctx: Ctx, @Args() { by, of }: CostSeriesArgs): Promise<CostPoint[]> {
    return this.costs.series(ctx, by, of);
  }

  @Query(() => CostDetail, { description: 'What stands behind a part of a month: grants in pools, the largest first.' })
  @Allow('compute-cost.read')
  costDetail(@CurrentCtx() ctx: Ctx, @Args() { key = null, ...args }: CostDetailArgs): Promise<CostDetail> {
    return this.costs.detail(ctx, { ...args, key });
  }
}
