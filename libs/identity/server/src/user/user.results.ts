import { createUnionType } from '@nestjs/graphql';
import { InvalidCredentials, SignedIn, TooManyAttempts } from '../session/sign-in.results';

/** `SignedIn`: the password is changed, every other session has ended, and this browser has a new one. */
export const ChangePasswordResult = createUnionType({
  name: 'ChangePasswordResult',
  types: () => [SignedIn, InvalidCredentials, TooManyAttempts] as const,
});
export type ChangePasswordOutcome = SignedIn | InvalidCredentials | TooManyAttempts;
