import { Args, createUnionType, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx, type Page } from '@wutong/core-server';
import { StateCount } from '../state-count';
import { ApplicationDraftService } from './application-draft.service';
import { ApplicationReviewService } from './application-review.service';
import { FormProblems } from './application-checks';
import { ApplicationReadService } from './application-read.service';
import { OfferService } from './offer.service';
import {
  DeclineTenancyApplicationInput, MarkTenancyApplicationIneligibleInput, OfferInput, RequestTenancyApplicationInfoInput,
  SaveTenancyApplicationInput, SignOfferInput, StartTenancyApplicationInput, TenancyApplicationMoveInput,
  TenancyApplicationReasonInput, WaitlistInput,
} from './tenancy-application.inputs';
import { TenancyApplication } from './tenancy-application.entity';
import {
  TenancyApplicationConnection, TenancyApplicationQueueArgs, type TenancyApplicationRow,
} from './tenancy-application.queries';

/** Handing in either passes or tells everything that stands against it. */
export const SubmitTenancyApplicationResult = createUnionType({
  name: 'SubmitTenancyApplicationResult',
  types: () => [TenancyApplication, FormProblems] as const,
  resolveType: (value: object) => ('problems' in value ? FormProblems : TenancyApplication),
});

@Resolver(() => TenancyApplication)
export class TenancyApplicationResolver {
  constructor(
    private readonly reading: ApplicationReadService,
    private readonly drafts: ApplicationDraftService,
    private readonly review: ApplicationReviewService,
    private readonly offers: OfferService,
  ) {}

  @Query(() => TenancyApplication)
  @Allow('tenancy-application.read')
  tenancyApplication(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<TenancyApplication> {
    return this.reading.get(ctx, id);
  }

  @Query(() => [TenancyApplication], { description: 'All applications of the viewer’s own organisation, newest first.' })
  @Allow('tenancy-application.read')
  myTenancyApplications(@CurrentCtx() ctx: Ctx): Promise<TenancyApplication[]> {
    return this.reading.own(ctx);
  }

  @Query(() => TenancyApplicationConnection, { description: 'Applications handed in, newest first.' })
  @Allow('tenancy-application.queue')
  tenancyApplicationQueue(
    @CurrentCtx() ctx: Ctx, @Args() args: TenancyApplicationQueueArgs,
  ): Promise<Page<TenancyApplicationRow>> {
    return this.reading.queue(ctx, args);
  }

  @Query(() => [StateCount])
  @Allow('tenancy-application.queue')
  tenancyApplicationCounts(@CurrentCtx() ctx: Ctx): Promise<StateCount[]> {
    return this.reading.counts(ctx);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.edit')
  startTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: StartTenancyApplicationInput,
  ): Promise<TenancyApplication> {
    return this.drafts.start(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.edit')
  saveTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: SaveTenancyApplicationInput,
  ): Promise<TenancyApplication> {
    return this.drafts.save(ctx, input);
  }

  @Mutation(() => SubmitTenancyApplicationResult)
  @Allow('tenancy-application.edit')
  submitTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication | FormProblems> {
    return this.drafts.submit(ctx, input, 'submit');
  }

  @Mutation(() => SubmitTenancyApplicationResult, { description: 'Answers a request for information.' })
  @Allow('tenancy-application.edit')
  resubmitTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication | FormProblems> {
    return this.drafts.submit(ctx, input, 'resubmit');
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.edit')
  discardTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication> {
    return this.drafts.leave(ctx, input, 'discard');
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.edit')
  withdrawTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication> {
    return this.drafts.leave(ctx, input, 'withdraw');
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.sign')
  signTenancyOffer(@CurrentCtx() ctx: Ctx, @Args('input') input: SignOfferInput): Promise<TenancyApplication> {
    return this.offers.sign(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.sign')
  declineTenancyOffer(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication> {
    return this.offers.decline(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.sign')
  appealTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationReasonInput,
  ): Promise<TenancyApplication> {
    return this.offers.appeal(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.screen')
  claimTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication> {
    return this.review.claim(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.screen')
  requestTenancyApplicationInfo(
    @CurrentCtx() ctx: Ctx, @Args('input') input: RequestTenancyApplicationInfoInput,
  ): Promise<TenancyApplication> {
    return this.review.requestInfo(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.screen')
  markTenancyApplicationIneligible(
    @CurrentCtx() ctx: Ctx, @Args('input') input: MarkTenancyApplicationIneligibleInput,
  ): Promise<TenancyApplication> {
    return this.review.markIneligible(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.screen')
  passTenancyApplicationScreening(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication> {
    return this.review.passScreening(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.send-to-panel')
  sendTenancyApplicationToPanel(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationMoveInput,
  ): Promise<TenancyApplication> {
    return this.review.sendToPanel(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.decide')
  offerTenancy(@CurrentCtx() ctx: Ctx, @Args('input') input: OfferInput): Promise<TenancyApplication> {
    return this.review.offer(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.decide')
  waitlistTenancyApplication(@CurrentCtx() ctx: Ctx, @Args('input') input: WaitlistInput): Promise<TenancyApplication> {
    return this.review.waitlist(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.decide')
  declineTenancyApplication(
    @CurrentCtx() ctx: Ctx, @Args('input') input: DeclineTenancyApplicationInput,
  ): Promise<TenancyApplication> {
    return this.review.decline(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.decide')
  upholdTenancyAppeal(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationReasonInput,
  ): Promise<TenancyApplication> {
    return this.review.upholdAppeal(ctx, input);
  }

  @Mutation(() => TenancyApplication)
  @Allow('tenancy-application.decide')
  dismissTenancyAppeal(
    @CurrentCtx() ctx: Ctx, @Args('input') input: TenancyApplicationReasonInput,
  ): Promise<TenancyApplication> {
    return this.review.dismissAppeal(ctx, input);
  }
}
