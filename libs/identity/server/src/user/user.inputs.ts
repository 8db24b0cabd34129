import { Field, InputType } from '@nestjs/graphql';
import { z } from 'zod';
import { localeField, passwordField, personNameField, timeZoneField } from '../fields';

@InputType()
export class ProfileInput {
  @Field(() => String)
  name: string;

  /** `zh-CN` or `en`. */
  @Field(() => String)
  locale: string;

  /** IANA name, as `Asia/Shanghai`. */
  @Field(() => String)
  timeZone: string;
}

export const profileSchema = z.object({ name: personNameField, locale: localeField, timeZone: timeZoneField });

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  currentPassword: string;

  @Field(() => String)
  newPassword: string;
}

export const changePasswordSchema = z.object({ currentPassword: passwordField, newPassword: passwordField });
