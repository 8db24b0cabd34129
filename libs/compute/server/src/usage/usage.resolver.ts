import { Args, Field, ID, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, PageArgs, type Ctx, type Page } from '@wutong/core-server';
import { ParkedUsage, ParkedUsageService } from './parked-usage.service';
import { UsageImportConnection, UsageReadService, UsageRecordArgs, UsageRecordConnection } from './usage-read.service';
import type { UsageImport, UsageRecord } from './usage-record.entity';

@InputType()
export class ResolveParkedUsageInput {
  @Field(() => String)
  cluster: string;

  @Field(() => String)
  account: string;

  /** The tenant whose account it is. */
  @Field(() => ID)
  organisationId: string;

  /** Left out: the tenant's grant into whose time each run falls. */
  @Field(() => ID, { nullable: true })
  grantId?: string | null;
}

@InputType()
export class DismissParkedUsageInput {
  @Field(() => String)
  cluster: string;

  @Field(() => String)
  account: string;

  @Field(() => String)
  reason: string;
}

@Resolver()
export class UsageResolver {
  constructor(
    private readonly reading: UsageReadService,
    private readonly parked: ParkedUsageService,
  ) {}

  @Query(() => UsageRecordConnection, { description: 'Metered jobs, those that started last first.' })
  @Allow('compute-balance.read')
  usageRecords(@CurrentCtx() ctx: Ctx, @Args() args: UsageRecordArgs): Promise<Page<UsageRecord>> {
    return this.reading.records(ctx, args);
  }

  @Query(() => UsageImportConnection, { description: 'Deliveries of accounting records, the latest first.' })
  @Allow('usage.send')
  usageImports(@CurrentCtx() ctx: Ctx, @Args() args: PageArgs): Promise<Page<UsageImport>> {
    return this.reading.imports(ctx, args);
  }

  @Query(() => [ParkedUsage], { description: 'Usage that waits until somebody says whose it is, the most first.' })
  @Allow('usage.resolve')
  parkedUsage(@CurrentCtx() ctx: Ctx): Promise<ParkedUsage[]> {
    return this.parked.list(ctx);
  }

  @Mutation(() => Int, { description: 'Gives how many runs count now.' })
  @Allow('usage.resolve')
  resolveParkedUsage(@CurrentCtx() ctx: Ctx, @Args('input') input: ResolveParkedUsageInput): Promise<number> {
    return this.parked.resolve(ctx, input);
  }

  @Mutation(() => Int, { description: 'Puts aside what is nobody’s; gives how many runs.' })
  @Allow('usage.resolve')
  dismissParkedUsage(@CurrentCtx() ctx: Ctx, @Args('input') input: DismissParkedUsageInput): Promise<number> {
    return this.parked.dismiss(ctx, input);
  }
}
