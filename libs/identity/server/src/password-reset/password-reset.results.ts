import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import type { Ctx } from '@wutong/core-server';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { say } from '../say';
import { SignedIn } from '../session/sign-in.results';

/** The same answer whether or not there is an account. */
@ObjectType()
export class ResetRequested {
  @Field(() => String)
  message: string;

  constructor(ctx: Ctx) {
    this.message = say(
      ctx,
      'If there is an account with this address, a letter with a link is on its way. The link is good for one hour.',
      '如果该邮箱已注册，我们已向其发送重设链接，一小时内有效。',
    );
  }
}

export const ResetPasswordResult = createUnionType({
  name: 'ResetPasswordResult',
  types: () => [SignedIn, LinkNotValid] as const,
});
