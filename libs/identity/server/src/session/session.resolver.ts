import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import type { FastifyReply } from 'fastify';
import { CurrentVisit, visitOf, type Visit } from '../visit/visit';
import { Session } from './session.entity';
import { SessionService } from './session.service';
import { SignInInput } from './sign-in.inputs';
import { SignInResult, type SignInOutcome } from './sign-in.results';
import { SignInService } from './sign-in.service';

@Resolver(() => Session)
export class SessionResolver {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
  ) {}

  @Public()
  @Mutation(() => SignInResult, { description: 'Signs in with e-mail address and password; sets the session cookie.' })
  async signIn(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('input') input: SignInInput,
  ): Promise<SignInOutcome> {
    return this.signIns.signIn(ctx, visit, input);
  }

  @Public()
  @Mutation(() => Boolean, { description: 'Signs this browser out.' })
  async signOut(@CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit): Promise<boolean> {
    return this.sessions.signOut(ctx, visit);
  }

  @Allow('account.manage')
  @Mutation(() => Boolean, { description: 'Ends one of my sessions.' })
  async endSession(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.sessions.end(ctx, id);
    return true;
  }

  @Allow('account.manage')
  @Mutation(() => Boolean, { description: 'Ends all my sessions, this one included.' })
  async signOutEverywhere(@CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit): Promise<boolean> {
    return this.sessions.signOutEverywhere(ctx, visit);
  }

  @Allow('account.manage')
  @Query(() => [Session], { description: 'Where I am signed in, the latest used first.' })
  async mySessions(@CurrentCtx() ctx: Ctx): Promise<Session[]> {
    return this.sessions.mine(ctx);
  }

  @ResolveField(() => Boolean, { description: 'Whether it is the browser that asks.' })
  current(@Parent() session: Session, @Context() context: { reply: FastifyReply }): boolean {
    return this.sessions.isCurrent(visitOf(context.reply), session);
  }
}
