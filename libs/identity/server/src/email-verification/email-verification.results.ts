import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { TooManyAttempts } from '../session/sign-in.results';

@ObjectType()
export class EmailVerified {
  @Field(() => String)
  email: string;

  constructor(email: string) {
    this.email = email;
  }
}

@ObjectType()
export class VerificationSent {
  @Field(() => String)
  email: string;

  constructor(email: string) {
    this.email = email;
  }
}

export const VerifyEmailResult = createUnionType({
  name: 'VerifyEmailResult',
  types: () => [EmailVerified, LinkNotValid] as const,
});

export const ResendVerificationResult = createUnionType({
  name: 'ResendVerificationResult',
  types: () => [VerificationSent, TooManyAttempts] as const,
});
