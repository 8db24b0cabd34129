import { Args, Field, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Json, type Ctx } from '@wutong/core-server';
import { ComputeReviewRubric } from './review-rubric.entity';
import { ReviewRubricService } from './review-rubric.service';

@InputType()
export class PublishComputeReviewRubricInput {
  /** The version that the author began from. */
  @Field(() => Int)
  basedOn: number;

  /** As in `ComputeReviewRubric.criteria`; weights in percent, 100 in all. */
  @Field(() => [Json])
  criteria: Record<string, unknown>[];

  @Field(() => String)
  note: string;
}

@Resolver(() => ComputeReviewRubric)
export class ReviewRubricResolver {
  constructor(private readonly rubrics: ReviewRubricService) {}

  @Query(() => [ComputeReviewRubric], { description: 'Every version, newest first.' })
  @Allow('compute-review-rubric.publish')
  computeReviewRubrics(@CurrentCtx() ctx: Ctx): Promise<ComputeReviewRubric[]> {
    return this.rubrics.list(ctx);
  }

  @Mutation(() => ComputeReviewRubric)
  @Allow('compute-review-rubric.publish')
  publishComputeReviewRubric(@CurrentCtx() ctx: Ctx, @Args('input') input: PublishComputeReviewRubricInput): Promise<ComputeReviewRubric> {
    return this.rubrics.publish(ctx, input);
  }
}
