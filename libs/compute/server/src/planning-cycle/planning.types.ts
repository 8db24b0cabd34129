import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '@wutong/core-server';
import { ComputePriority } from '../request/compute-priority';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningOutcome, PlanningProposal, PlanningShare } from './planning-proposal.entity';
import type { PlanFigures, PublishedTenant } from './planning-report.entity';

@InputType()
export class PlanningStageInput {
  @Field(() => String)
  stage: string;

  /** The weight of companies of this stage; 100 is neutral. */
  @Field(() => Int)
  percent: number;
}

@InputType()
export class OpenPlanningCycleInput {
  @Field(() => String)
  code: string;

  /** `YYYY-MM`. */
  @Field(() => String)
  firstMonth: string;

  @Field(() => String)
  lastMonth: string;

  /** The smallest amount that is given, in normalised GPU-milli-hours. */
  @Field(() => BigInt)
  quantumMh: bigint;

  @Field(() => [PlanningStageInput])
  stages: PlanningStageInput[];

  /** After so many months past use counts half. */
  @Field(() => Int)
  halfLifeMonths: number;

  @Field(() => Int)
  leastPercent: number;

  @Field(() => Int)
  mostPercent: number;

  @Field(() => String)
  note: string;
}

@InputType()
export class PlanningCycleMoveInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class PlanningCycleReasonInput extends PlanningCycleMoveInput {
  @Field(() => String)
  reason: string;
}

@InputType()
export class LeaveOutOfPlanInput {
  @Field(() => ID)
  cycleId: string;

  @Field(() => ID)
  requestId: string;

  @Field(() => String)
  reason: string;
}

@InputType()
export class TakeIntoPlanInput {
  @Field(() => ID)
  cycleId: string;

  @Field(() => ID)
  requestId: string;
}

@ArgsType()
export class PlanningCycleArgs extends PageArgs {}

export const PlanningCycleConnection = connectionOf(PlanningCycle, 'PlanningCycle');

@ObjectType()
export class ProposePlanResult {
  /** True: nothing has changed since the plan that stands, so it stands. */
  @Field(() => Boolean)
  isUnchanged: boolean;

  @Field(() => PlanningProposal)
  proposal: PlanningProposal;
}

@ObjectType()
export class PlanningStage {
  @Field(() => String)
  stage: string;

  @Field(() => Int)
  percent: number;
}

@ObjectType()
export class PlanningPolicyRow {
  @Field(() => [PlanningStage])
  stages: PlanningStage[];

  @Field(() => Int)
  halfLifeMonths: number;

  @Field(() => Int)
  leastPercent: number;

  @Field(() => Int)
  mostPercent: number;
}

/** A request that waits for a decision or for GPUs in the months of a cycle, and whether it is planned. */
@ObjectType()
export class PlanningCandidate {
  @Field(() => ID)
  requestId: string;

  @Field(() => String)
  number: string;

  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => String)
  state: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => BigInt)
  amountMh: bigint;

  @Field(() => ComputePriority)
  priority: ComputePriority;

  @Field(() => Int)
  reviews: number;

  /** The mean of its reviews in hundredths; null without any, and while they are kept from the viewer. */
  @Field(() => Int, { nullable: true })
  meanScore: number | null;

  /** What reviews make of its tenant's weight in this cycle, 100 being neutral; null when not planned or kept from the viewer. */
  @Field(() => Int, { nullable: true })
  scorePercent: number | null;

  /** `planned`, or why not: `leftOut`, `standing`, `beyondCycle`, `tooShort`, `noQuota`. */
  @Field(() => String)
  status: string;

  /** What its tenant's quota does not cover. */
  @Field(() => BigInt)
  cutByQuotaMh: bigint;

  @Field(() => String, { nullable: true })
  leftOutBecause: string | null;
}

@ObjectType()
export class PlanningFigures implements PlanFigures {
  @Field(() => Float)
  askedMh: number;

