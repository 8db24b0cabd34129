import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import type { Ctx } from '@wutong/core-server';
import { Organisation } from '../organisation/organisation.entity';
import { say } from '../say';
import { User } from '../user/user.entity';

/** The browser now holds a session cookie. */
@ObjectType()
export class SignedIn {
  @Field(() => User)
  user: User;

  /** The organisation acted for; null for a person who belongs to none. */
  @Field(() => Organisation, { nullable: true })
  organisation: Organisation | null;

  constructor(user: User, organisation: Organisation | null) {
    this.user = user;
    this.organisation = organisation;
  }
}

/** The same answer for a wrong password and for an address without an account. */
@ObjectType()
export class InvalidCredentials {
  @Field(() => String)
  message: string;

  constructor(ctx: Ctx) {
    this.message = say(
      ctx,
      'E-mail address or password is not right. Try again, or set a new password.',
      '邮箱或密码不正确。请重试，或重设密码。',
    );
  }
}

/** Too many wrong guesses from here. Browsers in which this person signed in before are not slowed by them. */
@ObjectType()
export class TooManyAttempts {
  @Field(() => String)
  message: string;

  @Field(() => Date)
  retryAt: Date;

  constructor(ctx: Ctx, retryAt: Date) {
    const seconds = Math.max(1, Math.ceil((retryAt.getTime() - ctx.now.getTime()) / 1000));
    const minutes = Math.ceil(seconds / 60);
    this.retryAt = retryAt;
    this.message = say(
      ctx,
      `Too many attempts. Try again in ${seconds < 90 ? `${seconds} s` : `${minutes} min`}, or set a new password.`,
      `尝试次数过多，请在${seconds < 90 ? ` ${seconds} 秒` : ` ${minutes} 分钟`}后重试，或重设密码。`,
    );
  }
}

/** The password was right, but the account is closed. */
@ObjectType()
export class AccountDeactivated {
  @Field(() => String)
  message: string;

  constructor(ctx: Ctx) {
    this.message = say(
      ctx,
      'This account has been deactivated. Write to the centre if that should not be so.',
      '该账号已停用。如有疑问，请联系中心工作人员。',
    );
  }
}

export const SignInResult = createUnionType({
  name: 'SignInResult',
  types: () => [SignedIn, InvalidCredentials, TooManyAttempts, AccountDeactivated] as const,
});
export type SignInOutcome = SignedIn | InvalidCredentials | TooManyAttempts | AccountDeactivated;
