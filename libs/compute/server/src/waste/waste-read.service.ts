import { Injectable } from '@nestjs/common';
import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  connectionOf, Database, invalid, notFound, PageArgs, pageOf, readCursor, rowsToFetch, WorkflowService, type CaseAction, type Ctx,
  type Page,
} from '@wutong/core-server';
import { dayOf } from '../telemetry/telemetry-ingest.service';
import { limitAdvice } from './time-limit';
import { WasteFinding } from './waste-finding.entity';
import { wasteFindingCase } from './waste-finding.workflow';
import { EFFICIENCY, FINDINGS, HOURS_OF_WEEK, TIME_LIMITS } from './waste.queries';

@ArgsType()
export class WasteFindingArgs extends PageArgs {
  /** For the centre, one tenant's; left out, all. Tenants see their own. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  @Field(() => ID, { nullable: true })
  grantId?: string | null;

  /** Also those that were acted on or are not seen any more. */
  @Field(() => Boolean, { defaultValue: false })
  withClosed: boolean;
}

@ArgsType()
export class EfficiencyArgs {
  /** For the centre, one tenant's; left out, all. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  @Field(() => Date)
  from: Date;

  /** Its day belongs to the time. */
  @Field(() => Date)
  to: Date;
}

/** What a tenant held of a pool in a time, and what of it worked. */
@ObjectType()
export class Efficiency {
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => ID)
  poolId: string;

  @Field(() => String)
  poolNameZh: string;

  @Field(() => String)
  poolNameEn: string;

  @Field(() => String)
  gpuClass: string;

  /** GPU-milli-hours held. */
  @Field(() => BigInt)
  heldMh: bigint;

  /** Those of them whose utilisation was read. */
  @Field(() => BigInt)
  readMh: bigint;

  /** Those read × utilisation. */
  @Field(() => BigInt)
  busyMh: bigint;

  @Field(() => BigInt)
  idleMh: bigint;

  /** What the idle ones cost, at the price of their day. */
  @Field(() => BigInt)
  idleFen: bigint;
}

/** Utilisation in one hour of the week, over the last four weeks. */
@ObjectType()
export class HourOfWeek {
  /** 1 Monday to 7 Sunday, in Shanghai. */
  @Field(() => Int)
  weekday: number;

  @Field(() => Int)
  hour: number;

  @Field(() => Int)
  percent: number;

  @Field(() => BigInt)
  readMh: bigint;
}

/** What one person's jobs asked for and used of the last 30 days; null where no job ended by itself. */
@ObjectType()
export class TimeLimitUse {
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  /** As the cluster knows the person. */
  @Field(() => String)
  userName: string;

  /** Those that ended by themselves. */
  @Field(() => Int)
  jobs: number;

  /** Those that their limit ended. */
  @Field(() => Int)
  timeouts: number;

  /** GPU-milli-hours of the latter. */
  @Field(() => BigInt)
  timeoutMh: bigint;

  /** Limit of the middle job. */
  @Field(() => Int, { nullable: true })
  askedSeconds: number | null;

  /** Run time of the middle job. */
  @Field(() => Int, { nullable: true })
  usedSeconds: number | null;

  /** Run time that 95 of 100 jobs do not exceed. */
  @Field(() => Int, { nullable: true })
  p95Seconds: number | null;

  @Field(() => Int, { nullable: true })
  longestSeconds: number | null;

  /** Share of its limit that the middle job used. */
  @Field(() => Int, { nullable: true })
  usedPercent: number | null;

  /** Share that 90 of 100 jobs do not exceed. */
  @Field(() => Int, { nullable: true })
  p90Percent: number | null;

  /** `shorter` or `longer`; null where the limits fit. */
  @Field(() => String, { nullable: true })
  advice: 'shorter' | 'longer' | null;

  /** The limit to ask for, with `shorter`. */
  @Field(() => Int, { nullable: true })
  advisedSeconds: number | null;
}