  @Field(() => Float)
  grantedMh: number;

  @Field(() => Float)
  capacityMh: number;

  @Field(() => Float)
  costFen: number;

  @Field(() => Float)
  jainOfShares: number;

  @Field(() => Float)
  jainOfDemandMet: number;

  @Field(() => Int)
  belowSlice: number;

  @Field(() => Int)
  envy: number;
}

/** How full a pool is in a month of a plan. Amounts are GPU-milli-hours of its class. */
@ObjectType()
export class PlanningCell {
  @Field(() => ID)
  poolId: string;

  @Field(() => String)
  month: string;

  /** Free for the plan: without head-room, maintenance and what is reserved already. */
  @Field(() => Float)
  capacityMh: number;

  @Field(() => Float)
  grantedMh: number;

  /** The mean price of what is free. */
  @Field(() => Float)
  fenPerGpuHour: number;
}

@ObjectType()
export class PlanningPool {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  code: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => String)
  gpuClass: string;
}

@ObjectType()
export class PlanningShareRow extends PlanningShare {
  /** Thousandths; null for companies, and while reviews of its requests are kept from the viewer. */
  @Field(() => Int, { name: 'weight', nullable: true })
  weightTold: number | null;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;
}

@ObjectType()
export class PlanningLineRow {
  @Field(() => PlanningPool)
  pool: PlanningPool;

  @Field(() => String)
  month: string;

  @Field(() => Float)
  mh: number;

  @Field(() => Float)
  fen: number;
}

@ObjectType()
export class PlanningGpusRow {
  @Field(() => PlanningPool)
  pool: PlanningPool;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;
}

@ObjectType('PlanningOutcome')
export class PlanningOutcomeRow extends PlanningOutcome {
  /** Normalised GPU-milli-hours per weight 1 that its tenant reached; null for companies, and while reviews of its requests are kept from the viewer. */
  @Field(() => BigInt, { name: 'levelMh', nullable: true })
  levelTold: bigint | null;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  /** The cycle's. */
  @Field(() => String)
  code: string;

  /** In the viewer's language. */
  @Field(() => String)
  reasonText: string;

  @Field(() => [PlanningLineRow])
  planned: PlanningLineRow[];

  @Field(() => [PlanningGpusRow])
  gpusOverTime: PlanningGpusRow[];

  @Field(() => Date, { nullable: true })
  appliedAt: Date | null;
}

@ObjectType()
export class PlanningReportTenant implements Omit<PublishedTenant, 'weight'> {
  @Field(() => Int)
  alias: number;

  /** Where the viewer may know who it is: the centre's people, and each company of itself. */
  @Field(() => String, { nullable: true })
  nameZh: string | null;

  @Field(() => String, { nullable: true })
  nameEn: string | null;

  @Field(() => Boolean)
  isOwn: boolean;

  /** Thousandths; null for companies, and while reviews of its requests are kept from the viewer. */
  @Field(() => Int, { nullable: true })
  weight: number | null;

  @Field(() => Float)
  askedMh: number;

  @Field(() => Float)
  grantedMh: number;

  @Field(() => Float)
  entitlementMh: number;

  @Field(() => Float)
  borrowedMh: number;

  @Field(() => Float)
  lentMh: number;

  @Field(() => Float)
  firstComeMh: number;

  @Field(() => Boolean)
  isIncentiveKept: boolean;
}

@ObjectType()
export class PlanningReportView {
  @Field(() => PlanningFigures)
  figures: PlanningFigures;

  @Field(() => PlanningFigures)
  firstCome: PlanningFigures;

  @Field(() => [PlanningReportTenant])
  tenants: PlanningReportTenant[];

  @Field(() => String)
  inputsHash: string;

  @Field(() => String)
  planHash: string;

  @Field(() => String)
  publishedByName: string;

  @Field(() => Date)
  publishedAt: Date;
}
