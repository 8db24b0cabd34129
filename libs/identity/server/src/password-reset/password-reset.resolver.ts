import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import type { LinkNotValid } from '../one-time-token/link-not-valid';
import type { SignedIn } from '../session/sign-in.results';
import { CurrentVisit, type Visit } from '../visit/visit';
import { ResetPasswordResult, ResetRequested } from './password-reset.results';
import { PasswordResetService } from './password-reset.service';
import { ResetLetterService } from './reset-letter.service';

@Resolver()
export class PasswordResetResolver {
  constructor(
    private readonly resets: PasswordResetService,
    private readonly resetLetters: ResetLetterService,
  ) {}

  @Public()
  @Mutation(() => ResetRequested, { description: 'Asks for a letter with a link to set a new password.' })
  async requestPasswordReset(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('email') email: string,
  ): Promise<ResetRequested> {
    return this.resetLetters.request(ctx, visit, email);
  }

  @Public()
  @Mutation(() => ResetPasswordResult, { description: 'Sets a new password with the token from the letter.' })
  async resetPassword(
    @CurrentCtx() ctx: Ctx,
    @CurrentVisit() visit: Visit,
    @Args('token') token: string,
    @Args('password') password: string,
  ): Promise<SignedIn | LinkNotValid> {
    return this.resets.reset(ctx, visit, token, password);
  }
}
