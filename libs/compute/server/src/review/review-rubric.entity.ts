import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Criterion } from './rubric';

/** A version of the criteria by which people of the centre score a request. Never changed. */
@Entity('compute_review_rubric')
@ObjectType()
export class ComputeReviewRubric {
  @PrimaryColumn('int')
  @Field(() => Int)
  version: number;

  @Column('jsonb')
  @Field(() => Json, {
    description: 'In their order, each with `key`, `name`, `guidance`, `weight`, and in `levels` what a 1, 3 and 5 mean; texts in both languages.',
  })
  criteria: Criterion[];

  /** Why this version was made. */
  @Column('text')
  @Field(() => String)
  note: string;

  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;

  /** Absent on the first version, which came with the portal. */
  @Column('text', { name: 'published_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  publishedByName: string | null;

  @Column('timestamptz', { name: 'published_at' })
  @Field(() => Date)
  publishedAt: Date;
}
