import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ConflictOfInterest } from './conflict-of-interest.entity';
import { ConflictOfInterestService, DeclaredConflict } from './conflict-of-interest.service';

@Resolver(() => ConflictOfInterest)
export class ConflictOfInterestResolver {
  constructor(private readonly conflicts: ConflictOfInterestService) {}

  @Allow('conflict-of-interest.declare')
  @Query(() => [DeclaredConflict], { description: 'My open conflicts of interest.' })
  async myConflictsOfInterest(@CurrentCtx() ctx: Ctx): Promise<DeclaredConflict[]> {
    return this.conflicts.mine(ctx);
  }

  @Allow('conflict-of-interest.manage')
  @Query(() => [DeclaredConflict], { description: 'Everybody’s open conflicts of interest.' })
  async conflictsOfInterest(@CurrentCtx() ctx: Ctx): Promise<DeclaredConflict[]> {
    return this.conflicts.all(ctx);
  }

  @Allow('conflict-of-interest.declare')
  @Mutation(() => ConflictOfInterest, { description: 'I cannot judge this organisation fairly.' })
  async declareConflictOfInterest(
    @CurrentCtx() ctx: Ctx,
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Args('reason') reason: string,
  ): Promise<ConflictOfInterest> {
    return this.conflicts.declare(ctx, organisationId, reason);
  }

  @Allow('conflict-of-interest.manage')
  @Mutation(() => ConflictOfInterest, { description: 'The conflict is over; never one’s own.' })
  async endConflictOfInterest(
    @CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string, @Args('reason') reason: string,
  ): Promise<ConflictOfInterest> {
    return this.conflicts.end(ctx, id, reason);
  }
}
