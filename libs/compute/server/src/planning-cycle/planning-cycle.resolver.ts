import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx, type Page } from '@wutong/core-server';
import { ApplyPlanService } from './apply-plan.service';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningCycleService } from './planning-cycle.service';
import { PlanningReadService } from './planning-read.service';
import { PlanningReportService } from './planning-report.service';
import {
  LeaveOutOfPlanInput, OpenPlanningCycleInput, PlanningCycleArgs, PlanningCycleConnection, PlanningCycleMoveInput, PlanningCycleReasonInput,
  PlanningReportView, ProposePlanResult, TakeIntoPlanInput,
} from './planning.types';
import { ProposalService } from './proposal.service';

@Resolver(() => PlanningCycle)
export class PlanningCycleResolver {
  constructor(
    private readonly cycles: PlanningCycleService,
    private readonly reading: PlanningReadService,
    private readonly proposals: ProposalService,
    private readonly applying: ApplyPlanService,
    private readonly reports: PlanningReportService,
  ) {}

  @Query(() => PlanningCycleConnection, { description: 'The latest opened first; companies see those published.' })
  @Allow('planning-cycle.read')
  planningCycles(@CurrentCtx() ctx: Ctx, @Args() args: PlanningCycleArgs): Promise<Page<PlanningCycle>> {
    return this.reading.list(ctx, args);
  }

  @Query(() => PlanningCycle)
  @Allow('planning-cycle.read')
  planningCycle(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<PlanningCycle> {
    return this.reading.get(ctx, id);
  }

  @Query(() => PlanningReportView)
  @Allow('planning-cycle.read')
  planningReport(@CurrentCtx() ctx: Ctx, @Args('cycleId', { type: () => ID }) cycleId: string): Promise<PlanningReportView> {
    return this.reports.view(ctx, cycleId);
  }

  @Query(() => String, { description: 'The world of the plan that stands, as JSON for `npx wutong plan` and other solvers.' })
  @Allow('planning-cycle.try')
  planningWorld(@CurrentCtx() ctx: Ctx, @Args('cycleId', { type: () => ID }) cycleId: string): Promise<string> {
    return this.reading.world(ctx, cycleId);
  }

  @Mutation(() => PlanningCycle)
  @Allow('planning-cycle.plan')
  openPlanningCycle(@CurrentCtx() ctx: Ctx, @Args('input') input: OpenPlanningCycleInput): Promise<PlanningCycle> {
    return this.cycles.open(ctx, input);
  }

  @Mutation(() => PlanningCycle)
  @Allow('planning-cycle.plan')
  leaveOutOfPlan(@CurrentCtx() ctx: Ctx, @Args('input') { cycleId, ...input }: LeaveOutOfPlanInput): Promise<PlanningCycle> {
    return this.cycles.leaveOut(ctx, { id: cycleId, ...input });
  }

  @Mutation(() => PlanningCycle)
  @Allow('planning-cycle.plan')
  takeIntoPlan(@CurrentCtx() ctx: Ctx, @Args('input') { cycleId, requestId }: TakeIntoPlanInput): Promise<PlanningCycle> {
    return this.cycles.takeIn(ctx, { id: cycleId, requestId });
  }

  @Mutation(() => ProposePlanResult, { description: 'Has the plan computed, unless nothing has changed since the one that stands.' })
  @Allow('planning-cycle.plan')
  proposePlan(@CurrentCtx() ctx: Ctx, @Args('cycleId', { type: () => ID }) id: string): Promise<ProposePlanResult> {
    return this.proposals.propose(ctx, { id });
  }

  @Mutation(() => PlanningCycle)
  @Allow('planning-cycle.decide')
  sendBackPlan(@CurrentCtx() ctx: Ctx, @Args('input') input: PlanningCycleReasonInput): Promise<PlanningCycle> {
    return this.cycles.sendBack(ctx, input);
  }

  @Mutation(() => PlanningCycle, { description: 'Approves, holds and reserves everything that the plan gives, or nothing.' })
  @Allow('planning-cycle.decide')
  applyPlan(@CurrentCtx() ctx: Ctx, @Args('input') input: PlanningCycleMoveInput): Promise<PlanningCycle> {
    return this.applying.apply(ctx, input);
  }

  @Mutation(() => PlanningCycle)
  @Allow('planning-cycle.close')
  publishPlanningReport(@CurrentCtx() ctx: Ctx, @Args('input') input: PlanningCycleMoveInput): Promise<PlanningCycle> {
    return this.reports.publish(ctx, input);
  }

  @Mutation(() => PlanningCycle)
  @Allow('planning-cycle.close')
  cancelPlanningCycle(@CurrentCtx() ctx: Ctx, @Args('input') input: PlanningCycleReasonInput): Promise<PlanningCycle> {
    return this.cycles.cancel(ctx, input);
  }
}
