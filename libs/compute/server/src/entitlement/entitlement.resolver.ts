import { Args, ArgsType, Field, ID, InputType, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, LedgerEntryConnection, PageArgs, type Ctx, type LedgerEntry, type Page } from '@wutong/core-server';
import { ComputeEntitlement } from './compute-entitlement.entity';
import { EntitlementService } from './entitlement.service';

@InputType()
export class GiveComputeEntitlementInput {
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  gpuClass: string;

  /** GPU-milli-hours; below zero takes back what is neither held nor used. */
  @Field(() => BigInt)
  amountMh: bigint;

  @Field(() => String)
  reason: string;
}

@ArgsType()
export class ComputeStatementArgs extends PageArgs {
  @Field(() => String)
  gpuClass: string;

  /** For the centre, any tenant's; left out, one's own. */
  @Field(() => ID, { nullable: true })
  organisationId: string | null;
}

@Resolver(() => ComputeEntitlement)
export class EntitlementResolver {
  constructor(private readonly entitlements: EntitlementService) {}

  @Query(() => [ComputeEntitlement], { description: 'What the centre gave a tenant, newest first.' })
  @Allow('compute-balance.read')
  computeEntitlements(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId?: string | null,
  ): Promise<ComputeEntitlement[]> {
    return this.entitlements.given(ctx, organisationId ?? null);
  }

  @Query(() => LedgerEntryConnection, { description: 'Why the balance of a GPU class is what it is, newest first.' })
  @Allow('compute-balance.read')
  computeStatement(@CurrentCtx() ctx: Ctx, @Args() args: ComputeStatementArgs): Promise<Page<LedgerEntry>> {
    return this.entitlements.statement(ctx, { ...args, organisationId: args.organisationId ?? null });
  }

  @Mutation(() => ComputeEntitlement)
  @Allow('compute-entitlement.give')
  giveComputeEntitlement(
    @CurrentCtx() ctx: Ctx, @Args('input') input: GiveComputeEntitlementInput,
  ): Promise<ComputeEntitlement> {
    return this.entitlements.give(ctx, input);
  }
}
