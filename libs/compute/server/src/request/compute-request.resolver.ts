import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx, type Page } from '@wutong/core-server';
import { ApprovalLimit, ComputeApprovalLimit } from './approval-limit';
import { ComputeRequest } from './compute-request.entity';
import {
  DecideComputeRequestResult, RequestComputeInfoInput, ComputeRequestMoveInput, ComputeRequestReasonInput,
  SaveComputeRequestInput, SizeComputeRequestInput, SubmitComputeRequestResult, type ComputeBudgetExceeded,
  type ComputeRequestProblems,
} from './compute-request.inputs';
import {
  ComputeRequestConnection, ComputeRequestCount, ComputeRequestQueueArgs, type ComputeRequestRow,
} from './compute-request.queries';
import { RequestAppealService } from './request-appeal.service';
import { RequestDraftService } from './request-draft.service';
import { RequestReadService } from './request-read.service';
import { RequestReviewService } from './request-review.service';

@Resolver(() => ComputeRequest)
export class ComputeRequestResolver {
  constructor(
    private readonly reading: RequestReadService,
    private readonly drafts: RequestDraftService,
    private readonly review: RequestReviewService,
    private readonly appeals: RequestAppealService,
    private readonly limit: ApprovalLimit,
  ) {}

  @Query(() => ComputeRequest)
  @Allow('compute-request.read')
  computeRequest(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ComputeRequest> {
    return this.reading.get(ctx, id);
  }

  @Query(() => [ComputeRequest], { description: 'Those of the viewer’s own organisation, the one saved last first.' })
  @Allow('compute-request.read')
  myComputeRequests(@CurrentCtx() ctx: Ctx): Promise<ComputeRequest[]> {
    return this.reading.own(ctx);
  }

  @Query(() => ComputeRequestConnection, { description: 'Requests handed in, newest first.' })
  @Allow('compute-request.queue')
  computeRequestQueue(@CurrentCtx() ctx: Ctx, @Args() args: ComputeRequestQueueArgs): Promise<Page<ComputeRequestRow>> {
    return this.reading.queue(ctx, args);
  }

  @Query(() => [ComputeRequestCount])
  @Allow('compute-request.queue')
  computeRequestCounts(@CurrentCtx() ctx: Ctx): Promise<ComputeRequestCount[]> {
    return this.reading.counts(ctx);
  }

  @Mutation(() => ComputeRequest, { description: 'Begins a draft.' })
  @Allow('compute-request.edit')
  startComputeRequest(@CurrentCtx() ctx: Ctx): Promise<ComputeRequest> {
    return this.drafts.start(ctx);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.edit')
  saveComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: SaveComputeRequestInput): Promise<ComputeRequest> {
    return this.drafts.save(ctx, input);
  }

  @Mutation(() => SubmitComputeRequestResult)
  @Allow('compute-request.edit')
  submitComputeRequest(
    @CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput,
  ): Promise<ComputeRequest | ComputeRequestProblems> {
    return this.drafts.submit(ctx, input, 'submit');
  }

  @Mutation(() => SubmitComputeRequestResult, { description: 'Answers the operator’s question.' })
  @Allow('compute-request.manage')
  resubmitComputeRequest(
    @CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput,
  ): Promise<ComputeRequest | ComputeRequestProblems> {
    return this.drafts.submit(ctx, input, 'resubmit');
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.edit')
  discardComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput): Promise<ComputeRequest> {
    return this.drafts.leave(ctx, input, 'discard');
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.manage')
  withdrawComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput): Promise<ComputeRequest> {
    return this.drafts.leave(ctx, input, 'withdraw');
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.manage')
  appealComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestReasonInput): Promise<ComputeRequest> {
    return this.appeals.appeal(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.review')
  claimComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput): Promise<ComputeRequest> {
    return this.review.claim(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.review')
  requestComputeInfo(@CurrentCtx() ctx: Ctx, @Args('input') input: RequestComputeInfoInput): Promise<ComputeRequest> {
    return this.review.requestInfo(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.review')
  sizeComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: SizeComputeRequestInput): Promise<ComputeRequest> {
    return this.review.size(ctx, input);
  }

  @Mutation(() => DecideComputeRequestResult, {
    description: 'Holds the hours and allocates GPUs at once, or puts the request on the waiting list.',
  })
  @Allow('compute-request.decide')
  approveComputeRequest(
    @CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput,
  ): Promise<ComputeRequest | ComputeBudgetExceeded> {
    return this.review.approve(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.deny')
  denyComputeRequest(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestReasonInput): Promise<ComputeRequest> {
    return this.review.deny(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.judge-appeal')
  upholdComputeAppeal(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestReasonInput): Promise<ComputeRequest> {
    return this.appeals.uphold(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.judge-appeal')
  dismissComputeAppeal(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestReasonInput): Promise<ComputeRequest> {
    return this.appeals.dismiss(ctx, input);
  }

  @Query(() => ComputeApprovalLimit, { description: 'Up to this a programme lead decides; above it, an approver.' })
  @Allow('compute-request.queue')
  computeApprovalLimit(@CurrentCtx() ctx: Ctx): Promise<ComputeApprovalLimit> {
    return this.limit.current(ctx);
  }

  @Mutation(() => ComputeApprovalLimit)
  @Allow('compute-approval-limit.set')
  setComputeApprovalLimit(
    @CurrentCtx() ctx: Ctx, @Args('limitMh', { type: () => BigInt }) limitMh: bigint,
  ): Promise<ComputeApprovalLimit> {
    return this.limit.set(ctx, { limitMh });
  }
}
