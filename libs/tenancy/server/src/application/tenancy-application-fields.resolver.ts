import { Field, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CaseAction, CaseEvent, CurrentCtx, Json, type Ctx } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { DueDiligenceItem } from '../due-diligence/due-diligence-item.entity';
import { ApplicationReadService } from './application-read.service';
import { PanelDecision } from './panel-decision.entity';
import { TenancyApplication } from './tenancy-application.entity';
import { ELIGIBILITY_RULES, tenancyApplicationForm } from './tenancy-application.form';

@ObjectType()
export class TenancyApplicationRevision {
  @Field(() => Int)
  revision: number;

  @Field(() => Json)
  answers: Record<string, unknown>;

  @Field(() => Date)
  submittedAt: Date;
}

@ObjectType()
export class EligibilityRuleText {
  @Field(() => String)
  id: string;

  @Field(() => String)
  text: string;

  @Field(() => Json, {
    nullable: true,
    description: 'Holds for answers that keep the rule, so that a form can tell early; null where a person has to judge.',
  })
  holds: unknown;
}

/** What is shown with one application. These fields read one case at a time and are not asked for in lists. */
@Resolver(() => TenancyApplication)
export class TenancyApplicationFieldsResolver {
  constructor(private readonly reading: ApplicationReadService) {}

  @ResolveField(() => Json, { description: 'The form with which the application began, as data.' })
  form(@Parent() application: TenancyApplication): unknown {
    return tenancyApplicationForm(application.formVersion);
  }

  @ResolveField(() => Organisation)
  organisation(@CurrentCtx() ctx: Ctx, @Parent() application: TenancyApplication): Promise<Organisation> {
    return this.reading.organisation(ctx, application.organisationId);
  }

  @ResolveField(() => [CaseAction])
  actions(@CurrentCtx() ctx: Ctx, @Parent() application: TenancyApplication): CaseAction[] {
    return this.reading.actions(ctx, application);
  }

  @ResolveField(() => [CaseEvent])
  timeline(@CurrentCtx() ctx: Ctx, @Parent() application: TenancyApplication): Promise<CaseEvent[]> {
    return this.reading.timeline(ctx, application);
  }

  @ResolveField(() => [DueDiligenceItem])
  dueDiligence(@CurrentCtx() ctx: Ctx, @Parent() application: TenancyApplication): Promise<DueDiligenceItem[]> {
    return this.reading.dueDiligence(ctx, application);
  }

  @ResolveField(() => [PanelDecision])
  panelDecisions(@CurrentCtx() ctx: Ctx, @Parent() application: TenancyApplication): Promise<PanelDecision[]> {
    return this.reading.panelDecisions(ctx, application);
  }

  @ResolveField(() => [TenancyApplicationRevision])
  revisions(@CurrentCtx() ctx: Ctx, @Parent() application: TenancyApplication): Promise<TenancyApplicationRevision[]> {
    return this.reading.revisions(ctx, application);
  }

  @Query(() => [EligibilityRuleText], { description: 'Who may become a tenant: to be read before the form is filled.' })
  @Allow('tenancy-application.read')
  eligibilityRules(@CurrentCtx() ctx: Ctx): EligibilityRuleText[] {
    return ELIGIBILITY_RULES.map(({ id, text, holds }) => ({ id, text: text[ctx.locale], holds }));
  }
}
