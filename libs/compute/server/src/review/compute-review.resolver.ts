import { Args, Context, Field, ID, InputType, Int, Mutation, ObjectType, Parent, registerEnumType, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, loader, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { ComputeReview } from './compute-review.entity';
import { ComputeReviewRubric } from './review-rubric.entity';
import { ReviewRubricService } from './review-rubric.service';
import { AskedStatus, ComputeReviewService, type AskedReview, type EarlierRound, type RequestReviews } from './compute-review.service';
import { ComputeReviewAssignment } from './review-assignment.entity';
import type { ReviewCandidate } from './review-assignment.service';

@ObjectType()
@InputType('ComputeReviewScoreInput')
export class ComputeReviewScore {
  /** Its key in the rubric. */
  @Field(() => String)
  criterion: string;

  /** From 1, poor, to 5, outstanding. */
  @Field(() => Int)
  score: number;
}

@InputType()
export class GiveComputeReviewInput {
  @Field(() => ID)
  requestId: string;

  /** The version that the reviewer had before them. */
  @Field(() => Int)
  rubricVersion: number;

  /** One for each criterion of that version. */
  @Field(() => [ComputeReviewScore])
  scores: ComputeReviewScore[];

  /** Needed where a criterion is 1 or 5. */
  @Field(() => String, { nullable: true })
  comment?: string | null;
}

@InputType()
export class AssignComputeReviewersInput {
  @Field(() => ID)
  requestId: string;

  @Field(() => [ID])
  reviewerIds: string[];

  /** Until when they are asked for their reviews. */
  @Field(() => Date)
  dueAt: Date;
}

@InputType()
export class DeclineComputeReviewInput {
  @Field(() => ID)
  requestId: string;

  @Field(() => String)
  reason: string;
}

@ObjectType()
export class ComputeReviewCandidate implements ReviewCandidate {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  name: string;

  @Field(() => [String])
  roles: string[];

  /** Reviews that they have been asked for and not given yet, of all requests. */
  @Field(() => Int)
  owed: number;
}

@ObjectType()
export class AskedComputeReview extends ComputeReviewAssignment implements AskedReview {
  @Field(() => AskedStatus)
  status: AskedStatus;
}

@ObjectType()
export class EarlierComputeReviewRound implements EarlierRound {
  @Field(() => Int)
  round: number;

  /** Hundredths, from 100 to 500. */
  @Field(() => Int, { nullable: true })
  mean: number | null;

  @Field(() => [ComputeReview])
  given: ComputeReview[];
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

  /** By which the viewer reviews: the version of their own review, or the current one. */
  @Field(() => ComputeReviewRubric)
  rubric: ComputeReviewRubric;

  /** The viewer's own first. */
  @Field(() => [ComputeReview])
  given: ComputeReview[];

  /** The one that counts, from 1. */
  @Field(() => Int)
  round: number;

  /** Who was asked in this round, by date. */
  @Field(() => [AskedComputeReview])
  asked: AskedComputeReview[];

  /** Rounds before the company revised, the latest first. */
  @Field(() => [EarlierComputeReviewRound])
  earlier: EarlierComputeReviewRound[];
}

registerEnumType(AskedStatus, { name: 'AskedComputeReviewStatus', description: 'What has become of asking somebody for a review.' });

@Resolver(() => ComputeReview)
export class ComputeReviewResolver {
  private readonly rubricsOf;

  constructor(
    private readonly reviewing: ComputeReviewService,
    rubrics: ReviewRubricService,
  ) {
    this.rubricsOf = (ctx: Ctx, versions: readonly number[]) => rubrics.many(ctx, versions);
  }

  @ResolveField(() => Boolean)
  isOwn(@CurrentCtx() ctx: Ctx, @Parent() { reviewerId }: ComputeReview): boolean {
    return reviewerId === ctx.actor.userId;
  }

  @ResolveField(() => [ComputeReviewScore], { description: 'In the order of its rubric’s criteria.' })
  async scores(@Parent() { scores, rubricVersion }: ComputeReview, @Context() context: GraphqlContext): Promise<ComputeReviewScore[]> {
    const { criteria } = await loader(context, this.rubricsOf).load(rubricVersion);
    return criteria.map(({ key }) => ({ criterion: key, score: scores[key]! }));
  }

  @ResolveField(() => ComputeReviewRubric, { description: 'The version with which it was given.' })
  rubric(@Parent() { rubricVersion }: ComputeReview, @Context() context: GraphqlContext): Promise<ComputeReviewRubric> {
    return loader(context, this.rubricsOf).load(rubricVersion);
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
