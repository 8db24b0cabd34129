import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A start-up's stay in the centre. */
@Entity('tenancy')
@ObjectType()
export class Tenancy {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('uuid', { name: 'application_id' })
  @Field(() => ID)
  applicationId: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('int')
  @Field(() => Int)
  desks: number;

  @Column('timestamptz', { name: 'signed_at' })
  @Field(() => Date)
  signedAt: Date;

  @Column('timestamptz', { name: 'activated_at', nullable: true })
  @Field(() => Date, { nullable: true })
  activatedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  @Field(() => Date, { nullable: true })
  endedAt: Date | null;

  /** Termination needs two people: the programme lead who proposes it, and another who approves. */
  @Column('uuid', { name: 'termination_proposed_by', nullable: true })
  terminationProposedBy: string | null;

  @Column('text', { name: 'termination_proposal', nullable: true })
  @Field(() => String, { nullable: true })
  terminationProposal: string | null;

  /** What was reached at graduation: the criteria and how each was met. */
  @Column('text', { name: 'graduation_record', nullable: true })
  @Field(() => String, { nullable: true })
  graduationRecord: string | null;
}
