import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That somebody was asked to review a request in one of its rounds. */
@Entity('compute_review_assignment')
@ObjectType()
export class ComputeReviewAssignment {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'request_id' })
  requestId: string;

  /** Whose request it is: row-level security reads it. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('int')
  @Field(() => Int)
  round: number;

  @Column('uuid', { name: 'reviewer_id' })
  @Field(() => ID)
  reviewerId: string;

  @Column('text', { name: 'reviewer_name' })
  @Field(() => String)
  reviewerName: string;

  @Column('uuid', { name: 'asked_by' })
  askedBy: string;

  @Column('text', { name: 'asked_by_name' })
  @Field(() => String)
  askedByName: string;

  @Column('timestamptz', { name: 'asked_at' })
  @Field(() => Date)
  askedAt: Date;

  @Column('timestamptz', { name: 'due_at' })
  @Field(() => Date)
  dueAt: Date;

  @Column('timestamptz', { name: 'declined_at', nullable: true })
  @Field(() => Date, { nullable: true })
  declinedAt: Date | null;

  @Column('text', { name: 'decline_reason', nullable: true })
  @Field(() => String, { nullable: true })
  declineReason: string | null;
}
