import { Args, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { TelemetrySource } from './telemetry-source.entity';
import { TelemetrySourceService } from './telemetry-source.service';
import { GpuHourPoint, JobUtilisation, TelemetryReadService, UntiedTelemetry } from './telemetry-read.service';

@InputType()
export class SaveTelemetrySourceInput {
  /** As its pools have it. */
  @Field(() => String)
  cluster: string;

  @Field(() => String)
  url: string;

  /** The variable of the portal's environment that holds the bearer token: `WUTONG_…`. */
  @Field(() => String, { nullable: true })
  tokenEnv?: string | null;

  /** PromQL label matchers: `cluster="hw1"`. */
  @Field(() => String)
  matchers: string;

  @Field(() => Boolean)
  metersPods: boolean;

  @Field(() => Boolean)
  isEnabled: boolean;

  /** Of the one that was seen; left out for a new one. */
  @Field(() => Int, { nullable: true })
  version?: number | null;
}

@Resolver(() => TelemetrySource)
export class TelemetryResolver {
  constructor(
    private readonly sources: TelemetrySourceService,
    private readonly reading: TelemetryReadService,
  ) {}

  @Query(() => [TelemetrySource])
  @Allow('gpu-telemetry.list')
  telemetrySources(@CurrentCtx() ctx: Ctx): Promise<TelemetrySource[]> {
    return this.sources.list(ctx);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why the last attempt failed, in the viewer’s language.' })
  lastError(@CurrentCtx() ctx: Ctx, @Parent() { lastError }: TelemetrySource): string | null {
    return lastError?.[ctx.locale] ?? null;
  }

  @Query(() => [UntiedTelemetry], { description: 'GPU time of the last seven days that belongs to nobody who is known.' })
  @Allow('gpu-telemetry.list')
  untiedTelemetry(@CurrentCtx() ctx: Ctx): Promise<UntiedTelemetry[]> {
    return this.reading.untied(ctx);
  }

  @Query(() => [GpuHourPoint], { description: 'How busy a grant’s GPUs were in each hour of the last 14 days.' })
  @Allow('gpu-telemetry.read')
  grantUtilisation(@CurrentCtx() ctx: Ctx, @Args('grantId', { type: () => ID }) grantId: string): Promise<GpuHourPoint[]> {
    return this.reading.points(ctx, grantId);
  }

  @Query(() => [JobUtilisation], { description: 'What each job of a grant made of its GPUs in the last 14 days.' })
  @Allow('gpu-telemetry.read')
  grantJobUtilisation(@CurrentCtx() ctx: Ctx, @Args('grantId', { type: () => ID }) grantId: string): Promise<JobUtilisation[]> {
    return this.reading.jobs(ctx, grantId);
  }

  @Mutation(() => TelemetrySource)
  @Allow('gpu-telemetry.manage')
  saveTelemetrySource(@CurrentCtx() ctx: Ctx, @Args('input') input: SaveTelemetrySourceInput): Promise<TelemetrySource> {
    return this.sources.save(ctx, input);
  }

  @Mutation(() => TelemetrySource, { description: 'Reads the source soon, instead of at the next quarter of an hour.' })
  @Allow('gpu-telemetry.manage')
  pullTelemetry(@CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string): Promise<TelemetrySource> {
    return this.sources.pullSoon(ctx, cluster);
  }
}
