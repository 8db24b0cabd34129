import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one person of the centre thinks of a compute request, by the criteria of a rubric. */
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

  /** Of the request's rounds; only reviews of the present one count. */
  @Column('int')
  @Field(() => Int)
  round: number;

  /** The criteria by which it was given. */
  @Column('int', { name: 'rubric_version' })
  rubricVersion: number;

  /** From 1, poor, to 5, outstanding, by the keys of its criteria. */
  @Column('jsonb')
  scores: Record<string, number>;

  /** Its scores times the weights of its criteria, added up; by `weights` it is the review's score. */
  @Column('int')
  weighted: number;

  /** The weights of its criteria, added up. */
  @Column('int')
  weights: number;

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
