import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CaseAction, CaseEvent, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningProposal } from './planning-proposal.entity';
import { PlanningReadService } from './planning-read.service';
import {
  PlanningCandidate, PlanningCell, PlanningFigures, PlanningOutcomeRow, PlanningPolicyRow, PlanningPool, PlanningShareRow,
} from './planning.types';

/** What is shown with one cycle. These fields read one cycle at a time and are not asked for in lists. */
@Resolver(() => PlanningCycle)
export class PlanningFieldsResolver {
  constructor(private readonly reading: PlanningReadService) {}

  @ResolveField(() => PlanningPolicyRow)
  policy(@Parent() { policy: { stages, pastUse } }: PlanningCycle): PlanningPolicyRow {
    return { stages: Object.entries(stages).map(([stage, percent]) => ({ stage, percent })), ...pastUse };
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): CaseAction[] {
    return this.reading.actions(ctx, cycle);
  }

  @ResolveField(() => [CaseEvent])
  timeline(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<CaseEvent[]> {
    return this.reading.timeline(ctx, cycle);
  }

  @ResolveField(() => PlanningProposal, { nullable: true, description: 'The plan that stands for decision or was applied.' })
  proposal(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<PlanningProposal | null> {
    return this.reading.proposal(ctx, cycle);
  }

  @ResolveField(() => PlanningProposal, { nullable: true, description: 'The last computation, whatever became of it.' })
  latestProposal(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<PlanningProposal | null> {
    return this.reading.latest(ctx, cycle);
  }

  @ResolveField(() => Boolean, { nullable: true, description: 'Whether nothing has changed since the plan was made.' })
  isPlanCurrent(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<boolean | null> {
    return this.reading.isCurrent(ctx, cycle);
  }

  @ResolveField(() => [PlanningShareRow])
  shares(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<PlanningShareRow[]> {
    return this.reading.shares(ctx, cycle);
  }

  @ResolveField(() => [PlanningOutcomeRow])
  outcomes(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<PlanningOutcomeRow[]> {
    return this.reading.outcomes(ctx, cycle);
  }

  @ResolveField(() => [PlanningCandidate], { description: 'Requests that wait in its months, while it is not decided.' })
  candidates(@CurrentCtx() ctx: Ctx, @Parent() cycle: PlanningCycle): Promise<PlanningCandidate[]> {
    return this.reading.candidates(ctx, cycle);
  }

  @ResolveField(() => [PlanningPool])
  pools(@CurrentCtx() ctx: Ctx): Promise<PlanningPool[]> {
    return this.reading.pools(ctx);
  }
}

/** What the planner has to say of a plan. */
@Resolver(() => PlanningProposal)
export class ProposalFieldsResolver {
  constructor(private readonly reading: PlanningReadService) {}

  @ResolveField(() => String, { nullable: true, description: 'Why it could not be planned, in the viewer’s language.' })
  failure(@CurrentCtx() ctx: Ctx, @Parent() { failure }: PlanningProposal): string | null {
    return failure?.[ctx.locale] ?? null;
  }

  @ResolveField(() => PlanningFigures)
  async figures(@CurrentCtx() ctx: Ctx, @Parent() proposal: PlanningProposal): Promise<PlanningFigures> {
    return (await this.reading.figures(ctx, proposal)).plan;
  }

  @ResolveField(() => PlanningFigures, { description: 'As first come, first served would have it.' })
  async firstCome(@CurrentCtx() ctx: Ctx, @Parent() proposal: PlanningProposal): Promise<PlanningFigures> {
    return (await this.reading.figures(ctx, proposal)).firstCome;
  }

  @ResolveField(() => [PlanningCell])
  cells(@CurrentCtx() ctx: Ctx, @Parent() proposal: PlanningProposal): Promise<PlanningCell[]> {
    return this.reading.cells(ctx, proposal);
  }
}

/** With a compute request: what plans gave it. */
@Resolver(() => ComputeRequest)
export class RequestPlanningResolver {
  constructor(private readonly reading: PlanningReadService) {}

  @ResolveField(() => [PlanningOutcomeRow], { description: 'What applied plans gave it and why, the latest first.' })
  plannings(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputeRequest): Promise<PlanningOutcomeRow[]> {
    return this.reading.ofRequest(ctx, id);
  }
}
