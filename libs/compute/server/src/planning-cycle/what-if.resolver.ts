import { Args, Context, Field, Float, ID, InputType, Int, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Database, loader, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { In } from 'typeorm';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningScenario } from './planning-proposal.entity';
import { PlanningFigures } from './planning.types';
import type { ScenarioChange } from './scenario-changes';
import { WhatIfService, type ScenarioResult } from './what-if.service';

/** One change: `losePool` and `price` name a pool, `addPool` and `addTenant` a GPU class. */
@InputType()
export class PlanningChangeInput {
  /** `losePool`, `price`, `scale`, `addPool` or `addTenant`. */
  @Field(() => String)
  kind: string;

  /** A pool's code. */
  @Field(() => String, { nullable: true })
  pool?: string | null;

  @Field(() => String, { nullable: true })
  gpuClass?: string | null;

  @Field(() => Int, { nullable: true })
  gpus?: number | null;

  @Field(() => Int, { nullable: true })
  fenPerGpuHour?: number | null;

  /** `price`: by how much, such as -10; `scale`: to how much of all free GPUs, such as 80. */
  @Field(() => Int, { nullable: true })
  percent?: number | null;
}

@InputType()
export class RunPlanningScenarioInput {
  @Field(() => ID)
  cycleId: string;

  @Field(() => String)
  name: string;

  @Field(() => [PlanningChangeInput])
  changes: PlanningChangeInput[];
}

@ObjectType()
export class PlanningChange {
  @Field(() => String)
  kind: string;

  @Field(() => String, { nullable: true })
  pool: string | null;

  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Field(() => Int, { nullable: true })
  gpus: number | null;

  @Field(() => Int, { nullable: true })
  fenPerGpuHour: number | null;

  @Field(() => Int, { nullable: true })
  percent: number | null;
}

/** What a scenario gives and takes from one company, in normalised GPU-milli-hours; null names: one that joins in it. */
@ObjectType()
export class PlanningDifference {
  @Field(() => String)
  id: string;

  @Field(() => Float)
  beforeMh: number;

  @Field(() => Float)
  afterMh: number;

  @Field(() => Float)
  beforeFen: number;

  @Field(() => Float)
  afterFen: number;
}

@ObjectType()
export class PlanningScenarioResult {
  @Field(() => PlanningFigures)
  before: PlanningFigures;

  @Field(() => PlanningFigures)
  after: PlanningFigures;

  @Field(() => [PlanningDifference])
  tenants: PlanningDifference[];
}

@Resolver(() => PlanningScenario)
export class WhatIfResolver {
  constructor(private readonly scenarios: WhatIfService) {}

  @Mutation(() => PlanningScenario, { description: 'Tries changes on the world as it is now, under a name; nothing else is written.' })
  @Allow('planning-cycle.try')
  runPlanningScenario(@CurrentCtx() ctx: Ctx, @Args('input') input: RunPlanningScenarioInput): Promise<PlanningScenario> {
    return this.scenarios.run(ctx, input);
  }

  @ResolveField(() => [PlanningChange])
  changes(@Parent() { changes }: PlanningScenario): PlanningChange[] {
    const none = { pool: null, gpuClass: null, gpus: null, fenPerGpuHour: null, percent: null };
    return (changes as ScenarioChange[]).map((change) => ({ ...none, ...change }));
  }

  @ResolveField(() => PlanningScenarioResult, { nullable: true, description: 'Null while it is computed, or when it failed.' })
  result(@Parent() { result }: PlanningScenario): PlanningScenarioResult | null {
    return result as (ScenarioResult & PlanningScenarioResult) | null;
  }

  @ResolveField(() => String, { nullable: true })
  failure(@CurrentCtx() ctx: Ctx, @Parent() { failure }: PlanningScenario): string | null {
    return failure?.[ctx.locale] ?? null;
  }
}

@Resolver(() => PlanningDifference)
export class DifferenceFieldsResolver {
  private readonly organisationsOf;

  constructor(database: Database) {
    this.organisationsOf = async (ctx: Ctx, ids: readonly string[]): Promise<(Organisation | null)[]> => {
      const known = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id));
      const found = await database.read(ctx, (tx) => tx.of(Organisation).findBy({ id: In(known) }));
      return ids.map((id) => found.find((organisation) => organisation.id === id) ?? null);
    };
  }

  @ResolveField(() => Organisation, { nullable: true, description: 'Null for one that joins in the scenario.' })
  organisation(@Parent() { id }: PlanningDifference, @Context() context: GraphqlContext): Promise<Organisation | null> {
    return loader(context, this.organisationsOf).load(id);
  }
}

@Resolver(() => PlanningCycle)
export class CycleScenariosResolver {
  constructor(private readonly whatIf: WhatIfService) {}

  @ResolveField(() => [PlanningScenario])
  scenarios(@CurrentCtx() ctx: Ctx, @Parent() { id }: PlanningCycle): Promise<PlanningScenario[]> {
    return this.whatIf.list(ctx, id);
  }
}
