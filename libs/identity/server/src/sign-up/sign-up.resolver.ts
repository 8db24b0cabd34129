import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import { CurrentVisit, type Visit } from '../visit/visit';
import { SignUpInput } from './sign-up.inputs';
import { SignUpResult, type SignUpOutcome } from './sign-up.results';
import { SignUpService } from './sign-up.service';

@Resolver()
export class SignUpResolver {
  constructor(private readonly signUps: SignUpService) {}

  @Public()
  @Mutation(() => SignUpResult, { description: 'Registers a company and its founder, who is then signed in.' })
  async signUp(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('input') input: SignUpInput,
  ): Promise<SignUpOutcome> {
    return this.signUps.signUp(ctx, visit, input);
  }
}
