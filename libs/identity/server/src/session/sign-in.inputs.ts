import { Field, InputType } from '@nestjs/graphql';
import { z } from 'zod';
import { emailField, passwordField } from '../fields';

@InputType()
export class SignInInput {
  @Field(() => String)
  email: string;

  @Field(() => String)
  password: string;
}

export const signInSchema = z.object({ email: emailField, password: passwordField });
