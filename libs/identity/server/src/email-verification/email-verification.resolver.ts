import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import type { LinkNotValid } from '../one-time-token/link-not-valid';
import type { TooManyAttempts } from '../session/sign-in.results';
import {
  ResendVerificationResult, VerifyEmailResult, type EmailVerified, type VerificationSent,
} from './email-verification.results';
import { EmailVerificationService } from './email-verification.service';

@Resolver()
export class EmailVerificationResolver {
  constructor(private readonly verification: EmailVerificationService) {}

  @Public()
  @Mutation(() => VerifyEmailResult, { description: 'Proves an address with the token from the letter.' })
  async verifyEmail(@CurrentCtx() ctx: Ctx, @Args('token') token: string): Promise<EmailVerified | LinkNotValid> {
    return this.verification.verify(ctx, token);
  }

  @Allow('account.manage')
  @Mutation(() => ResendVerificationResult, { description: 'Sends me the letter that proves my address again.' })
  async resendVerification(@CurrentCtx() ctx: Ctx): Promise<VerificationSent | TooManyAttempts> {
    return this.verification.resend(ctx);
  }
}
