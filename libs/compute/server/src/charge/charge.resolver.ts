import { Args, ArgsType, Context, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  Allow, CaseAction, CurrentCtx, LedgerEntryConnection, loader, PageArgs, type Ctx, type GraphqlContext, type LedgerEntry, type Page,
} from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { ChargeMonth } from './charge-month.entity';
import { ChargeFunding, ChargeLine, ChargeStatement, ChargeStatementConnection } from './charge-statement.entity';
import { MonthClosingService } from './month-closing.service';
import { ChargeForecast, ChargePoint, ChargePreviewRow, ChargeStatementArgs, StatementReadService } from './statement-read.service';
import { TenantNames } from './tenant-names';

@InputType()
export class ProposeChargeMonthInput {
  @Field(() => String)
  month: string;
}

@InputType()
export class CloseChargeMonthInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class ReopenChargeMonthInput extends CloseChargeMonthInput {
  @Field(() => String)
  reason: string;
}

@ArgsType()
export class PayableEntriesArgs extends PageArgs {
  /** For the centre, any tenant's; left out, one's own. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;
}

@Resolver(() => ChargeStatement)
export class ChargeStatementResolver {
  constructor(
    private readonly reading: StatementReadService,
    private readonly names: TenantNames,
  ) {}

  @Query(() => ChargeStatementConnection, { description: 'Monthly statements, the latest first; to a tenant its own.' })
  @Allow('compute-cost.read')
  chargeStatements(@CurrentCtx() ctx: Ctx, @Args() args: ChargeStatementArgs): Promise<Page<ChargeStatement>> {
    return this.reading.list(ctx, args);
  }

  @Query(() => ChargeStatement)
  @Allow('compute-cost.read')
  chargeStatement(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ChargeStatement> {
    return this.reading.get(ctx, id);
  }

  @Query(() => [ChargePoint], { description: 'Points of a chart: what the last 12 closed months came to, by GPU class.' })
  @Allow('compute-cost.read')
  chargeSeries(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<ChargePoint[]> {
    return this.reading.series(ctx, organisationId ?? null);
  }

  @Query(() => ChargeForecast, { description: 'What this month will be charged if use goes on as in the last 14 days.' })
  @Allow('compute-cost.read')
  chargeForecast(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<ChargeForecast> {
    return this.reading.forecast(ctx, organisationId ?? null);
  }

  @Query(() => LedgerEntryConnection, { description: 'Why a tenant owes what it owes, newest first.' })
  @Allow('compute-cost.read')
  payableEntries(@CurrentCtx() ctx: Ctx, @Args() args: PayableEntriesArgs): Promise<Page<LedgerEntry>> {
    return this.reading.payable(ctx, args.organisationId ?? null, args);
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: ChargeStatement, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.names.of).load(organisationId);
  }

  @ResolveField(() => [ChargeLine])
  lines(@CurrentCtx() ctx: Ctx, @Parent() statement: ChargeStatement): Promise<ChargeLine[]> {
    return this.reading.lines(ctx, statement);
  }

  @ResolveField(() => [ChargeFunding], { description: 'What funding paid, in the order in which it pays.' })
  funding(@CurrentCtx() ctx: Ctx, @Parent() statement: ChargeStatement): Promise<ChargeFunding[]> {
    return this.reading.funding(ctx, statement);
  }
}

@Resolver(() => ChargePreviewRow)
export class ChargePreviewResolver {
  constructor(
    private readonly reading: StatementReadService,
    private readonly names: TenantNames,
  ) {}

  @Query(() => [ChargePreviewRow], { description: 'What a month would be charged if it were closed now, the largest first.' })
  @Allow('compute-charge.list')
  chargePreview(@CurrentCtx() ctx: Ctx, @Args('month') month: string): Promise<ChargePreviewRow[]> {
    return this.reading.preview(ctx, month);
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: ChargePreviewRow, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.names.of).load(organisationId);
  }
}

@Resolver(() => ChargeMonth)
export class ChargeMonthResolver {
  constructor(
    private readonly reading: StatementReadService,
    private readonly closing: MonthClosingService,
  ) {}

  @Query(() => [ChargeMonth], { description: 'Months that were proposed or closed, the latest first.' })
  @Allow('compute-charge.list')
  chargeMonths(@CurrentCtx() ctx: Ctx): Promise<ChargeMonth[]> {
    return this.reading.months(ctx);
  }

  @Query(() => String, { description: 'The month that is closed next, as 2026-10.' })
  @Allow('compute-charge.list')
  nextChargeMonth(@CurrentCtx() ctx: Ctx): Promise<string> {
    return this.reading.nextMonth(ctx);
  }

  @Query(() => Boolean, { description: 'Whether one may not close a month for a conflict of interest with a company that it charges.' })
  @Allow('compute-charge.list')
  isChargeMonthBarred(@CurrentCtx() ctx: Ctx, @Args('month') month: string): Promise<boolean> {
    return this.reading.isBarred(ctx, month);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() month: ChargeMonth): CaseAction[] {
    return this.closing.actions(ctx, month);
  }

  @Mutation(() => ChargeMonth)
  @Allow('compute-charge.close')
  proposeChargeMonth(@CurrentCtx() ctx: Ctx, @Args('input') input: ProposeChargeMonthInput): Promise<ChargeMonth> {
    return this.closing.propose(ctx, input);
  }

  @Mutation(() => ChargeMonth)
  @Allow('compute-charge.close')
  reopenChargeMonth(@CurrentCtx() ctx: Ctx, @Args('input') input: ReopenChargeMonthInput): Promise<ChargeMonth> {
    return this.closing.reopen(ctx, input);
  }

  @Mutation(() => ChargeMonth, { description: 'For good; by somebody else than who proposed it.' })
  @Allow('compute-charge.close')
  closeChargeMonth(@CurrentCtx() ctx: Ctx, @Args('input') input: CloseChargeMonthInput): Promise<ChargeMonth> {
    return this.closing.close(ctx, input);
  }
}
