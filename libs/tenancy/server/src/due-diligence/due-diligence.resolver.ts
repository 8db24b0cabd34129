import { Args, Field, ID, InputType, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { DUE_DILIGENCE_CHECKLIST } from './due-diligence-checklist';
import { DueDiligenceItem, DueDiligenceStatus } from './due-diligence-item.entity';
import { DueDiligenceService } from './due-diligence.service';

@InputType()
export class SettleDueDiligenceItemInput {
  @Field(() => ID)
  itemId: string;

  @Field(() => DueDiligenceStatus)
  status: DueDiligenceStatus;

  /** What was found; needed when a check is waived. */
  @Field(() => String, { nullable: true })
  note?: string | null;
}

@Resolver(() => DueDiligenceItem)
export class DueDiligenceResolver {
  constructor(private readonly dueDiligence: DueDiligenceService) {}

  @Mutation(() => DueDiligenceItem)
  @Allow('tenancy-application.check')
  settleDueDiligenceItem(
    @CurrentCtx() ctx: Ctx, @Args('input') input: SettleDueDiligenceItemInput,
  ): Promise<DueDiligenceItem> {
    return this.dueDiligence.settle(ctx, input);
  }

  @ResolveField(() => String)
  text(@CurrentCtx() ctx: Ctx, @Parent() item: DueDiligenceItem): string {
    return DUE_DILIGENCE_CHECKLIST.find(({ key }) => key === item.key)?.text[ctx.locale] ?? item.key;
  }
}
