import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One run of one Slurm job as it was last known, and whose GPU time it is. */
@Entity('usage_record')
@ObjectType()
export class UsageRecord {
  /** What makes it the same run however often it is read; see `jobKey`. */
  @PrimaryColumn('text', { name: 'job_key' })
  @Field(() => ID)
  jobKey: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  /** The grant on which it counts; null for use without any. */
  @Column('uuid', { name: 'grant_id', nullable: true })
  @Field(() => ID, { nullable: true })
  grantId: string | null;

  @Column('uuid', { name: 'pool_id' })
  @Field(() => ID)
  poolId: string;

  @Column('text')
  @Field(() => String)
  cluster: string;

  @Column('text', { name: 'job_id' })
  @Field(() => String)
  jobId: string;

  @Column('text')
  @Field(() => String)
  account: string;

  @Column('text', { name: 'user_name' })
  @Field(() => String)
  userName: string;

  /** As Slurm calls it: `COMPLETED`, `RUNNING`, … */
  @Column('text')
  @Field(() => String)
  state: string;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  @Column('int')
  @Field(() => Int)
  gpus: number;

  @Column('int', { name: 'elapsed_seconds' })
  @Field(() => Int)
  elapsedSeconds: number;

  /** The run time that was asked for; null where it is without limit or not known. */
  @Column('int', { name: 'limit_seconds', nullable: true })
  @Field(() => Int, { nullable: true })
  limitSeconds: number | null;

  @Column('timestamptz', { name: 'start_at' })
  @Field(() => Date)
  startAt: Date;

  /** Null while it runs. */
  @Column('timestamptz', { name: 'end_at', nullable: true })
  @Field(() => Date, { nullable: true })
  endAt: Date | null;

  /** Up to when it is metered: its end, or when it was last heard of. */
  @Column('timestamptz', { name: 'until_at' })
  @Field(() => Date)
  untilAt: Date;

  @Column('bigint', { name: 'gpu_mh' })
  @Field(() => BigInt)
  gpuMh: bigint;

  /** What it costs the centre, in thousandths of a fen. */
  @Column('bigint', { name: 'cost_mfen' })
  costMfen: bigint;

  /** What the tenant is charged for it, in thousandths of a fen. */
  @Column('bigint', { name: 'charge_mfen' })
  @Field(() => BigInt)
  chargeMfen: bigint;

  @Column('uuid', { name: 'import_id' })
  importId: string;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}

/** A delivery of accounting records: what came and what became of it. */
@Entity('usage_import')
@ObjectType()
export class UsageImport {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId: string | null;

  /** A file's name, or what the sender called it. */
  @Column('text')
  @Field(() => String)
  source: string;

  @Column('text', { name: 'sent_by_name' })
  @Field(() => String)
  sentByName: string;

  @Column('timestamptz', { name: 'received_at' })
  @Field(() => Date)
  receivedAt: Date;

  /** Runs on GPUs that were read. */
  @Column('int')
  @Field(() => Int)
  records: number;

  @Column('int')
  @Field(() => Int)
  added: number;

  @Column('int')
  @Field(() => Int)
  updated: number;

  @Column('int')
  @Field(() => Int)
  unchanged: number;

  @Column('int')
  @Field(() => Int)
  parked: number;

  @Column('int')
  @Field(() => Int)
  problems: number;
}
