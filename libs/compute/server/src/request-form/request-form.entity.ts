import type { FieldDefinition } from '@wutong/core-shared';
import { Field, ObjectType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { Column, Entity } from 'typeorm';
import { PublishedVersion } from '../published/published-version';

/** A version of the questions that the centre asks beside the sizing of a request. Never changed. */
@Entity('compute_request_form')
@ObjectType()
export class ComputeRequestForm extends PublishedVersion {
  @Column('jsonb')
  @Field(() => Json, { description: 'Fields of a form as data, in their order.' })
  questions: FieldDefinition[];
}
