import { Args, Context, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CaseEvent, CurrentCtx, loader, type Ctx, type GraphqlContext, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { ComputeReclaim, ComputeReclaimRule, ReclaimReplyKind, ReclaimReturnsTo } from './compute-reclaim.entity';
import { ComputeReclaimArgs, ComputeReclaimConnection, ComputeReclaimCount, ReclaimReadService } from './reclaim-read.service';
import { ReclaimRules } from './reclaim-rules.service';
import { ReclaimService } from './reclaim.service';

@InputType()
export class SetComputeReclaimRuleInput {
  /** Left out: every class that has no rule of its own. */
  @Field(() => String, { nullable: true })
  gpuClass?: string | null;

  @Field(() => Boolean)
  isOn: boolean;

  @Field(() => Int)
  atPercent: number;

  @Field(() => Int)
  minUsedPercent: number;

  @Field(() => Int)
  keepPercent: number;

  @Field(() => Int)
  replyWorkingDays: number;

  @Field(() => ReclaimReturnsTo)
  returnsTo: ReclaimReturnsTo;
}

@InputType()
export class ReplyComputeReclaimInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => ReclaimReplyKind)
  kind: ReclaimReplyKind;

  @Field(() => String)
  reply: string;

  /** What is given back at once, with the kind `give_back`. */
  @Field(() => BigInt, { nullable: true })
  giveBackMh?: bigint | null;
}

@InputType()
export class ComputeReclaimReasonInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => String)
  reason: string;
}

@InputType()
export class ComputeReclaimAmountInput extends ComputeReclaimReasonInput {
  /** GPU-milli-hours to take back; 0 keeps all. */
  @Field(() => BigInt)
  takeMh: bigint;
}

@Resolver(() => ComputeReclaim)
export class ComputeReclaimResolver {
  private readonly requestsOf;
  private readonly organisationsOf;

  constructor(
    private readonly reading: ReclaimReadService,
    private readonly reclaims: ReclaimService,
    private readonly rules: ReclaimRules,
    requests: RequestReadService,
  ) {
    this.requestsOf = (ctx: Ctx, ids: readonly string[]): Promise<(ComputeRequest | Error)[]> => requests.many(ctx, ids);
    this.organisationsOf = (ctx: Ctx, ids: readonly string[]): Promise<(Organisation | Error)[]> => reading.organisations(ctx, ids);
  }

  @Query(() => ComputeReclaim)
  @Allow('compute-reclaim.read')
  computeReclaim(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ComputeReclaim> {
    return this.reading.get(ctx, id);
  }

  @Query(() => ComputeReclaimConnection, { description: 'Notices on idle hours, the latest first.' })
  @Allow('compute-reclaim.read')
  computeReclaims(@CurrentCtx() ctx: Ctx, @Args() args: ComputeReclaimArgs): Promise<Page<ComputeReclaim>> {
    return this.reading.list(ctx, args);
  }

  @Query(() => [ComputeReclaimCount])
  @Allow('compute-reclaim.read')
  computeReclaimCounts(@CurrentCtx() ctx: Ctx): Promise<ComputeReclaimCount[]> {
    return this.reading.counts(ctx);
  }

  @Query(() => [ComputeReclaimRule], { description: 'Those in force: for all classes first, then those of single ones.' })
  @Allow('compute-reclaim.read')
  computeReclaimRules(@CurrentCtx() ctx: Ctx): Promise<ComputeReclaimRule[]> {
    return this.rules.inForce(ctx);
  }

  @ResolveField(() => ComputeRequest)
  request(@Parent() { grantId }: ComputeReclaim, @Context() context: GraphqlContext): Promise<ComputeRequest> {
    return loader(context, this.requestsOf).load(grantId);
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: ComputeReclaim, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.organisationsOf).load(organisationId);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() reclaim: ComputeReclaim): CaseAction[] {
    return this.reading.actions(ctx, reclaim);
  }

  @ResolveField(() => [CaseEvent])
  timeline(@CurrentCtx() ctx: Ctx, @Parent() reclaim: ComputeReclaim): Promise<CaseEvent[]> {
    return this.reading.timeline(ctx, reclaim);
  }

  @ResolveField(() => ComputeReclaimRule, { description: 'The rule under which the notice was given.' })
  rule(@CurrentCtx() ctx: Ctx, @Parent() reclaim: ComputeReclaim): Promise<ComputeReclaimRule> {
    return this.rules.of(ctx, reclaim);
  }

  @Mutation(() => ComputeReclaimRule, { description: 'From now on; notices that were given keep theirs.' })
  @Allow('compute-reclaim-rule.set')
  setComputeReclaimRule(@CurrentCtx() ctx: Ctx, @Args('input') input: SetComputeReclaimRuleInput): Promise<ComputeReclaimRule> {
    return this.rules.set(ctx, input);
  }

  @Mutation(() => ComputeReclaim)
  @Allow('compute-request.manage')
  replyComputeReclaim(@CurrentCtx() ctx: Ctx, @Args('input') input: ReplyComputeReclaimInput): Promise<ComputeReclaim> {
    return this.reclaims.reply(ctx, input);
  }

  @Mutation(() => ComputeReclaim)
  @Allow('compute-request.review')
  withdrawComputeReclaim(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeReclaimReasonInput): Promise<ComputeReclaim> {
    return this.reclaims.withdraw(ctx, input);
  }

  @Mutation(() => ComputeReclaim)
  @Allow('compute-request.review')
  recommendComputeReclaim(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeReclaimAmountInput): Promise<ComputeReclaim> {
    return this.reclaims.recommend(ctx, input);
  }

  @Mutation(() => ComputeReclaim)
  @Allow('compute-request.decide')
  decideComputeReclaim(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeReclaimAmountInput): Promise<ComputeReclaim> {
    return this.reclaims.decide(ctx, input);
  }

  @Mutation(() => ComputeReclaim, { description: 'Holds again what was taken back, as far as nobody else has got it.' })
  @Allow('compute-request.decide')
  restoreComputeReclaim(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeReclaimReasonInput): Promise<ComputeReclaim> {
    return this.reclaims.restore(ctx, input);
  }
}

/** Notices on the idle hours of one grant. Read with one case at a time. */
@Resolver(() => ComputeRequest)
export class RequestReclaimsResolver {
  constructor(private readonly reading: ReclaimReadService) {}

  @ResolveField(() => [ComputeReclaim], { description: 'Notices on its idle hours, the latest first.' })
  reclaims(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputeRequest): Promise<ComputeReclaim[]> {
    return this.reading.ofGrant(ctx, id);
  }
}
