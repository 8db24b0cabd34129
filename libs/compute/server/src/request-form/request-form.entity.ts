import type { FieldDefinition } from '@wutong/core-shared';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A version of the questions that the centre asks beside the sizing of a request. Never changed. */
@Entity('compute_request_form')
@ObjectType()
export class ComputeRequestForm {
  @PrimaryColumn('int')
  @Field(() => Int)
  version: number;

  @Column('jsonb')
  @Field(() => Json, { description: 'Fields of a form as data, in their order.' })
  questions: FieldDefinition[];

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
