import { Field, ObjectType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { Column, Entity } from 'typeorm';
import { PublishedVersion } from '../published/published-version';
import type { Criterion } from './rubric';

/** A version of the criteria by which people of the centre score a request. Never changed. */
@Entity('compute_review_rubric')
@ObjectType()
export class ComputeReviewRubric extends PublishedVersion {
  @Column('jsonb')
  @Field(() => Json, {
    description: 'In their order, each with `key`, `name`, `guidance`, `weight`, and in `levels` what a 1, 3 and 5 mean; texts in both languages.',
  })
  criteria: Criterion[];
}
