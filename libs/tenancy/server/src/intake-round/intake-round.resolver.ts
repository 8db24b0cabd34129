import { Injectable } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Database, type Ctx } from '@wutong/core-server';
import { IntakeRound } from './intake-round.entity';

@Injectable()
@Resolver(() => IntakeRound)
export class IntakeRoundResolver {
  constructor(private readonly database: Database) {}

  @Query(() => [IntakeRound], { description: 'Rounds of admission, the latest first.' })
  @Allow('tenancy-application.read')
  intakeRounds(@CurrentCtx() ctx: Ctx): Promise<IntakeRound[]> {
    return this.database.read(ctx, (tx) => tx.of(IntakeRound).find({ order: { closesAt: 'DESC' } }));
  }
}
