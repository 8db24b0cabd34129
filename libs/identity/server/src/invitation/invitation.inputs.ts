import { Field, ID, InputType } from '@nestjs/graphql';
import { z } from 'zod';
import { emailField, idField, localeField, passwordField, personNameField, timeZoneField, tokenField } from '../fields';
import { rolesField } from '../membership/membership.inputs';

@InputType()
export class InviteInput {
  @Field(() => String)
  email: string;

  @Field(() => [String])
  roles: string[];

  /** Another organisation than the one acted for; administrators only. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;
}

export const inviteSchema = z.object({ email: emailField, roles: rolesField, organisationId: idField.nullish() });

@InputType()
export class AcceptInvitationInput {
  @Field(() => String)
  token: string;

  /** Of a person who has no account yet; so is the password. */
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  password?: string | null;

  @Field(() => String, { nullable: true })
  locale?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;
}

export const acceptInvitationSchema = z.object({
  token: tokenField,
  name: personNameField.nullish(),
  password: passwordField.nullish(),
  locale: localeField.nullish(),
  timeZone: timeZoneField.nullish(),
});
