import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Say } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Plan } from '../planning/plan';
import type { World } from '../planning/world';

/** One run of the planner for a cycle: the world as it went in, and the plan as it came out. */
@Entity('planning_proposal')
@ObjectType()
export class PlanningProposal {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'cycle_id' })
  cycleId: string;

  /** The centre. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** Counts the proposals of its cycle from 1. */
  @Column('int')
  @Field(() => Int)
  number: number;

  /** `computing`, `ready` or `failed`. */
  @Column('text')
  @Field(() => String)
  state: 'computing' | 'ready' | 'failed';

  /** sha256 of the world in canonical form. */
  @Column('text', { name: 'inputs_hash', nullable: true })
  @Field(() => String, { nullable: true })
  inputsHash: string | null;

  @Column('jsonb', { nullable: true })
  world: World | null;

  @Column('jsonb', { nullable: true })
  plan: Plan | null;

  /** sha256 of the plan's lines: equal hashes are equal grants. */
  @Column('text', { name: 'plan_hash', nullable: true })
  @Field(() => String, { nullable: true })
  planHash: string | null;

  /** The plan that first come, first served would have made. */
  @Column('jsonb', { name: 'first_come', nullable: true })
  firstCome: Plan | null;

  /** Why the planner could not plan this world. */
  @Column('jsonb', { nullable: true })
  failure: Say | null;

  @Column('uuid', { name: 'asked_by', nullable: true })
  askedBy: string | null;

  @Column('text', { name: 'asked_by_name' })
  @Field(() => String)
  askedByName: string;

  @Column('timestamptz', { name: 'asked_at' })
  @Field(() => Date)
  askedAt: Date;

  @Column('timestamptz', { name: 'ready_at', nullable: true })
  @Field(() => Date, { nullable: true })
  readyAt: Date | null;
}

/** What one tenant has in a plan, in normalised GPU-milli-hours. */
@Entity('planning_share')
@ObjectType({ isAbstract: true })
export class PlanningShare {
  @PrimaryColumn('uuid', { name: 'proposal_id' })
  proposalId: string;

  @PrimaryColumn('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('uuid', { name: 'cycle_id' })
  cycleId: string;

  /** Its number in the published report. */
  @Column('int')
  @Field(() => Int)
  alias: number;

  /** In thousandths. */
  @Column('int')
  weight: number;

  @Column('bigint', { name: 'asked_mh' })
  @Field(() => BigInt)
  askedMh: bigint;

  @Column('bigint', { name: 'granted_mh' })
  @Field(() => BigInt)
  grantedMh: bigint;

  /** What it could do alone with its proportional slice of every pool. */
  @Column('bigint', { name: 'entitlement_mh' })
  @Field(() => BigInt)
  entitlementMh: bigint;

  @Column('bigint', { name: 'borrowed_mh' })
  @Field(() => BigInt)
  borrowedMh: bigint;

  @Column('bigint', { name: 'lent_mh' })
  @Field(() => BigInt)
  lentMh: bigint;

  /** It got at least its slice. */
  @Column('boolean', { name: 'is_incentive_kept' })
  @Field(() => Boolean)
  isIncentiveKept: boolean;

  @Column('bigint', { name: 'cost_fen' })
  @Field(() => BigInt)
  costFen: bigint;

  /** What first come, first served would have given. */
  @Column('bigint', { name: 'first_come_mh' })
  @Field(() => BigInt)
  firstComeMh: bigint;

  @Column('bigint', { name: 'first_come_fen' })
  @Field(() => BigInt)
  firstComeFen: bigint;

  /** Normalised GPU-milli-hours by month, as text: the share against which its later use is measured. */
  @Column('jsonb')
  due: readonly { readonly month: string; readonly mh: number }[];

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;
}

/** GPUs of a pool that a request is to have from one moment to another; times as ISO text, as stored. */
export interface PlannedGpus {
  readonly poolId: string;
  readonly gpus: number;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** GPU-milli-hours of a pool in a month for a request, and what they cost. */
export interface PlannedLine {
  readonly poolId: string;
  readonly month: string;
  readonly mh: number;
  readonly fen: number;
}

/** What one request has in a plan and why, in GPU-milli-hours of its class. */
@Entity('planning_outcome')
@ObjectType({ isAbstract: true })
export class PlanningOutcome {
  @PrimaryColumn('uuid', { name: 'proposal_id' })
  proposalId: string;

  @PrimaryColumn('uuid', { name: 'request_id' })
  @Field(() => ID)
  requestId: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('uuid', { name: 'cycle_id' })
  cycleId: string;

  /** The request's. */
  @Column('text')
  @Field(() => String)
  number: string;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  @Column('bigint', { name: 'asked_mh' })
  @Field(() => BigInt)
  askedMh: bigint;

  @Column('bigint', { name: 'granted_mh' })
  @Field(() => BigInt)
  grantedMh: bigint;

  @Column('bigint', { name: 'first_come_mh' })
  @Field(() => BigInt)
  firstComeMh: bigint;

  /** Normalised GPU-milli-hours per weight 1 that its tenant reached. */
  @Column('bigint', { name: 'level_mh' })
  levelMh: bigint;

  @Column('bigint', { name: 'cost_fen' })
  @Field(() => BigInt)
  costFen: bigint;

  /** What one normalised hour less would save in the whole plan, in fen. */
  @Column('bigint', { name: 'marginal_fen' })
  @Field(() => BigInt)
  marginalFen: bigint;

  /** `demand`, `quota`, `capacity`, `priority` or `eligibility`. */
  @Column('text', { name: 'reason_kind' })
  @Field(() => String)
  reasonKind: string;

  @Column('jsonb')
  reason: Say;

  @Column('jsonb')
  lines: readonly PlannedLine[];

  @Column('jsonb')
  reservations: readonly PlannedGpus[];

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;
}

/** A list of changes of the world that was tried, by name, with what came of it. */
@Entity('planning_scenario')
@ObjectType()
export class PlanningScenario {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'cycle_id' })
  cycleId: string;

  /** The centre. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  @Field(() => String)
  name: string;

  @Column('jsonb')
  changes: readonly unknown[];

  /** Of the world in which it was tried. */
  @Column('text', { name: 'inputs_hash', nullable: true })
  @Field(() => String, { nullable: true })
  inputsHash: string | null;

  @Column('jsonb', { nullable: true })
  result: unknown;

  @Column('jsonb', { nullable: true })
  failure: Say | null;

  @Column('text', { name: 'run_by_name' })
  @Field(() => String)
  runByName: string;

  /** When it was last asked for. */
  @Column('timestamptz', { name: 'run_at' })
  @Field(() => Date)
  runAt: Date;
}
