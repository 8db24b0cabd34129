import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one person of the centre thinks of a compute request. Each criterion is from 1, poor, to 5, outstanding. */
@Entity('compute_review')
@ObjectType()
export class ComputeReview {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'request_id' })
  requestId: string;

  /** Whose request it is: row-level security reads it. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'reviewer_id' })
  reviewerId: string;

  @Column('text', { name: 'reviewer_name' })
  @Field(() => String)
  reviewerName: string;

  /** What the work on the model is worth. */
  @Column('int')
  @Field(() => Int)
  merit: number;

  /** Whether data, code and people are there to use the hours. */
  @Column('int')
  @Field(() => Int)
  readiness: number;

  /** Whether the hours asked for follow from the work. */
  @Column('int')
  @Field(() => Int)
  soundness: number;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  comment: string | null;

  @Column('timestamptz', { name: 'given_at' })
  @Field(() => Date)
  givenAt: Date;

  @Column('timestamptz', { name: 'changed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  changedAt: Date | null;
}
