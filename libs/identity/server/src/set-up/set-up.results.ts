import { createUnionType } from '@nestjs/graphql';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { SignedIn } from '../session/sign-in.results';

export const SetUpResult = createUnionType({
  name: 'SetUpResult',
  types: () => [SignedIn, LinkNotValid] as const,
});
