import { Args, Field, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { IntakeRound } from './intake-round.entity';
import { IntakeRoundService } from './intake-round.service';

@InputType()
export class OpenIntakeRoundInput {
  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => Date)
  opensAt: Date;

  /** The deadline that applicants see. */
  @Field(() => Date)
  closesAt: Date;

  /** When the waiting list of the round is given up. */
  @Field(() => Date)
  endsAt: Date;

  /** For how long after the deadline applications are still taken; 30 when left out. */
  @Field(() => Int, { nullable: true })
  graceMinutes?: number | null;

  @Field(() => Int)
  desks: number;
}

@Resolver(() => IntakeRound)
export class IntakeRoundResolver {
  constructor(private readonly rounds: IntakeRoundService) {}

  @Query(() => [IntakeRound], { description: 'Rounds of admission, the latest first.' })
  @Allow('tenancy-application.read')
  intakeRounds(@CurrentCtx() ctx: Ctx): Promise<IntakeRound[]> {
    return this.rounds.list(ctx);
  }

  @Mutation(() => IntakeRound)
  @Allow('intake-round.open')
  openIntakeRound(@CurrentCtx() ctx: Ctx, @Args('input') input: OpenIntakeRoundInput): Promise<IntakeRound> {
    return this.rounds.open(ctx, input);
  }
}
