import { Args, ArgsType, Context, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CurrentCtx, loader, PageArgs, type Ctx, type GraphqlContext, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { TenantNames } from '../charge/tenant-names';
import { ChargeCorrection, ChargeCorrectionConnection } from './charge-correction.entity';
import { ChargeCorrectionService } from './charge-correction.service';

@InputType()
export class ProposeChargeCorrectionInput {
  @Field(() => ID)
  organisationId: string;

  /** The month that it is about, as 2026-10. */
  @Field(() => String)
  month: string;

  /** Money; above zero charges more. Either this or hours. */
  @Field(() => BigInt, { nullable: true })
  amountFen?: bigint | null;

  @Field(() => String, { nullable: true })
  gpuClass?: string | null;

  /** GPU-milli-hours; above zero gives hours back. */
  @Field(() => BigInt, { nullable: true })
  amountMh?: bigint | null;

  @Field(() => String)
  reason: string;
}

@InputType()
export class DecideChargeCorrectionInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class RefuseChargeCorrectionInput extends DecideChargeCorrectionInput {
  @Field(() => String)
  reason: string;
}

@ArgsType()
export class ChargeCorrectionArgs extends PageArgs {
  /** Only those that wait for a decision. */
  @Field(() => Boolean, { defaultValue: false })
  isOpen: boolean;
}

@Resolver(() => ChargeCorrection)
export class ChargeCorrectionResolver {
  constructor(
    private readonly corrections: ChargeCorrectionService,
    private readonly names: TenantNames,
  ) {}

  @Query(() => ChargeCorrectionConnection, { description: 'Corrections by hand, the latest first.' })
  @Allow('compute-charge.list')
  chargeCorrections(@CurrentCtx() ctx: Ctx, @Args() args: ChargeCorrectionArgs): Promise<Page<ChargeCorrection>> {
    return this.corrections.list(ctx, args.isOpen, args);
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() { organisationId }: ChargeCorrection, @Context() context: GraphqlContext): Promise<Organisation> {
    return loader(context, this.names.of).load(organisationId);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() correction: ChargeCorrection): CaseAction[] {
    return this.corrections.actions(ctx, correction);
  }

  @Mutation(() => ChargeCorrection)
  @Allow('compute-correction.propose')
  proposeChargeCorrection(@CurrentCtx() ctx: Ctx, @Args('input') input: ProposeChargeCorrectionInput): Promise<ChargeCorrection> {
    return this.corrections.propose(ctx, input);
  }

  @Mutation(() => ChargeCorrection)
  @Allow('compute-correction.propose')
  withdrawChargeCorrection(@CurrentCtx() ctx: Ctx, @Args('input') input: DecideChargeCorrectionInput): Promise<ChargeCorrection> {
    return this.corrections.withdraw(ctx, input);
  }

  @Mutation(() => ChargeCorrection, { description: 'By somebody else than who proposed it.' })
  @Allow('compute-correction.decide')
  approveChargeCorrection(@CurrentCtx() ctx: Ctx, @Args('input') input: DecideChargeCorrectionInput): Promise<ChargeCorrection> {
    return this.corrections.approve(ctx, input);
  }

  @Mutation(() => ChargeCorrection)
  @Allow('compute-correction.decide')
  refuseChargeCorrection(@CurrentCtx() ctx: Ctx, @Args('input') input: RefuseChargeCorrectionInput): Promise<ChargeCorrection> {
    return this.corrections.refuse(ctx, input);
  }
}
