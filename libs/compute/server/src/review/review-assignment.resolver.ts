import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, PageArgs, type Ctx, type Page } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { AssignComputeReviewersInput, ComputeReviewCandidate, DeclineComputeReviewInput } from './compute-review.resolver';
import { OwedComputeReviewConnection, type OwedComputeReview } from './review-assignment.queries';
import { ReviewAssignmentService, type ReviewCandidate } from './review-assignment.service';

@Resolver(() => ComputeRequest)
export class ReviewAssignmentResolver {
  constructor(private readonly assigning: ReviewAssignmentService) {}

  @Query(() => OwedComputeReviewConnection, { description: 'Requests that wait for the viewer’s review, what is due first at the top.' })
  @Allow('compute-request.score')
  owedComputeReviews(@CurrentCtx() ctx: Ctx, @Args() args: PageArgs): Promise<Page<OwedComputeReview>> {
    return this.assigning.owed(ctx, args);
  }

  @Query(() => [ComputeReviewCandidate], { description: 'Who could be asked to review a request now, by name.' })
  @Allow('compute-request.assign-review')
  computeReviewCandidates(@CurrentCtx() ctx: Ctx, @Args('requestId', { type: () => ID }) requestId: string): Promise<readonly ReviewCandidate[]> {
    return this.assigning.candidates(ctx, requestId);
  }

  @Mutation(() => ComputeRequest, { description: 'Asks people of the centre to review a request until a date; who was asked before is given the new date.' })
  @Allow('compute-request.assign-review')
  assignComputeReviewers(@CurrentCtx() ctx: Ctx, @Args('input') input: AssignComputeReviewersInput): Promise<ComputeRequest> {
    return this.assigning.assign(ctx, input);
  }

  @Mutation(() => ComputeRequest, { description: 'Declines a review that the viewer was asked for.' })
  @Allow('compute-request.score')
  declineComputeReview(@CurrentCtx() ctx: Ctx, @Args('input') input: DeclineComputeReviewInput): Promise<ComputeRequest> {
    return this.assigning.decline(ctx, input);
  }
}
