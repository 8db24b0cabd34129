import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an approved request may use, and what it has used: GPU-milli-hours of one GPU class. */
@Entity('compute_grant')
@ObjectType()
export class ComputeGrant {
  /** The request's. */
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  /** The Slurm account under which its jobs run. */
  @Column('text')
  @Field(() => String)
  account: string;

  @Column('uuid', { name: 'pool_id', nullable: true })
  @Field(() => ID, { nullable: true })
  poolId: string | null;

  @Column('timestamptz', { name: 'starts_at' })
  @Field(() => Date)
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  @Column('bigint', { name: 'granted_mh' })
  @Field(() => BigInt)
  grantedMh: bigint;

  /** All that was metered on it, overuse included. */
  @Column('bigint', { name: 'used_mh' })
  @Field(() => BigInt)
  usedMh: bigint;

  /** What of it was beyond the grant. */
  @Column('bigint', { name: 'overuse_mh' })
  @Field(() => BigInt)
  overuseMh: bigint;

  /** What is still set aside for it. */
  @Column('bigint', { name: 'held_mh' })
  @Field(() => BigInt)
  heldMh: bigint;

  /** Whether the tenant wants its hours used before those of its other grants of the class. */
  @Column('boolean', { name: 'pays_first', default: false })
  @Field(() => Boolean)
  paysFirst: boolean;

  /** The open hold in the ledger; a hold has one fate, so use replaces it by a smaller one. */
  @Column('uuid', { name: 'hold_id', nullable: true })
  holdId: string | null;

  /** How many holds it has had. */
  @Column('int')
  holds: number;

  @Column('timestamptz', { name: 'overuse_told_at', nullable: true })
  overuseToldAt: Date | null;

  /** When nothing more was set aside for it: its end. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  closedAt: Date | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  @Field(() => Date, { nullable: true })
  settledAt: Date | null;
}
