import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ComputePriority } from './compute-priority';

export const ComputePurpose = {
  pretrain: 'pretrain', finetune: 'finetune', evaluation: 'evaluation', inference: 'inference', data: 'data', other: 'other',
} as const;
export type ComputePurpose = keyof typeof ComputePurpose;
registerEnumType(ComputePurpose, { name: 'ComputePurpose', description: 'What the GPU time is for.' });

/** A tenant's wish for GPUs of a class in a window: what was asked, what the operator sized, where it stands. */
@Entity('compute_request')
@ObjectType()
export class ComputeRequest {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  /** `C2026-0042`: what people call it. */
  @Column('text')
  @Field(() => String)
  number: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('text', { name: 'gpu_class', nullable: true })
  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Column('int', { nullable: true })
  @Field(() => Int, { nullable: true })
  gpus: number | null;

  @Column('timestamptz', { name: 'starts_at', nullable: true })
  @Field(() => Date, { nullable: true })
  startsAt: Date | null;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  @Field(() => Date, { nullable: true })
  endsAt: Date | null;

  /** GPU-milli-hours asked for: at most all GPUs for the whole window. */
  @Column('bigint', { name: 'amount_mh', nullable: true })
  @Field(() => BigInt, { nullable: true })
  amountMh: bigint | null;

  @Column('text', { name: 'purpose_kind', nullable: true })
  @Field(() => ComputePurpose, { nullable: true })
  purposeKind: ComputePurpose | null;

  @Column('text')
  @Field(() => String)
  purpose: string;

  /** Data sets of the open-data platform that it will read. */
  @Column('uuid', { name: 'dataset_ids', array: true })
  @Field(() => [ID])
  datasetIds: string[];

  /** The questions with which it began; a newer version of them does not touch it. */
  @Column('int', { name: 'form_version' })
  formVersion: number;

  /** To the questions of the centre, by their keys. */
  @Column('jsonb')
  @Field(() => Json)
  answers: Record<string, unknown>;

  @Column('uuid', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'saved_at' })
  @Field(() => Date)
  savedAt: Date;

  @Column('uuid', { name: 'submitted_by', nullable: true })
  submittedBy: string | null;

  @Column('text', { name: 'submitted_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  submittedByName: string | null;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  @Field(() => Date, { nullable: true })
  submittedAt: Date | null;

  @Column('uuid', { name: 'claimed_by', nullable: true })
  claimedBy: string | null;

  @Column('text', { name: 'claimed_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  claimedByName: string | null;

  /** What the operator wants to know, while information is asked for. */
  @Column('text', { name: 'info_question', nullable: true })
  @Field(() => String, { nullable: true })
  infoQuestion: string | null;

  @Column('uuid', { name: 'sized_by', nullable: true })
  sizedBy: string | null;

  @Column('text', { name: 'sized_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  sizedByName: string | null;

  @Column('int', { name: 'sized_gpus', nullable: true })
  @Field(() => Int, { nullable: true })
  sizedGpus: number | null;

  @Column('timestamptz', { name: 'sized_starts_at', nullable: true })
  @Field(() => Date, { nullable: true })
  sizedStartsAt: Date | null;

  @Column('timestamptz', { name: 'sized_ends_at', nullable: true })
  @Field(() => Date, { nullable: true })
  sizedEndsAt: Date | null;

  @Column('bigint', { name: 'sized_mh', nullable: true })
  @Field(() => BigInt, { nullable: true })
  sizedMh: bigint | null;

  /** Said with the size; whether a plan serves it before others. */
  @Column('text', { default: 'normal' })
  @Field(() => ComputePriority)
  priority: ComputePriority;

  @Column('text', { name: 'sizing_note', nullable: true })
  @Field(() => String, { nullable: true })
  sizingNote: string | null;

  /** The round of reviews that counts; see `nextRound`. */
  @Column('int', { name: 'review_round', default: 1 })
  reviewRound: number;

  /** Whose decision it is, by its size: `programme_lead` or `approver`. */
  @Column('text', { name: 'approval_by', nullable: true })
  @Field(() => String, { nullable: true })
  approvalBy: string | null;

  /** Who took the decision that an appeal would be against. */
  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  @Field(() => Date, { nullable: true })
  decidedAt: Date | null;

  @Column('boolean')
  @Field(() => Boolean)
  appealed: boolean;

  /** The date by which the tenant must act: answer a question, appeal. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  @Field(() => Date, { nullable: true })
  dueAt: Date | null;

  @Column('uuid', { name: 'pool_id', nullable: true })
  @Field(() => ID, { nullable: true })
  poolId: string | null;

  /** Its number on the waiting list of its GPU class; lower ones come first. */
  @Column('bigint', { name: 'waitlist_order', nullable: true })
  waitlistOrder: bigint | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  @Field(() => Date, { nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  @Field(() => Date, { nullable: true })
  endedAt: Date | null;
}

/** What a request has once it is sized: the columns that its grant is made of. */
export interface Sizing {
  readonly gpuClass: string;
  readonly gpus: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly amountMh: bigint;
}

/** The sizing of a request that has passed technical review. */
export function sizingOf({ number, gpuClass, sizedGpus, sizedStartsAt, sizedEndsAt, sizedMh }: ComputeRequest): Sizing {
  if (!gpuClass || !sizedGpus || !sizedStartsAt || !sizedEndsAt || !sizedMh) throw new Error(`${number} is not sized`);
  return { gpuClass, gpus: sizedGpus, startsAt: sizedStartsAt, endsAt: sizedEndsAt, amountMh: sizedMh };
}

/** GPU-milli-hours of GPUs for a window, rounded up to the next whole one (3.6 GPU-seconds). */
export function fullWindowMh(gpus: number, startsAt: Date, endsAt: Date): bigint {
  const ms = BigInt(gpus) * BigInt(endsAt.getTime() - startsAt.getTime());
  return (ms + 3599n) / 3600n;
}
