import { Args, ArgsType, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CaseEvent, CurrentCtx, isStaff, type Ctx, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { MatchSupplierResourceInput } from '../bill/bill.inputs';
import { SupplierBill } from '../bill/supplier-bill.entity';
import { ComputePool } from '../pool/compute-pool.entity';
import { Reconciliation, ReconciliationLine } from './reconciliation.entity';
import { ReconciliationConnection, ReconciliationsArgs, type ReconciliationRow } from './reconciliation-list.queries';
import { ReconciliationEvidence, ReconciliationReadService, ReconciliationTolerance } from './reconciliation-read.service';
import { ReconciliationService } from './reconciliation.service';

@InputType()
export class MoveReconciliationInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => String, { nullable: true })
  reason?: string | null;
}

@InputType()
export class AnswerDisputeInput extends MoveReconciliationInput {
  @Field(() => Boolean)
  isAccepted: boolean;
}

@InputType()
export class SetReconciliationToleranceInput {
  @Field(() => BigInt)
  absoluteFen: bigint;

  /** Hundredths of a per cent of what was metered. */
  @Field(() => Int)
  basisPoints: number;
}

@ArgsType()
export class ReconciliationEvidenceArgs {
  @Field(() => ID)
  reconciliationId: string;

  @Field(() => Int)
  no: number;
}

@Resolver(() => Reconciliation)
export class ReconciliationResolver {
  constructor(
    private readonly reading: ReconciliationReadService,
    private readonly service: ReconciliationService,
  ) {}

  @Query(() => ReconciliationConnection, { description: 'The latest month first; suppliers see their own.' })
  @Allow('reconciliation.read')
  reconciliations(@CurrentCtx() ctx: Ctx, @Args() args: ReconciliationsArgs): Promise<Page<ReconciliationRow>> {
    return this.reading.list(ctx, args);
  }

  @Query(() => Reconciliation)
  @Allow('reconciliation.read')
  reconciliation(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<Reconciliation> {
    return this.reading.get(ctx, id);
  }

  @Query(() => ReconciliationEvidence, { description: 'The lines of bills and the jobs behind one comparison.' })
  @Allow('reconciliation.read')
  reconciliationEvidence(@CurrentCtx() ctx: Ctx, @Args() args: ReconciliationEvidenceArgs): Promise<ReconciliationEvidence> {
    return this.reading.evidence(ctx, args.reconciliationId, args.no);
  }

  @Query(() => ReconciliationTolerance, { description: 'From which difference on a line is looked at.' })
  @Allow('reconciliation.decide')
  reconciliationTolerance(@CurrentCtx() ctx: Ctx): Promise<ReconciliationTolerance> {
    return this.reading.tolerance(ctx);
  }

  @ResolveField(() => BigInt, { nullable: true, description: 'What tenants are charged; to the centre alone.' })
  chargedUfen(@CurrentCtx() ctx: Ctx, @Parent() { chargedUfen }: Reconciliation): bigint | null {
    return isStaff(ctx) ? chargedUfen : null;
  }

  @ResolveField(() => [ReconciliationLine])
  lines(
    @CurrentCtx() ctx: Ctx, @Parent() reconciliation: Reconciliation,
    @Args('onlyDifferences', { type: () => Boolean, defaultValue: false }) onlyDifferences: boolean,
  ): Promise<ReconciliationLine[]> {
    return this.reading.lines(ctx, reconciliation, onlyDifferences);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() reconciliation: Reconciliation): CaseAction[] {
    return this.reading.actions(ctx, reconciliation);
  }

  @ResolveField(() => [CaseEvent])
  timeline(@CurrentCtx() ctx: Ctx, @Parent() reconciliation: Reconciliation): Promise<CaseEvent[]> {
    return this.reading.timeline(ctx, reconciliation);
  }

  @ResolveField(() => Organisation)
  supplier(@CurrentCtx() ctx: Ctx, @Parent() reconciliation: Reconciliation): Promise<Organisation> {
    return this.reading.supplier(ctx, reconciliation);
  }

  @ResolveField(() => [SupplierBill], { description: 'Also those that a corrected one replaced.' })
  bills(@CurrentCtx() ctx: Ctx, @Parent() reconciliation: Reconciliation): Promise<SupplierBill[]> {
    return this.reading.bills(ctx, reconciliation);
  }

  @ResolveField(() => [ComputePool])
  pools(@CurrentCtx() ctx: Ctx, @Parent() reconciliation: Reconciliation): Promise<ComputePool[]> {
    return this.reading.pools(ctx, reconciliation);
  }

  @Mutation(() => Reconciliation)
  @Allow('reconciliation.decide')
  confirmReconciliation(@CurrentCtx() ctx: Ctx, @Args('input') input: MoveReconciliationInput): Promise<Reconciliation> {
    return this.service.confirm(ctx, input);
  }

  @Mutation(() => Reconciliation)
  @Allow('reconciliation.decide')
  disputeReconciliation(@CurrentCtx() ctx: Ctx, @Args('input') input: MoveReconciliationInput): Promise<Reconciliation> {
    return this.service.dispute(ctx, input);
  }

  @Mutation(() => Reconciliation)
  @Allow('reconciliation.answer')
  answerDispute(@CurrentCtx() ctx: Ctx, @Args('input') input: AnswerDisputeInput): Promise<Reconciliation> {
    return this.service.answer(ctx, input);
  }

  @Mutation(() => Reconciliation, { description: 'The supplier has made good without a new bill; the reason says how.' })
  @Allow('reconciliation.settle')
  settleDispute(@CurrentCtx() ctx: Ctx, @Args('input') input: MoveReconciliationInput): Promise<Reconciliation> {
    return this.service.settle(ctx, input);
  }

  @Mutation(() => Reconciliation)
  @Allow('reconciliation.write-off')
  writeOffDifference(@CurrentCtx() ctx: Ctx, @Args('input') input: MoveReconciliationInput): Promise<Reconciliation> {
    return this.service.writeOff(ctx, input);
  }

  @Mutation(() => Reconciliation)
  @Allow('reconciliation.decide')
  recomputeReconciliation(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<Reconciliation> {
    return this.service.recompute(ctx, id);
  }

  @Mutation(() => Reconciliation, { description: 'Says which pool a bill’s resource, article or cluster is.' })
  @Allow('reconciliation.decide')
  matchSupplierResource(@CurrentCtx() ctx: Ctx, @Args('input') input: MatchSupplierResourceInput): Promise<Reconciliation> {
    return this.service.matchResource(ctx, input);
  }

  @Mutation(() => Boolean)
  @Allow('reconciliation.set-tolerance')
  setReconciliationTolerance(@CurrentCtx() ctx: Ctx, @Args('input') input: SetReconciliationToleranceInput): Promise<boolean> {
    return this.service.setTolerance(ctx, input);
  }
}

@Resolver(() => ReconciliationLine)
export class ReconciliationLineResolver {
  @ResolveField(() => BigInt, { nullable: true, description: 'What tenants are charged; to the centre alone.' })
  chargedUfen(@CurrentCtx() ctx: Ctx, @Parent() { chargedUfen }: ReconciliationLine): bigint | null {
    return isStaff(ctx) ? chargedUfen : null;
  }
}
