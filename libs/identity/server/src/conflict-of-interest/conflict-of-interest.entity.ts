import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a person cannot judge an organisation fairly. While it is open, its cases do not exist for them. */
@Entity('conflict_of_interest')
@ObjectType()
export class ConflictOfInterest {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'user_id' })
  @Field(() => ID)
  userId: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  reason: string;

  @Column('timestamptz', { name: 'declared_at' })
  @Field(() => Date)
  declaredAt: Date;

  @Column('uuid', { name: 'declared_by' })
  declaredBy: string;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  @Field(() => Date, { nullable: true })
  endedAt: Date | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy: string | null;

  @Column('text', { name: 'end_reason', nullable: true })
  @Field(() => String, { nullable: true })
  endReason: string | null;
}
