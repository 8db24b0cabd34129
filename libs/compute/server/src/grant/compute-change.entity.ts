import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A change or renewal that was asked for, and what became of it. Together they are a grant's history. */
@Entity('compute_change')
@ObjectType()
export class ComputeChange {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'request_id' })
  requestId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** `change` or `renewal`. */
  @Column('text')
  @Field(() => String)
  kind: 'change' | 'renewal';

  @Column('text')
  @Field(() => String)
  justification: string;

  @Column('int')
  @Field(() => Int)
  gpus: number;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  /** GPU-milli-hours asked for beyond those granted; 0 for a change. */
  @Column('bigint', { name: 'more_mh' })
  @Field(() => BigInt)
  moreMh: bigint;

  @Column('int', { name: 'gpus_before' })
  @Field(() => Int)
  gpusBefore: number;

  @Column('timestamptz', { name: 'ends_at_before' })
  @Field(() => Date)
  endsAtBefore: Date;

  @Column('uuid', { name: 'asked_by', nullable: true })
  askedBy: string | null;

  @Column('text', { name: 'asked_by_name' })
  @Field(() => String)
  askedByName: string;

  @Column('timestamptz', { name: 'asked_at' })
  @Field(() => Date)
  askedAt: Date;

  /** `accepted`, `refused`, or `lapsed` when the grant ended first; null while undecided. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  outcome: 'accepted' | 'refused' | 'lapsed' | null;

  @Column('text', { name: 'decided_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  decidedByName: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  @Field(() => Date, { nullable: true })
  decidedAt: Date | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  note: string | null;
}
