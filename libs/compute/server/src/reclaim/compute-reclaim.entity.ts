import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ReclaimReplyKind = { explain: 'explain', plan: 'plan', give_back: 'give_back' } as const;
export type ReclaimReplyKind = keyof typeof ReclaimReplyKind;
registerEnumType(ReclaimReplyKind, {
  name: 'ReclaimReplyKind', description: 'Says why, promises when the hours will be used, or gives some back at once.',
});

/** Whose quota the hours go back to. */
export const ReclaimReturnsTo = { tenant: 'tenant', centre: 'centre' } as const;
export type ReclaimReturnsTo = keyof typeof ReclaimReturnsTo;
registerEnumType(ReclaimReturnsTo, { name: 'ReclaimReturnsTo' });

/** Hours of a grant that lie idle: the notice, the answer, the decision, and what was taken back. */
@Entity('compute_reclaim')
@ObjectType()
export class ComputeReclaim {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  /** The grant's, which is its request's. */
  @Column('uuid', { name: 'grant_id' })
  @Field(() => ID)
  grantId: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('int', { name: 'rule_version' })
  @Field(() => Int)
  ruleVersion: number;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  @Column('timestamptz', { name: 'noticed_at' })
  @Field(() => Date)
  noticedAt: Date;

  /** From when on it could be used. */
  @Column('timestamptz', { name: 'starts_at' })
  @Field(() => Date)
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  /** Until when its use was known at the notice. */
  @Column('timestamptz', { name: 'metered_until' })
  @Field(() => Date)
  meteredUntil: Date;

  /** Milliseconds until then in which it could be used: without maintenance, failed nodes and suspension. */
  @Column('bigint', { name: 'usable_ms' })
  @Field(() => BigInt)
  usableMs: bigint;

  @Column('bigint', { name: 'granted_mh' })
  @Field(() => BigInt)
  grantedMh: bigint;

  @Column('bigint', { name: 'used_mh' })
  @Field(() => BigInt)
  usedMh: bigint;

  @Column('bigint', { name: 'held_mh' })
  @Field(() => BigInt)
  heldMh: bigint;

  /** What goes back if nobody answers, or less if use has caught up by then. */
  @Column('bigint', { name: 'idle_mh' })
  @Field(() => BigInt)
  idleMh: bigint;

  @Column('timestamptz', { name: 'reply_due_at' })
  @Field(() => Date)
  replyDueAt: Date;

  @Column('text', { name: 'reply_kind', nullable: true })
  @Field(() => ReclaimReplyKind, { nullable: true })
  replyKind: ReclaimReplyKind | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  reply: string | null;

  @Column('uuid', { name: 'replied_by', nullable: true })
  repliedBy: string | null;

  @Column('text', { name: 'replied_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  repliedByName: string | null;

  @Column('timestamptz', { name: 'replied_at', nullable: true })
  @Field(() => Date, { nullable: true })
  repliedAt: Date | null;

  /** What an operator recommends to take back; 0 to keep it as it is. */
  @Column('bigint', { name: 'recommended_mh', nullable: true })
  @Field(() => BigInt, { nullable: true })
  recommendedMh: bigint | null;

  @Column('uuid', { name: 'recommended_by', nullable: true })
  recommendedBy: string | null;

  @Column('text', { name: 'recommended_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  recommendedByName: string | null;

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('text', { name: 'decided_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  decidedByName: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  @Field(() => Date, { nullable: true })
  decidedAt: Date | null;

  /** What went back, restored or not. */
  @Column('bigint', { name: 'taken_mh' })
  @Field(() => BigInt)
  takenMh: bigint;

  @Column('text', { name: 'returned_to', nullable: true })
  @Field(() => ReclaimReturnsTo, { nullable: true })
  returnedTo: ReclaimReturnsTo | null;

  /** GPUs that were reserved before the first hours went back, and after the last. */
  @Column('int', { name: 'gpus_before', nullable: true })
  @Field(() => Int, { nullable: true })
  gpusBefore: number | null;

  @Column('int', { name: 'gpus_after', nullable: true })
  @Field(() => Int, { nullable: true })
  gpusAfter: number | null;
}

/** When hours that lie idle are asked back. Versions are only added. */
@Entity('compute_reclaim_rule')
@ObjectType()
export class ComputeReclaimRule {
  @PrimaryColumn('int')
  @Field(() => Int)
  version: number;

  /** Null: every class that has no rule of its own. */
  @Column('text', { name: 'gpu_class', nullable: true })
  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Column('boolean', { name: 'is_on' })
  @Field(() => Boolean)
  isOn: boolean;

  /** Of the window, so much has passed in which the grant could be used. */
  @Column('int', { name: 'at_percent' })
  @Field(() => Int)
  atPercent: number;

  /** Less than this of what was granted is used by then. */
  @Column('int', { name: 'min_used_percent' })
  @Field(() => Int)
  minUsedPercent: number;

  /** So much of what it would use to its end at its pace so far stays with it. */
  @Column('int', { name: 'keep_percent' })
  @Field(() => Int)
  keepPercent: number;

  @Column('int', { name: 'reply_working_days' })
  @Field(() => Int)
  replyWorkingDays: number;

  @Column('text', { name: 'returns_to' })
  @Field(() => ReclaimReturnsTo)
  returnsTo: ReclaimReturnsTo;

  @Column('timestamptz', { name: 'valid_from' })
  @Field(() => Date)
  validFrom: Date;

  @Column('text', { name: 'set_by_name' })
  @Field(() => String)
  setByName: string;
}
