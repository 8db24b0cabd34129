import { Field, InputType } from '@nestjs/graphql';
import { z } from 'zod';
import { emailField, localeField, passwordField, personNameField, timeZoneField } from '../fields';
import { organisationNamesSchema, OrganisationNamesInput } from '../organisation/organisation.inputs';

@InputType()
export class SignUpInput {
  @Field(() => OrganisationNamesInput)
  organisation: OrganisationNamesInput;

  /** The founder's own name. */
  @Field(() => String)
  name: string;

  @Field(() => String)
  email: string;

  @Field(() => String)
  password: string;

  @Field(() => String, { nullable: true })
  locale?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;
}

export const signUpSchema = z.object({
  organisation: organisationNamesSchema,
  name: personNameField,
  email: emailField,
  password: passwordField,
  locale: localeField.nullish(),
  timeZone: timeZoneField.nullish(),
});
