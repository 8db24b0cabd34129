import { Injectable } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Database, type Ctx } from '@wutong/core-server';
import { UNTIED } from './telemetry.queries';

/** GPU time that was seen but belongs to nobody who is known. */
@ObjectType()
export class UntiedTelemetry {
  @Field(() => String)
  cluster: string;

  /** `job`: its number is in no accounting record. `pod`: its namespace is nobody's account. */
  @Field(() => String)
  kind: string;

  /** The namespace; empty for jobs. */
  @Field(() => String)
  account: string;

  /** How many jobs or pods. */
  @Field(() => Int)
  holders: number;

  @Field(() => BigInt)
  heldMh: bigint;

  @Field(() => Date)
  firstAt: Date;

  @Field(() => Date)
  lastAt: Date;

  /** One of them. */
  @Field(() => String)
  example: string;
}

/** A moment of a chart: how busy the GPUs of something were in an hour, and how many there were. */
@ObjectType()
export class GpuHourPoint {
  @Field(() => Date)
  at: Date;

  /** Mean utilisation in percent; null where nothing was read. */
  @Field(() => Int, { nullable: true })
  percent: number | null;

  /** GPU-milli-hours held. */
  @Field(() => BigInt)
  heldMh: bigint;
}

/** What one job or pod of a grant made of its GPUs. */
@ObjectType()
export class JobUtilisation {
  /** Slurm's job number, or `namespace/pod`. */
  @Field(() => String)
  holder: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startAt: Date;

  @Field(() => Date)
  endAt: Date;

  @Field(() => BigInt)
  heldMh: bigint;

  @Field(() => BigInt)
  idleMh: bigint;

  @Field(() => Int, { nullable: true })
  percent: number | null;

  @Field(() => Int, { nullable: true })
  tensorPercent: number | null;

  /** The most that was used of any one GPU's memory, in percent. */
  @Field(() => Int, { nullable: true })
  memoryPercent: number | null;

  @Field(() => Int, { nullable: true })
  xid: number | null;
}

/** Up to so many days of one grant in one answer. */
const DAYS = 14;
const MOST_JOBS = 50;

const POINTS = `
  select at, (sum(busy_seconds) * 100.0 / nullif(sum(read_seconds), 0))::int as percent, sum(held_seconds) * 5 / 18 as "heldMh"
    from gpu_hour where grant_id = $1 and at >= $2 group by at order by at`;

const JOBS = `
  select holder, count(distinct gpu)::int as gpus, min(at) as "startAt", max(at) + interval '1 hour' as "endAt",
         sum(held_seconds) * 5 / 18 as "heldMh", sum(idle_seconds) * 5 / 18 as "idleMh",
         (sum(busy_seconds) * 100.0 / nullif(sum(read_seconds), 0))::int as percent, avg(tensor)::int as "tensorPercent",
         (max(memory_used_mib * 100.0 / nullif(memory_total_mib, 0)))::int as "memoryPercent", max(xid) as xid
    from gpu_hour where grant_id = $1 and at >= $2 group by holder order by sum(held_seconds) desc, holder limit ${MOST_JOBS}`;

/** What telemetry says of a grant, and what of it nobody could be found for. */
@Injectable()
export class TelemetryReadService {
  constructor(private readonly database: Database) {}

  /** Of the last seven days. */
  untied(ctx: Ctx): Promise<UntiedTelemetry[]> {
    return this.database.read(ctx, (tx) => tx.query<UntiedTelemetry>(UNTIED, [new Date(ctx.now.getTime() - 7 * 86_400_000)]));
  }

  /** Of a grant by the hour, in the last 14 days of its telemetry. */
  points(ctx: Ctx, grantId: string): Promise<GpuHourPoint[]> {
    return this.database.read(ctx, (tx) => tx.query<GpuHourPoint>(POINTS, [grantId, daysBefore(ctx.now)]));
  }

  jobs(ctx: Ctx, grantId: string): Promise<JobUtilisation[]> {
    return this.database.read(ctx, (tx) => tx.query<JobUtilisation>(JOBS, [grantId, daysBefore(ctx.now)]));
  }
}

function daysBefore(now: Date): Date {
  return new Date(now.getTime() - DAYS * 86_400_000);
}
