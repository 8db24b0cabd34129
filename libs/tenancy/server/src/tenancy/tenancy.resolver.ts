import { Args, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CaseEvent, CurrentCtx, type Ctx, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { StateCount } from '../state-count';
import { TENANCY_CHECKLISTS } from './tenancy-checklists';
import { TenancyReadService } from './tenancy-read.service';
import { TenancyTask } from './tenancy-task.entity';
import { Tenancy } from './tenancy.entity';
import { TenancyConnection, TenancyListArgs, type TenancyRow } from './tenancy.queries';
import { TenancyService } from './tenancy.service';

@InputType()
export class TenancyMoveInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class TenancyReasonInput extends TenancyMoveInput {
  @Field(() => String)
  reason: string;
}

@InputType()
export class GraduateTenancyInput extends TenancyMoveInput {
  /** Which criteria were met, and how. */
  @Field(() => String)
  record: string;
}

@InputType()
export class SettleTenancyTaskInput {
  @Field(() => ID)
  taskId: string;

  @Field(() => Boolean)
  done: boolean;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@Resolver(() => TenancyTask)
export class TenancyTaskResolver {
  constructor(private readonly tenancies: TenancyService) {}

  @Mutation(() => TenancyTask)
  @Allow('tenancy.settle-task')
  settleTenancyTask(@CurrentCtx() ctx: Ctx, @Args('input') input: SettleTenancyTaskInput): Promise<TenancyTask> {
    return this.tenancies.settleTask(ctx, input);
  }

  @ResolveField(() => String)
  text(@CurrentCtx() ctx: Ctx, @Parent() task: TenancyTask): string {
    return TENANCY_CHECKLISTS[task.stage].find(({ key }) => key === task.key)?.text[ctx.locale] ?? task.key;
  }
}

@Resolver(() => Tenancy)
export class TenancyResolver {
  constructor(
    private readonly reading: TenancyReadService,
    private readonly tenancies: TenancyService,
  ) {}

  @Query(() => Tenancy)
  @Allow('tenancy.read')
  tenancy(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<Tenancy> {
    return this.reading.get(ctx, id);
  }

  @Query(() => Tenancy, { nullable: true, description: 'The latest tenancy of the viewer’s own organisation.' })
  @Allow('tenancy.read')
  myTenancy(@CurrentCtx() ctx: Ctx): Promise<Tenancy | null> {
    return this.reading.own(ctx);
  }

  @Query(() => TenancyConnection, { name: 'tenancies', description: 'Tenants, those who signed last first.' })
  @Allow('tenancy.list')
  tenancyList(@CurrentCtx() ctx: Ctx, @Args() args: TenancyListArgs): Promise<Page<TenancyRow>> {
    return this.reading.list(ctx, args);
  }

  @Query(() => [StateCount])
  @Allow('tenancy.list')
  tenancyCounts(@CurrentCtx() ctx: Ctx): Promise<StateCount[]> {
    return this.reading.counts(ctx);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  cancelTenancy(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyReasonInput): Promise<Tenancy> {
    return this.tenancies.cancel(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  suspendTenancy(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyReasonInput): Promise<Tenancy> {
    return this.tenancies.suspend(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  resumeTenancy(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyMoveInput): Promise<Tenancy> {
    return this.tenancies.resume(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  openTenancyReview(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyMoveInput): Promise<Tenancy> {
    return this.tenancies.openReview(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  clearTenancyReview(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyMoveInput): Promise<Tenancy> {
    return this.tenancies.clear(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  graduateTenancy(@CurrentCtx() ctx: Ctx, @Args('input') input: GraduateTenancyInput): Promise<Tenancy> {
    return this.tenancies.graduate(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.manage')
  proposeTenancyTermination(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyReasonInput): Promise<Tenancy> {
    return this.tenancies.proposeTermination(ctx, input);
  }

  @Mutation(() => Tenancy)
  @Allow('tenancy.terminate')
  terminateTenancy(@CurrentCtx() ctx: Ctx, @Args('input') input: TenancyReasonInput): Promise<Tenancy> {
    return this.tenancies.terminate(ctx, input);
  }

  @ResolveField(() => Organisation)
  organisation(@CurrentCtx() ctx: Ctx, @Parent() tenancy: Tenancy): Promise<Organisation> {
    return this.reading.organisation(ctx, tenancy.organisationId);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() tenancy: Tenancy): CaseAction[] {
    return this.reading.actions(ctx, tenancy);
  }

  @ResolveField(() => [CaseEvent])
  timeline(@CurrentCtx() ctx: Ctx, @Parent() tenancy: Tenancy): Promise<CaseEvent[]> {
    return this.reading.timeline(ctx, tenancy);
  }

  @ResolveField(() => [TenancyTask])
  tasks(@CurrentCtx() ctx: Ctx, @Parent() tenancy: Tenancy): Promise<TenancyTask[]> {
    return this.reading.tasks(ctx, tenancy);
  }
}
