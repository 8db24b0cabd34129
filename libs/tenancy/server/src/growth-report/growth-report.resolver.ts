import { Args, Field, ID, InputType, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { Tenancy } from '../tenancy/tenancy.entity';
import { GrowthReport } from './growth-report.entity';
import { GrowthReportService } from './growth-report.service';

@InputType()
export class SubmitGrowthReportInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  headcount: number;

  @Field(() => BigInt)
  revenueFen: bigint;

  @Field(() => BigInt)
  raisedFen: bigint;

  @Field(() => Int)
  payingCustomers: number;

  @Field(() => String, { nullable: true })
  highlights?: string | null;
}

@Resolver(() => Tenancy)
export class GrowthReportResolver {
  constructor(private readonly reports: GrowthReportService) {}

  @Mutation(() => GrowthReport)
  @Allow('growth-report.submit')
  submitGrowthReport(@CurrentCtx() ctx: Ctx, @Args('input') input: SubmitGrowthReportInput): Promise<GrowthReport> {
    return this.reports.submit(ctx, input);
  }

  @ResolveField(() => [GrowthReport])
  growthReports(@CurrentCtx() ctx: Ctx, @Parent() tenancy: Tenancy): Promise<GrowthReport[]> {
    return this.reports.list(ctx, tenancy.id);
  }
}
