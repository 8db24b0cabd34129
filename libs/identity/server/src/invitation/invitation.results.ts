import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import type { Ctx } from '@wutong/core-server';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { Organisation } from '../organisation/organisation.entity';
import { say } from '../say';
import { SignedIn } from '../session/sign-in.results';
import { Invitation } from './invitation.entity';

/** What somebody who holds the link sees before accepting. */
@ObjectType()
export class OpenInvitation {
  @Field(() => Organisation)
  organisation: Organisation;

  @Field(() => String)
  email: string;

  @Field(() => [String])
  roles: string[];

  @Field(() => String)
  invitedByName: string;

  @Field(() => Date)
  expiresAt: Date;

  /** Whether the address has an account; then the person signs in instead of choosing a password. */
  @Field(() => Boolean)
  hasAccount: boolean;

  constructor(invitation: Invitation, organisation: Organisation, hasAccount: boolean) {
    this.organisation = organisation;
    this.email = invitation.email;
    this.roles = invitation.roles;
    this.invitedByName = invitation.invitedByName;
    this.expiresAt = invitation.expiresAt;
    this.hasAccount = hasAccount;
  }
}

/** The invitation is for a person with an account: sign in with that address, then accept. */
@ObjectType()
export class SignInFirst {
  @Field(() => String)
  message: string;

  @Field(() => String)
  email: string;

  constructor(ctx: Ctx, email: string) {
    this.email = email;
    this.message = say(
      ctx,
      `This invitation is for ${email}. Sign in with that address, then accept.`,
      `该邀请发给 ${email}，请用该邮箱登录后接受。`,
    );
  }
}

export const InvitationResult = createUnionType({
  name: 'InvitationResult',
  types: () => [OpenInvitation, LinkNotValid] as const,
});

export const AcceptInvitationResult = createUnionType({
  name: 'AcceptInvitationResult',
  types: () => [SignedIn, SignInFirst, LinkNotValid] as const,
});
export type AcceptInvitationOutcome = SignedIn | SignInFirst | LinkNotValid;
