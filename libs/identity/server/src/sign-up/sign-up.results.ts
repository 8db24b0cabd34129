import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import type { Ctx } from '@wutong/core-server';
import { say } from '../say';
import { SignedIn, TooManyAttempts } from '../session/sign-in.results';

/** There is an account with this address already. */
@ObjectType()
export class EmailTaken {
  @Field(() => String)
  message: string;

  constructor(ctx: Ctx) {
    this.message = say(
      ctx,
      'There is an account with this address. Sign in, or set a new password if it is lost.',
      '该邮箱已注册，请直接登录；如忘记密码，可重设密码。',
    );
  }
}

export const SignUpResult = createUnionType({
  name: 'SignUpResult',
  types: () => [SignedIn, EmailTaken, TooManyAttempts] as const,
});
export type SignUpOutcome = SignedIn | EmailTaken | TooManyAttempts;
