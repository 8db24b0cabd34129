import { Args, Field, ID, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentCtx, Public, type Ctx } from '@wutong/core-server';
import { DemoPerson, DemoService } from '../demo/demo.service';
import type { LinkNotValid } from '../one-time-token/link-not-valid';
import { SignedIn } from '../session/sign-in.results';
import { CurrentVisit, type Visit } from '../visit/visit';
import { SetUpResult } from './set-up.results';
import { SetUpCentreInput, SetUpService } from './set-up.service';

/** What the sign-in page offers here. */
@ObjectType()
export class Entrance {
  /** There is no centre yet: its first administrator is asked for. */
  @Field(() => Boolean)
  setUpNeeded: boolean;

  /** Whom anybody may become with one click; empty unless the demo centre is loaded. */
  @Field(() => [DemoPerson])
  demoPeople: DemoPerson[];
}

@Resolver()
export class EntranceResolver {
  constructor(
    private readonly demo: DemoService,
    private readonly setUps: SetUpService,
  ) {}

  @Public()
  @Query(() => Entrance, { description: 'What the sign-in page offers here.' })
  async entrance(@CurrentCtx() ctx: Ctx): Promise<Entrance> {
    return { setUpNeeded: await this.setUps.isNeeded(ctx), demoPeople: await this.demo.people(ctx) };
  }

  @Public()
  @Mutation(() => SignedIn, { description: 'Becomes a person of the demo centre; NOT_FOUND where that is not loaded.' })
  async signInAsDemoPerson(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('userId', { type: () => ID }) userId: string,
  ): Promise<SignedIn> {
    return this.demo.signIn(ctx, visit, userId);
  }

  @Public()
  @Mutation(() => SetUpResult, { description: 'Founds the centre and its first administrator, once.' })
  async setUpCentre(
    @CurrentCtx() ctx: Ctx, @CurrentVisit() visit: Visit, @Args('input') input: SetUpCentreInput,
  ): Promise<SignedIn | LinkNotValid> {
    return this.setUps.setUp(ctx, visit, input);
  }
}
