import { Args, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CurrentCtx, type Ctx, type Page } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { WasteFinding } from './waste-finding.entity';
import { WasteFindingService } from './waste-finding.service';
import { WastePolicy, WasteRules } from './waste-policy.entity';
import { WastePolicyService } from './waste-policy.service';
import {
  Efficiency, EfficiencyArgs, HourOfWeek, TimeLimitUse, WasteFindingArgs, WasteFindingConnection, WasteFindingRow, WasteReadService,
} from './waste-read.service';

@InputType()
export class AcknowledgeWasteFindingInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  /** Why it is expected. */
  @Field(() => String)
  reason: string;
}

@InputType()
export class ActOnWasteFindingInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class SetWastePolicyInput {
  /** Of the policy that was seen. */
  @Field(() => Int)
  version: number;

  @Field(() => WasteRules)
  rules: WasteRules;

  @Field(() => String)
  reason: string;
}

@Resolver(() => WasteFindingRow)
export class WasteResolver {
  constructor(
    private readonly reading: WasteReadService,
    private readonly findings: WasteFindingService,
    private readonly policies: WastePolicyService,
  ) {}

  @Query(() => WasteFindingConnection, { description: 'GPU time that was held and not put to use, most money first.' })
  @Allow('waste-finding.read')
  wasteFindings(@CurrentCtx() ctx: Ctx, @Args() args: WasteFindingArgs): Promise<Page<WasteFindingRow>> {
    return this.reading.findings(ctx, args);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() finding: WasteFindingRow): CaseAction[] {
    return this.reading.actions(ctx, finding);
  }

  @Query(() => [Efficiency], { description: 'What each tenant held of each pool in a time, and what of it worked.' })
  @Allow('waste-finding.read')
  gpuEfficiency(@CurrentCtx() ctx: Ctx, @Args() args: EfficiencyArgs): Promise<Efficiency[]> {
    return this.reading.efficiency(ctx, args);
  }

  @Query(() => [HourOfWeek], { description: 'Utilisation by the hour of the week, over the last four weeks.' })
  @Allow('waste-finding.read')
  gpuHoursOfWeek(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
    @Args('poolId', { type: () => ID, nullable: true }) poolId?: string | null,
  ): Promise<HourOfWeek[]> {
    return this.reading.hoursOfWeek(ctx, organisationId, poolId);
  }

  @Query(() => [TimeLimitUse], { description: 'Run time asked for and used, by person, over the last 30 days.' })
  @Allow('waste-finding.read')
  timeLimitUse(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<TimeLimitUse[]> {
    return this.reading.timeLimits(ctx, organisationId);
  }

  @Query(() => WastePolicy, { description: 'What counts as waste.' })
  @Allow('waste-finding.read')
  wastePolicy(@CurrentCtx() ctx: Ctx): Promise<WastePolicy> {
    return this.policies.current(ctx);
  }

  @Mutation(() => WasteFinding, { description: 'Says why it is expected; it is not told again for some weeks.' })
  @Allow('waste-finding.acknowledge')
  acknowledgeWasteFinding(@CurrentCtx() ctx: Ctx, @Args('input') input: AcknowledgeWasteFindingInput): Promise<WasteFinding> {
    return this.findings.acknowledge(ctx, input);
  }

  @Mutation(() => ComputeRequest, { description: 'Takes the advice: asks for the change, gives back, or begins the other request.' })
  @Allow('waste-finding.act')
  actOnWasteFinding(@CurrentCtx() ctx: Ctx, @Args('input') input: ActOnWasteFindingInput): Promise<ComputeRequest> {
    return this.findings.act(ctx, input);
  }

  @Mutation(() => WastePolicy)
  @Allow('waste-policy.set')
  setWastePolicy(@CurrentCtx() ctx: Ctx, @Args('input') input: SetWastePolicyInput): Promise<WastePolicy> {
    return this.policies.set(ctx, input);
  }
}
