import { Args, Field, ID, InputType, Int, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { ComputeReview } from './compute-review.entity';
import { ComputeReviewService, type RequestReviews } from './compute-review.service';

@InputType()
export class GiveComputeReviewInput {
  @Field(() => ID)
  requestId: string;

  /** From 1 to 5, as the others. */
  @Field(() => Int)
  merit: number;

  @Field(() => Int)
  readiness: number;

  @Field(() => Int)
  soundness: number;

  /** Needed where a criterion is 1 or 5. */
  @Field(() => String, { nullable: true })
  comment?: string | null;
}

@ObjectType()
export class ComputeReviews implements RequestReviews {
  @Field(() => Int)
  count: number;

  /** Hundredths, from 100 to 500; null without reviews, and while those of others are kept from the viewer. */
  @Field(() => Int, { nullable: true })
  mean: number | null;

  /** Whether there are reviews that the viewer sees only after giving their own. */
  @Field(() => Boolean)
  isHidden: boolean;

  @Field(() => Boolean)
  mayReview: boolean;

  /** The viewer's own first. */
  @Field(() => [ComputeReview])
  given: ComputeReview[];
}

@Resolver(() => ComputeReview)
export class ComputeReviewResolver {
  constructor(private readonly reviewing: ComputeReviewService) {}

  @ResolveField(() => Boolean)
  isOwn(@CurrentCtx() ctx: Ctx, @Parent() { reviewerId }: ComputeReview): boolean {
    return reviewerId === ctx.actor.userId;
  }

  @Mutation(() => ComputeRequest, { description: 'Gives the viewer’s review of a request, or changes it.' })
  @Allow('compute-request.score')
  giveComputeReview(@CurrentCtx() ctx: Ctx, @Args('input') input: GiveComputeReviewInput): Promise<ComputeRequest> {
    return this.reviewing.give(ctx, input);
  }
}

/** With a compute request: what the centre thinks of it. */
@Resolver(() => ComputeRequest)
export class RequestReviewsResolver {
  constructor(private readonly reviewing: ComputeReviewService) {}

  @ResolveField(() => ComputeReviews, { nullable: true, description: 'Null for companies.' })
  reviews(@CurrentCtx() ctx: Ctx, @Parent() request: ComputeRequest): Promise<RequestReviews | null> {
    return this.reviewing.of(ctx, request);
  }
}
