import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import type { LinkNotValid } from '../one-time-token/link-not-valid';
import { CurrentVisit, type Visit } from '../visit/visit';
import { AcceptInvitationService } from './accept-invitation.service';
import { Invitation } from './invitation.entity';
import { AcceptInvitationInput, InviteInput } from './invitation.inputs';
import {
  AcceptInvitationResult, InvitationResult, type AcceptInvitationOutcome, type OpenInvitation,
} from './invitation.results';
import { InvitationService } from './invitation.service';

@Resolver(() => Invitation)
export class InvitationResolver {
  constructor(
    private readonly invitations: InvitationService,
    private readonly acceptance: AcceptInvitationService,
  ) {}

  @Allow('invitation.send')
  @Query(() => [Invitation], { name: 'invitations', description: 'Of the organisation acted for, pending ones first.' })
  async list(
    @CurrentCtx() ctx: Ctx, @Args('organisationId', { type: () => ID, nullable: true }) organisationId: string | null,
  ): Promise<Invitation[]> {
    return this.invitations.list(ctx, organisationId ?? null);
  }

  @Allow('invitation.send')
  @Mutation(() => Invitation, { description: 'Invites an address by e-mail; an earlier invitation for it is void.' })
  async invite(@CurrentCtx() ctx: Ctx, @Args('input') input: InviteInput): Promise<Invitation> {
    return this.invitations.invite(ctx, input);
  }

  @Allow('invitation.send')
  @Mutation(() => Invitation, { description: 'Sends the letter again with a new link.' })
  async resendInvitation(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<Invitation> {
    return this.invitations.resend(ctx, id);
  }

  @Allow('invitation.send')
  @Mutation(() => Invitation)
  async revokeInvitation(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<Invitation> {
    return this.invitations.revoke(ctx, id);
  }

  @Public()
  @Query(() => InvitationResult, { description: 'What the holder of an invitation’s link sees before accepting.' })
  async invitation(@CurrentCtx() ctx: Ctx, @Args('token') token: string): Promise<OpenInvitation | LinkNotValid> {
    return this.acceptance.look(ctx, token);
  }

  @Public()
  @Mutation(() => AcceptInvitationResult, { description: 'Joins the organisation; a new person chooses a password.' })
  async acceptInvitation(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('input') input: AcceptInvitationInput,
  ): Promise<AcceptInvitationOutcome> {
    return this.acceptance.accept(ctx, visit, input);
  }
}
