import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How weights arise in a cycle: percent by funding stage, and the bounds of the correction by past use. */
export interface PlanningPolicy {
  readonly stages: Readonly<Record<string, number>>;
  readonly pastUse: { readonly halfLifeMonths: number; readonly leastPercent: number; readonly mostPercent: number };
}

/** Some months whose GPU-hours are shared among those who ask, at once and by one policy. */
@Entity('planning_cycle')
@ObjectType()
export class PlanningCycle {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** The centre. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** `2027-Q1`: what people call it. */
  @Column('text')
  @Field(() => String)
  code: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Number)
  version: number;

  /** `2027-01`, of Shanghai. */
  @Column('text', { name: 'first_month' })
  @Field(() => String)
  firstMonth: string;

  @Column('text', { name: 'last_month' })
  @Field(() => String)
  lastMonth: string;

  /** The smallest amount that is given, in normalised GPU-milli-hours. */
  @Column('bigint', { name: 'quantum_mh' })
  @Field(() => BigInt)
  quantumMh: bigint;

  @Column('jsonb')
  policy: PlanningPolicy;

  @Column('text')
  @Field(() => String)
  note: string;

  @Column('uuid', { name: 'opened_by', nullable: true })
  openedBy: string | null;

  @Column('text', { name: 'opened_by_name' })
  @Field(() => String)
  openedByName: string;

  @Column('timestamptz', { name: 'opened_at' })
  @Field(() => Date)
  openedAt: Date;

  /** The plan that stands for decision, or was applied. */
  @Column('uuid', { name: 'proposal_id', nullable: true })
  proposalId: string | null;

  @Column('uuid', { name: 'proposed_by', nullable: true })
  proposedBy: string | null;

  /** Whose decision the plan is: an approver's when one of its requests is. */
  @Column('text', { name: 'approval_by', nullable: true })
  @Field(() => String, { nullable: true })
  approvalBy: 'programme_lead' | 'approver' | null;

  @Column('text', { name: 'applied_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  appliedByName: string | null;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  @Field(() => Date, { nullable: true })
  appliedAt: Date | null;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  @Field(() => Date, { nullable: true })
  publishedAt: Date | null;
}

/** A request that staff left out of a cycle. */
@Entity('planning_left_out')
export class PlanningLeftOut {
  @PrimaryColumn('uuid', { name: 'cycle_id' })
  cycleId: string;

  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  reason: string;

  @Column('text', { name: 'left_out_by_name' })
  leftOutByName: string;

  @Column('timestamptz', { name: 'left_out_at' })
  leftOutAt: Date;
}