/** A finding as a list shows it: with whose and what it is. */
@ObjectType()
export class WasteFindingRow extends WasteFinding {
  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => String)
  poolNameZh: string;

  @Field(() => String)
  poolNameEn: string;

  /** Of the grant; null for use without any. */
  @Field(() => String, { nullable: true })
  grantNumber: string | null;

  @Field(() => Int, { nullable: true })
  grantGpus: number | null;
}

export const WasteFindingConnection = connectionOf(WasteFindingRow, 'WasteFinding');

const MOST_DAYS = 366;
const LIMIT_DAYS = 30;
/** Of each tenant; more would not move a percentile. */
const LIMIT_JOBS = 5000;
const LIMIT_PEOPLE = 200;
const DAY_MS = 86_400_000;

/** What was made of GPUs, and what was found about it. */
@Injectable()
export class WasteReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  /** Findings, those that lose most money first. */
  async findings(ctx: Ctx, args: WasteFindingArgs): Promise<Page<WasteFindingRow>> {
    const after = readCursor(args, 2);
    const params = [
      whose(ctx, args.organisationId), args.grantId ?? null, args.withClosed, after?.[0] ?? null, after?.[1] ?? null, rowsToFetch(args),
    ];
    return this.database.read(ctx, async (tx) => {
      const rows = await tx.query<WasteFindingRow>(FINDINGS, params);
      return pageOf(rows, args, ({ lostFen, id }) => [lostFen.toString(), id]);
    });
  }

  /** By tenant and pool, most money idle first. */
  async efficiency(ctx: Ctx, { organisationId, from, to }: EfficiencyArgs): Promise<Efficiency[]> {
    if (to < from) throw invalid('to', 'The end must not be before the start.', '结束时间不能早于开始时间。');
    if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS) throw invalid('from', 'Choose at most one year.', '时间跨度最多一年。');
    return this.database.read(ctx, (tx) => tx.query<Efficiency>(EFFICIENCY, [whose(ctx, organisationId), dayOf(from), dayOf(to)]));
  }

  async hoursOfWeek(ctx: Ctx, organisationId: string | null | undefined, poolId: string | null | undefined): Promise<HourOfWeek[]> {
    const since = dayOf(new Date(ctx.now.getTime() - 28 * DAY_MS));
    return this.database.read(ctx, (tx) => tx.query<HourOfWeek>(HOURS_OF_WEEK, [whose(ctx, organisationId), poolId ?? null, since]));
  }

  /** By person, those with an advice first. */
  async timeLimits(ctx: Ctx, organisationId: string | null | undefined): Promise<TimeLimitUse[]> {
    const since = new Date(ctx.now.getTime() - LIMIT_DAYS * DAY_MS);
    const people = await this.database.read(ctx, (tx) =>
      tx.query<Omit<TimeLimitUse, 'advice' | 'advisedSeconds'>>(TIME_LIMITS, [whose(ctx, organisationId), since, LIMIT_JOBS, LIMIT_PEOPLE]));
    const judged = people.map((person): TimeLimitUse => {
      const advice = limitAdvice(person);
      return { ...person, advice: advice?.step ?? null, advisedSeconds: advice?.seconds ?? null };
    });
    return [...judged.filter(({ advice }) => advice !== null), ...judged.filter(({ advice }) => advice === null)];
  }

  actions(ctx: Ctx, finding: WasteFinding): CaseAction[] {
    return this.workflow.actionsFor(ctx, wasteFindingCase, finding);
  }
}

/** A tenant's own; for the centre what was asked, or all. */
function whose(ctx: Ctx, organisationId: string | null | undefined): string | null {
  if (ctx.actor.organisationKind === 'centre') return organisationId ?? null;
  if (!ctx.actor.organisationId) throw notFound();
  // Another's does not exist: its rows are not to be seen.
  return organisationId ?? ctx.actor.organisationId;
}
