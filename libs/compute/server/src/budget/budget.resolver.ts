import { Args, Field, ID, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { BudgetService } from './budget.service';
import { ComputeBudget, ComputeBudgetStatus, ComputeBudgetUnit } from './compute-budget.entity';

@InputType()
export class SetComputeBudgetInput {
  @Field(() => ComputeBudgetUnit)
  unit: ComputeBudgetUnit;

  @Field(() => String, { nullable: true })
  gpuClass?: string | null;

  @Field(() => ID, { nullable: true })
  grantId?: string | null;

  @Field(() => BigInt)
  amount: bigint;

  /** Percents. */
  @Field(() => [Int])
  thresholds: number[];

  @Field(() => Boolean)
  warnsAhead: boolean;
}

@InputType()
export class ComputeBudgetMoveInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class ChangeComputeBudgetInput extends ComputeBudgetMoveInput {
  @Field(() => BigInt)
  amount: bigint;

  @Field(() => [Int])
  thresholds: number[];

  @Field(() => Boolean)
  warnsAhead: boolean;
}

@Resolver(() => ComputeBudget)
export class BudgetResolver {
  constructor(private readonly budgets: BudgetService) {}

  @Query(() => [ComputeBudgetStatus], { description: 'The budgets of one’s own organisation, with this month’s use and forecast.' })
  @Allow('compute-budget.read')
  computeBudgets(@CurrentCtx() ctx: Ctx): Promise<ComputeBudgetStatus[]> {
    return this.budgets.own(ctx);
  }

  @Mutation(() => ComputeBudget)
  @Allow('compute-budget.set')
  setComputeBudget(@CurrentCtx() ctx: Ctx, @Args('input') input: SetComputeBudgetInput): Promise<ComputeBudget> {
    return this.budgets.set(ctx, input);
  }

  @Mutation(() => ComputeBudget)
  @Allow('compute-budget.set')
  changeComputeBudget(@CurrentCtx() ctx: Ctx, @Args('input') input: ChangeComputeBudgetInput): Promise<ComputeBudget> {
    return this.budgets.change(ctx, input);
  }

  @Mutation(() => ComputeBudget)
  @Allow('compute-budget.set')
  endComputeBudget(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeBudgetMoveInput): Promise<ComputeBudget> {
    return this.budgets.end(ctx, input);
  }
}
