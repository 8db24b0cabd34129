import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Severity, WasteKind } from './detect';

@ObjectType()
export class WasteJob {
  /** Slurm's job number, or `namespace/pod`. */
  @Field(() => String)
  holder: string;

  @Field(() => String)
  user: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => Int)
  heldSeconds: number;

  /** GPU-seconds, as those held. */
  @Field(() => Int)
  lostSeconds: number;

  @Field(() => Float)
  lostFen: number;

  /** Mean utilisation. */
  @Field(() => Int)
  percent: number;

  /** The longest time on end without work, by the clock. */
  @Field(() => Int)
  longestIdleSeconds: number;

  @Field(() => Int, { nullable: true })
  memoryPercent: number | null;

  /**
   * How it is known whose the GPUs are where the exporter does not name the job: by Slurm's record of which GPUs it holds
   * (`index`), or of how many on that node (`node`), of which those that worked most are counted.
   */
  @Field(() => String, { nullable: true })
  toldBy: 'index' | 'node' | null;
}

/** By what it was found. */
@ObjectType()
export class WasteEvidence {
  /** The jobs that lost most; `jobs` of the finding says how many there are. */
  @Field(() => [WasteJob])
  jobs: WasteJob[];

  /** Mean utilisation in percent of each hour: from `at`, in seconds since 1970; null where nothing was read. */
  @Field(() => [Int])
  at: number[];

  @Field(() => [Int], { nullable: 'items' })
  percent: (number | null)[];

  /** GPUs held in each hour. */
  @Field(() => [Int])
  gpus: number[];

  /** The most GPUs of the grant that worked in the same five minutes. */
  @Field(() => Int)
  busyGpus: number;

  /** Mean utilisation while they worked. */
  @Field(() => Int, { nullable: true })
  workingPercent: number | null;
}

@ObjectType()
export class WasteAdvice {
  /** `change`: ask for fewer GPUs. `release`: give the grant back. `draft`: ask for GPUs of a cheaper pool. `fix`: mend the job. */
  @Field(() => String)
  step: 'change' | 'release' | 'draft' | 'fix';

  @Field(() => Int, { nullable: true })
  gpus: number | null;

  @Field(() => ID, { nullable: true })
  poolId: string | null;

  @Field(() => String, { nullable: true })
  poolNameZh: string | null;

  @Field(() => String, { nullable: true })
  poolNameEn: string | null;

  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Field(() => Int, { nullable: true })
  savingPercent: number | null;

  /** How much longer the jobs would take there, by their measured use. */
  @Field(() => Int, { nullable: true })
  slowdownPercent: number | null;
}

/** GPU time of a tenant that was held and not put to use, with its evidence and what to do about it. */
@Entity('waste_finding')
@ObjectType()
export class WasteFinding {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('text')
  @Field(() => String)
  kind: WasteKind;

  @Column('text')
  @Field(() => String)
  severity: Severity;

  @Column('uuid', { name: 'grant_id', nullable: true })
  @Field(() => ID, { nullable: true })
  grantId: string | null;

  @Column('uuid', { name: 'pool_id' })
  @Field(() => ID)
  poolId: string;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  /** The window of its evidence. */
  @Column('timestamptz', { name: 'from_at' })
  @Field(() => Date)
  fromAt: Date;

  @Column('timestamptz', { name: 'to_at' })
  @Field(() => Date)
  toAt: Date;

  @Column('int')
  @Field(() => Int)
  jobs: number;

  @Column('bigint', { name: 'held_mh' })
  @Field(() => BigInt)
  heldMh: bigint;

  @Column('bigint', { name: 'lost_mh' })
  @Field(() => BigInt)
  lostMh: bigint;

  @Column('bigint', { name: 'lost_fen' })
  @Field(() => BigInt)
  lostFen: bigint;

  @Column('jsonb')
  @Field(() => WasteEvidence)
  evidence: WasteEvidence;

  @Column('jsonb')
  @Field(() => WasteAdvice)
  advice: WasteAdvice;

  @Column('int', { name: 'policy_version' })
  @Field(() => Int)
  policyVersion: number;

  @Column('timestamptz', { name: 'opened_at' })
  @Field(() => Date)
  openedAt: Date;

  @Column('timestamptz', { name: 'seen_at' })
  @Field(() => Date)
  seenAt: Date;

  /** Why the tenant expects it. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  answer: string | null;

  @Column('text', { name: 'answered_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  answeredByName: string | null;

  @Column('timestamptz', { name: 'snoozed_until', nullable: true })
  @Field(() => Date, { nullable: true })
  snoozedUntil: Date | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  closedAt: Date | null;
}
